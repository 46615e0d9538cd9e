/** Which words of a question a phrasing of the bank has too, for the operator's trace. */
import { stemFeature } from './features.ts';
import { spaceIn } from './learn.ts';
import type { BankModel } from './model.ts';
import { type Tokens, tokenise } from './tokens.ts';

export interface SharedWords {
  /** Sets the question that the next calls of `inRow` are about. */
  ask(question: Tokens): void;
  /** The words and runs of Chinese that the phrasing of this row shares with it, each once, in the question's order. */
  inRow(row: number): string[];
}

/** Words are found by their stems among the features of a row, so that no phrasing has to be read again. */
export function sharedWordsIn({ lexical: { fit }, phrasings }: BankModel): SharedWords {
  const space = spaceIn(fit);
  const { starts, ids } = fit.rows;
  let asked: Tokens = { words: [], stems: [], runs: [] };
  /** The features of the question's stems; -1 where the bank has none. */
  const features: number[] = [];
  /** 1 for each feature that is a stem of the question. */
  const isAsked = new Uint8Array(space.size);

  /** The features of the question's stems that a row has. */
  function sharedWith(row: number): number[] {
    const shared: number[] = [];
    const to = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < to; at++) {
      const id = ids[at] ?? 0;
      if (isAsked[id] === 1) shared.push(id);
    }
    return shared;
  }

  return {
    ask(question) {
      asked = question;
      for (const id of features) if (id >= 0) isAsked[id] = 0;
      features.length = 0;
      for (const stem of question.stems) {
        const id = space.idOf(stemFeature(stem));
        features.push(id);
        if (id >= 0) isAsked[id] = 1;
      }
    },
    inRow(row) {
      const shared = sharedWith(row);
      const found: string[] = [];
      for (let at = 0; at < asked.words.length; at++) {
        const word = asked.words[at] ?? '';
        if (shared.includes(features[at] ?? -1) && !found.includes(word)) found.push(word);
      }
      if (asked.runs.length === 0) return found;
      const { runs } = tokenise(phrasings[row] ?? '');
      return [...found, ...new Set(asked.runs.filter((run) => runs.includes(run)))];
    },
  };
}
