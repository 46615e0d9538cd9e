/** A normalised question cut into words and runs of Chinese characters. */
import { createRequire } from 'node:module';
import { simplify } from './chinese.ts';
import { normalise } from './normalise.ts';

export interface Tokens {
  /** Words of alphabetic scripts, numbers and emoji, lower case, without apostrophes, in order. */
  readonly words: readonly string[];
  /** The Porter stem of each word. */
  readonly stems: readonly string[];
  /** Unbroken stretches of Chinese characters, simplified, in order. */
  readonly runs: readonly string[];
}

// The package's index loads database clients and prints; the stemmer alone does neither.
const porter: { stem(word: string): string } = createRequire(import.meta.url)(
  'natural/lib/natural/stemmers/porter_stemmer.js',
);

/** The tokens of any text, however wild. */
export function tokenise(text: string): Tokens {
  const plain = simplify(normalise(text));
  const runs = plain.match(/\p{Script=Han}+/gu) ?? [];
  const words: string[] = [];
  const alphabetic = runs.length > 0 ? plain.replace(/\p{Script=Han}+/gu, ' ') : plain;
  for (const [word] of alphabetic.matchAll(
    /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*|\p{Extended_Pictographic}/gu,
  )) {
    words.push(word.replaceAll("'", '').slice(0, longestWord));
  }
  return tokensOf(words, runs);
}

/** Tokens of words already normalised, for example after spelling correction. */
export function tokensOf(words: readonly string[], runs: readonly string[]): Tokens {
  return { words, stems: words.map(stemOf), runs };
}

/** Words longer than this are noise; cutting them keeps every later step linear. */
const longestWord = 40;

const stems = new Map<string, string>();
/** The stemmer is slow (regular expressions), the words of one shop are few. */
const rememberedStems = 50_000;

/** The Porter stem of one lower-case word (M. F. Porter, “An algorithm for suffix stripping”, 1980). */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = /^[a-z]+$/.test(word) ? porter.stem(word) : word;
  if (stems.size >= rememberedStems) stems.clear();
  stems.set(word, stem);
  return stem;
}
