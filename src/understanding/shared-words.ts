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
  /** The features of the question's stems that the bank has, by word. */
  const features: (number | undefined)[] = [];
  /** Of each feature: whether it is a stem of the question, and of the row that is looked at. */
  const marks = new Uint8Array(space.size);
  const inQuestion = 1;
  const inBoth = 2;

  function mark(value: number): void {
    for (const id of features) if (id !== undefined) marks[id] = value;
  }

  return {
    ask(question) {
      mark(0);
      asked = question;
      features.length = 0;
      for (const stem of question.stems) {
        const id = space.idOf(stemFeature(stem));
        features.push(id < 0 ? undefined : id);
      }
    },
    inRow(row) {
      mark(inQuestion);
      const to = starts[row + 1] ?? 0;
      for (let at = starts[row] ?? 0; at < to; at++) {
        const id = ids[at] ?? 0;
        if (marks[id] === inQuestion) marks[id] = inBoth;
      }
      const found: string[] = [];
      for (let at = 0; at < features.length; at++) {
        const id = features[at];
        const word = asked.words[at] ?? '';
        if (id !== undefined && marks[id] === inBoth && !found.includes(word)) found.push(word);
      }
      if (asked.runs.length === 0) return found;
      const { runs } = tokenise(phrasings[row] ?? '');
      return [...found, ...new Set(asked.runs.filter((run) => runs.includes(run)))];
    },
  };
}
