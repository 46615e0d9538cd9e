/** Finds entries of the FAQ by a few words in either language, with typing errors, for the people who keep them. */
import Fuse from 'fuse.js';
import { languages } from '../core/language.ts';
import { comparable, type FaqEntry } from '../knowledge/index.ts';
import type { Understander } from './understanding.ts';

/** Fuse's distance from 0 (equal) to 1: beyond this a title is not what was meant. */
const farthest = 0.35;

/**
 * Ids of the entries that `words` may mean, the likeliest first: what has the words in a title, then in a phrasing or
 * the answer, then what the bot would answer to them, then titles with typing errors.
 */
export function findEntries(
  entries: readonly FaqEntry[],
  words: string,
  understander: Understander,
): string[] {
  const wanted = comparable(words);
  if (wanted === '') return [];
  const having = (textsOf: (entry: FaqEntry) => readonly string[]) =>
    entries
      .filter((entry) => textsOf(entry).some((text) => comparable(text).includes(wanted)))
      .map(({ id }) => id);
  const known = new Set(entries.map(({ id }) => id));
  const answered = languages.flatMap((language) =>
    understander
      .understand(words, { language })
      .candidates.map(({ id }) => id.replace(/^faq:/, ''))
      .filter((id) => known.has(id)),
  );
  const titles = entries.flatMap((entry) => titlesOf(entry).map((title) => ({ id: entry.id, title })));
  const spelt = new Fuse(titles, { keys: ['title'], threshold: farthest, ignoreLocation: true }).search(
    words,
  );
  return [
    ...new Set([
      ...having(titlesOf),
      ...having(phrasingsOf),
      ...answered,
      ...spelt.map(({ item }) => item.id),
      ...having(({ owner, texts }) => [
        owner,
        ...languages.flatMap((language) => texts[language]?.answer ?? []),
      ]),
    ]),
  ];
}

const titlesOf = ({ id, texts }: FaqEntry) => [
  id,
  ...languages.flatMap((language) => texts[language]?.question ?? []),
];
const phrasingsOf = ({ texts }: FaqEntry) =>
  languages.flatMap((language) => texts[language]?.phrasings ?? []);
