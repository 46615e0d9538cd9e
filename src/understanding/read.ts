/** A question as it will be compared: its tokens and features, as typed and with misspelt words corrected. */
import { type Features, featuresOf } from './features.ts';
import { normalise } from './normalise.ts';
import type { Corrector } from './spelling.ts';
import type { ConceptFinder } from './synonyms.ts';
import { type Tokens, tokenise, tokensOf } from './tokens.ts';

export interface Reading {
  readonly tokens: Tokens;
  readonly features: Features;
}

export interface ReadQuestion {
  readonly typed: Reading;
  /** Only there when a word was corrected. */
  readonly corrected: Reading | undefined;
}

/** Reads a question. */
export function readQuestion(text: string, correct: Corrector, concepts: ConceptFinder): ReadQuestion {
  const tokens = tokenise(text);
  const words = tokens.words.map((word) => correct(word) ?? word);
  const changed = words.some((word, at) => word !== tokens.words[at]);
  return {
    typed: { tokens, features: featuresOf(tokens, concepts) },
    corrected: changed ? readingOf(tokensOf(words, tokens.runs), concepts) : undefined,
  };
}

function readingOf(tokens: Tokens, concepts: ConceptFinder): Reading {
  return { tokens, features: featuresOf(tokens, concepts) };
}

/** The text as the sentence encoder likes it best: lower case, no punctuation, misspelt words corrected. */
export function plainSentence(text: string, correct?: Corrector): string {
  const plain = normalise(text).replace(/[^\p{L}\p{M}\p{N}' ]+/gu, ' ');
  const words = plain.split(' ').filter((word) => word !== '');
  return (correct ? words.map((word) => correct(word) ?? word) : words).join(' ');
}
