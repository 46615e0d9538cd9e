/** The phrasings of a bank, read once and used by every later step. */
import { type Features, featuresOf, keptFeatures } from './features.ts';
import { conceptsOf, type SynonymGroup } from './synonyms.ts';
import { type Tokens, tokenise } from './tokens.ts';
import type { BankEntry } from './understanding.ts';

export interface ReadPhrasing {
  readonly text: string;
  /** True for the entry's own name: learnt like a phrasing, never rehearsed like a question. */
  readonly isName: boolean;
  /** The number of the entry in the bank. */
  readonly owner: number;
  readonly tokens: Tokens;
  readonly features: Features;
}

/** All phrasings of all entries and their names, in order. */
export function readPhrasings(
  entries: readonly BankEntry[],
  synonyms: readonly SynonymGroup[],
): ReadPhrasing[] {
  const concepts = conceptsOf(synonyms);
  const read = (text: string, owner: number, isName: boolean): ReadPhrasing => {
    const tokens = tokenise(text);
    return { text, isName, owner, tokens, features: keptFeatures(featuresOf(tokens, concepts)) };
  };
  return entries.flatMap(({ name = '', phrasings }, owner) => {
    const told = phrasings.map(({ text }) => read(text, owner, false));
    return speaks(name) && phrasings.length > 0 ? [...told, read(name, owner, true)] : told;
  });
}

/** A name as words: `cancel_order`, `cancel-order` and `CancelOrder` are "cancel order". */
export function nameInWords(id: string): string {
  return id
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-./:]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** A number or a code is no name that could say what an entry is about. */
function speaks(name: string): boolean {
  return /\p{Script=Han}|\p{L}{3}/u.test(name);
}
