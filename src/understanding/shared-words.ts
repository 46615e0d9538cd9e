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

  function hasFeature(row: number, feature: number): boolean {
    const to = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < to; at++) if (ids[at] === feature) return true;
    return false;
  }

  return {
    ask(question) {
      asked = question;
      features.length = 0;
      for (const stem of question.stems) features.push(space.idOf(stemFeature(stem)));
    },
    inRow(row) {
      const found: string[] = [];
      for (let at = 0; at < asked.words.length; at++) {
        const word = asked.words[at] ?? '';
        const feature = features[at] ?? -1;
        if (feature >= 0 && hasFeature(row, feature) && !found.includes(word)) found.push(word);
      }
      if (asked.runs.length === 0) return found;
      const { runs } = tokenise(phrasings[row] ?? '');
      return [...found, ...new Set(asked.runs.filter((run) => runs.includes(run)))];
    },
  };
}
