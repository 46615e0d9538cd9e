/** The phrasings of a bank, read once and used by every later step. */
import { FeatureTable } from './feature-table.ts';
import { type Features, featuresOf } from './features.ts';
import { conceptsOf, type SynonymGroup } from './synonyms.ts';
import { tokenise } from './tokens.ts';
import type { BankEntry } from './understanding.ts';

export interface ReadPhrasing {
  readonly text: string;
  /** True for the entry's own name: learnt like a phrasing, never rehearsed like a question. */
  readonly isName: boolean;
  /** The number of the entry in the bank. */
  readonly owner: number;
  readonly features: Features;
}

/** All phrasings of all entries and their names, in order. */
export function readPhrasings(
  entries: readonly BankEntry[],
  synonyms: readonly SynonymGroup[],
): ReadPhrasing[] {
  const concepts = conceptsOf(synonyms);
  const table = new FeatureTable();
  const phrasings: ReadPhrasing[] = [];
  entries.forEach(({ name = '', phrasings: told }, owner) => {
    const read = (text: string, isName: boolean) => {
      const number = table.add(featuresOf(tokenise(text), concepts));
      phrasings.push(new PackedPhrasing(text, isName, owner, table, number));
    };
    for (const { text } of told) read(text, false);
    if (speaks(name) && told.length > 0) read(name, true);
  });
  return phrasings;
}

class PackedPhrasing implements ReadPhrasing {
  readonly text: string;
  readonly isName: boolean;
  readonly owner: number;
  readonly #table: FeatureTable;
  readonly #number: number;

  constructor(text: string, isName: boolean, owner: number, table: FeatureTable, number: number) {
    this.text = text;
    this.isName = isName;
    this.owner = owner;
    this.#table = table;
    this.#number = number;
  }

  get features(): Features {
    return this.#table.at(this.#number);
  }
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
