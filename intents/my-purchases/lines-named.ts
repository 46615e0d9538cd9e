/** Which of the bought lines a shopper means by "Stones CDs", "a receiver" or 滚石的CD. */
import { type BoughtLine, plainLetters, type Turn } from '../../src/kit.ts';

/** The lines that fit every part of the words. */
export async function linesNamed(
  { shop, alerts }: Turn,
  thing: string,
  lines: readonly BoughtLine[],
): Promise<readonly BoughtLine[]> {
  let fitting = lines;
  for (const part of thing.split(/的|\s+(?:by|of|from)\s+/u).filter((each) => each.trim() !== '')) {
    // A performer's usual name for the one they were called by: 滚石, the Stones.
    const [name = part] = alerts?.performerNames(part) ?? [];
    const words = wordsOf(name);
    const worded = withHead(
      fitting.filter((line) => isNamedBy(line, words)),
      words.at(-1) ?? '',
    );
    fitting = worded.length > 0 ? worded : await ofKind(shop, part, fitting);
  }
  return fitting;
}

/** "Cassettes" are blank cassettes and no cassette decks: where a category ends in the last word, only such. */
function withHead(lines: readonly BoughtLine[], head: string): readonly BoughtLine[] {
  const such = lines.filter(({ category = '' }) => category === head || category.endsWith(`-${head}`));
  return such.length > 0 ? such : lines;
}

/** Those that the catalogue knows under such words: a kind of thing, in either language. */
async function ofKind(
  shop: Turn['shop'],
  words: string,
  lines: readonly BoughtLine[],
): Promise<readonly BoughtLine[]> {
  const found = await shop?.findExactly(words);
  if (found?.level !== 'exact') return [];
  const titles = new Set(found.products.map(({ title }) => title));
  return lines.filter(({ title }) => titles.has(title));
}

function isNamedBy({ title, artist = '', brand = '' }: BoughtLine, words: readonly string[]): boolean {
  const own = new Set(wordsOf(`${title} ${artist} ${brand}`));
  return words.length > 0 && words.every((word) => own.has(word));
}

/** Folded, in the singular, without what says nothing. */
function wordsOf(text: string): string[] {
  const words = plainLetters(text)
    .toLowerCase()
    .match(/\p{Script=Han}+|[\p{L}\p{N}]+/gu);
  return (words ?? []).filter((word) => !empty.has(word)).map((word) => sameWord(word));
}

const empty = new Set([
  'the',
  'a',
  'an',
  'any',
  'some',
  'my',
  'album',
  'albums',
  'on',
  'by',
  'of',
  'and',
  'other',
  'more',
  'one',
]);

function sameWord(word: string): string {
  const single = word.length > 2 ? word.replace(/(?<=[^s])s$/u, '') : word;
  return synonyms.get(single) ?? single;
}

const synonyms = new Map([
  ['record', 'lp'],
  ['vinyl', 'lp'],
  ['tape', 'cassette'],
]);
