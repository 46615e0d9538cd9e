/** The phrasings of a bank, read once and used by every later step. */
import { type Features, featuresOf } from './features.ts';
import { conceptsOf, type SynonymGroup } from './synonyms.ts';
import { type Tokens, tokenise } from './tokens.ts';
import type { BankEntry } from './understanding.ts';

export interface ReadPhrasing {
  readonly text: string;
  /** The number of the entry in the bank. */
  readonly owner: number;
  readonly tokens: Tokens;
  readonly features: Features;
}

/** All phrasings of all entries, in order. */
export function readPhrasings(
  entries: readonly BankEntry[],
  synonyms: readonly SynonymGroup[],
): ReadPhrasing[] {
  const concepts = conceptsOf(synonyms);
  return entries.flatMap(({ phrasings }, owner) =>
    phrasings.map(({ text }) => {
      const tokens = tokenise(text);
      return { text, owner, tokens, features: featuresOf(tokens, concepts) };
    }),
  );
}
