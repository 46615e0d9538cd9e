/** From a question's text to what is compared: misspelt words corrected, tokens, features. */
import { type Features, featuresOf } from './features.ts';
import { normalise } from './normalise.ts';
import type { Corrector } from './spelling.ts';
import type { ConceptFinder } from './synonyms.ts';
import { stemOf, type Tokens, tokenise } from './tokens.ts';

/** A question as it will be compared. */
export interface Reading {
  readonly tokens: Tokens;
  /** Good until the next text is read. */
  readonly features: Features;
  /** True when a misspelt word was replaced by the word of the bank that it is nearest to. */
  readonly corrected: boolean;
}

/** Reads a question. */
export function readQuestion(text: string, correct: Corrector, concepts: ConceptFinder): Reading {
  const typed = tokenise(text);
  const words = corrected(typed.words, correct);
  const tokens = words ? { ...typed, words, stems: stemsOf(words, typed) } : typed;
  return { tokens, features: featuresOf(tokens, concepts), corrected: words !== undefined };
}

function stemsOf(words: readonly string[], typed: Tokens): string[] {
  return typed.stems.map((stem, at) => {
    const word = words[at] ?? '';
    return word === typed.words[at] ? stem : stemOf(word);
  });
}

/** The text as the sentence encoder likes it best: lower case, no punctuation, misspelt words corrected. */
export function plainSentence(text: string, correct?: Corrector): string {
  const plain = normalise(text).replace(/[^\p{L}\p{M}\p{N}' ]+/gu, ' ');
  const words = plain.split(' ').filter((word) => word !== '');
  return ((correct && corrected(words, correct)) ?? words).join(' ');
}

/** The words with those replaced that were misspelt; nothing when all were right. */
function corrected(words: readonly string[], correct: Corrector): string[] | undefined {
  let better: string[] | undefined;
  const beside = { before: '', after: '' };
  for (let at = 0; at < words.length; at++) {
    beside.before = (better ?? words)[at - 1] ?? '';
    beside.after = words[at + 1] ?? '';
    const word = correct(words[at] ?? '', beside);
    if (word === undefined) continue;
    better ??= [...words];
    better[at] = word;
  }
  return better;
}
