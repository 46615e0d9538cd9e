/** Counter-examples: questions that look like an answer's own but must not lead to it. */

import { featuresOf } from './features.ts';
import { RowComparer, type Rows, rowsOf } from './rows.ts';
import type { Space, SparseVector } from './space.ts';
import type { ConceptFinder } from './synonyms.ts';
import { tokenise } from './tokens.ts';
import type { BankEntry } from './understanding.ts';

export interface CounterExamples {
  /** In the space of the lexical fit. */
  readonly rows: Rows;
  /** The entry that each row must not lead to. */
  readonly owners: Uint32Array;
}

/** The counter-examples of all entries. */
export function counterExamplesOf(
  entries: readonly BankEntry[],
  space: Space,
  concepts: ConceptFinder,
): CounterExamples {
  const owners: number[] = [];
  const vectors: SparseVector[] = [];
  entries.forEach(({ counterExamples = [] }, owner) => {
    for (const { text } of counterExamples) {
      owners.push(owner);
      vectors.push(space.vectorOf(featuresOf(tokenise(text), concepts)));
    }
  });
  return { rows: rowsOf(vectors, space.size), owners: Uint32Array.from(owners) };
}

/** How near a question comes to the nearest counter-example of an entry; 0 for an entry without any. */
export interface CounterFinder {
  ask(question: SparseVector): void;
  cosine(entry: number): number;
}

export function counterFinderOf({ rows, owners }: CounterExamples): CounterFinder {
  const comparer = new RowComparer(rows);
  const rowsOfEntry = new Map<number, number[]>();
  owners.forEach((owner, row) => {
    rowsOfEntry.set(owner, [...(rowsOfEntry.get(owner) ?? []), row]);
  });
  let waiting: SparseVector | undefined;
  return {
    ask(question) {
      waiting = question;
    },
    cosine(entry) {
      const entryRows = rowsOfEntry.get(entry);
      if (!entryRows) return 0;
      // Most questions come near no entry with counter-examples.
      if (waiting) comparer.ask(waiting);
      waiting = undefined;
      let nearest = 0;
      for (const row of entryRows) nearest = Math.max(nearest, comparer.cosine(row));
      return nearest;
    },
  };
}
