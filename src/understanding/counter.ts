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

/** How near a question comes to the nearest counter-example of each entry that has one. */
export type CounterFinder = (question: SparseVector) => ReadonlyMap<number, number>;

export function counterFinderOf({ rows, owners }: CounterExamples): CounterFinder {
  if (owners.length === 0) return () => new Map();
  const comparer = new RowComparer(rows);
  return (question) => {
    comparer.ask(question);
    const nearest = new Map<number, number>();
    owners.forEach((owner, row) => {
      nearest.set(owner, Math.max(nearest.get(owner) ?? 0, comparer.cosine(row)));
    });
    return nearest;
  };
}
