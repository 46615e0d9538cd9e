/** A normalised question cut into words and runs of Chinese characters. */
import { createRequire } from 'node:module';
import { simplify } from './chinese.ts';
import { isAscii, normalise } from './normalise.ts';

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
  const normal = normalise(text);
  if (isAscii(normal)) return tokensOf((normal.match(asciiWords) ?? []).map(plainWord), []);
  const plain = simplify(normal);
  const runs = plain.match(/\p{Script=Han}+/gu) ?? [];
  const alphabetic = runs.length > 0 ? plain.replace(/\p{Script=Han}+/gu, ' ') : plain;
  return tokensOf((alphabetic.match(anyWords) ?? []).map(plainWord), runs);
}

const anyWords = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*|\p{Extended_Pictographic}/gu;
/** The same words where all letters are ASCII: a pattern without classes of Unicode runs many times faster. */
const asciiWords = /[a-z0-9]+(?:'[a-z]+)*/g;

/** Words longer than this are noise; cutting them keeps every later step linear. */
const longestWord = 40;

function plainWord(word: string): string {
  const plain = word.includes("'") ? word.replaceAll("'", '') : word;
  return plain.length > longestWord ? plain.slice(0, longestWord) : plain;
}

function tokensOf(words: readonly string[], runs: readonly string[]): Tokens {
  return { words, stems: words.map(stemOf), runs };
}

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
