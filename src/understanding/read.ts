/** From a question's text to what is compared: misspelt words corrected, tokens, features. */
import { type Features, featuresOf } from './features.ts';
import { normalise } from './normalise.ts';
import type { Corrector } from './spelling.ts';
import type { ConceptFinder } from './synonyms.ts';
import { type Tokens, tokenise, tokensOf } from './tokens.ts';

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
  let words: string[] | undefined;
  for (let at = 0; at < typed.words.length; at++) {
    const word = typed.words[at] ?? '';
    const better = correct(word);
    if (better === undefined || better === word) continue;
    words ??= [...typed.words];
    words[at] = better;
  }
  const tokens = words ? tokensOf(words, typed.runs) : typed;
  return { tokens, features: featuresOf(tokens, concepts), corrected: words !== undefined };
}

/** The text as the sentence encoder likes it best: lower case, no punctuation, misspelt words corrected. */
export function plainSentence(text: string, correct?: Corrector): string {
  const plain = normalise(text).replace(/[^\p{L}\p{M}\p{N}' ]+/gu, ' ');
  const words = plain.split(' ').filter((word) => word !== '');
  return (correct ? words.map((word) => correct(word) ?? word) : words).join(' ');
}
