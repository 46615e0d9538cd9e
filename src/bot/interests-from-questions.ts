/** What a customer asks about tells a little of what they like: artists, brands and kinds of things that the shop has. */
import { usualForm } from '../core/as-asked.ts';
import { type InterestSign, interestKey } from '../customers/index.ts';

/** A name of the catalogue by its key (see `interestKey`). */
export type CatalogueNames = ReadonlyMap<
  string,
  { readonly kind: InterestSign['kind']; readonly name: string }
>;

/** A question weighs a fifth of a purchase. */
const weight = 0.2;
const mostWords = 5;
const longestReason = 120;
/** Who writes of trouble with a thing does not say that they want more of it. */
const trouble =
  /\b(?:broken|broke|damaged|defective|faulty|wrong|return(?:ed|ing)?|refund(?:ed)?|complain\w*|cancel\w*|missing|scratch\w*|does not work|doesn't work|stopped working)\b|坏|退货|退款|退掉|换货|投诉|取消|漏发|划痕|故障|破损/iu;

/** The names that stand in a question, each once; none in a complaint. */
export function signsInQuestion(text: string, names: CatalogueNames, at: number): InterestSign[] {
  if (trouble.test(usualForm(text))) return [];
  const because = text.trim().slice(0, longestReason).toWellFormed();
  const found = new Map<string, InterestSign>();
  const begins = firstWordsOf(names);
  for (const key of phrasesOf(text, (word) => begins.has(word) || begins.has(word.replace(/s$/, '')))) {
    const named = names.get(key) ?? names.get(key.replace(/s$/, ''));
    if (named) found.set(`${named.kind} ${named.name}`, { ...named, at, weight, because });
  }
  return [...found.values()];
}

/** The words that names begin with: most words of a question begin none. */
function firstWordsOf(names: CatalogueNames): ReadonlySet<string> {
  const known = firstWords.get(names) ?? new Set([...names.keys()].flatMap((key) => key.split(' ', 1)));
  firstWords.set(names, known);
  return known;
}

const firstWords = new WeakMap<CatalogueNames, ReadonlySet<string>>();

/**
 * The key of every run of up to five words whose first `begins` a name; in Chinese text the foreign names between the
 * characters.
 */
function* phrasesOf(text: string, begins: (word: string) => boolean): Generator<string> {
  for (const part of text.slice(0, 500).split(/\p{Script=Han}+/u)) {
    const words = interestKey(part).split(' ').filter(Boolean);
    for (const [first, word] of words.entries()) {
      // A name that "the" stands before is found without it.
      if (!begins(word)) continue;
      for (let last = first + 1; last <= Math.min(first + mostWords, words.length); last++) {
        yield words.slice(first, last).join(' ');
      }
    }
  }
  yield* text.slice(0, 500).match(/\p{Script=Han}{2,8}/gu) ?? [];
}
