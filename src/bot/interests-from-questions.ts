/** What a customer asks about tells a little of what they like: artists, brands and kinds of things that the shop has. */
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
  if (trouble.test(text.replace(/’/g, "'"))) return [];
  const because = text.trim().slice(0, longestReason).toWellFormed();
  const found = new Map<string, InterestSign>();
  for (const key of phrasesOf(text)) {
    const named = names.get(key) ?? names.get(key.replace(/s$/, ''));
    if (named) found.set(`${named.kind} ${named.name}`, { ...named, at, weight, because });
  }
  return [...found.values()];
}

/** The key of every run of up to five words; in Chinese text the foreign names between the characters. */
function* phrasesOf(text: string): Generator<string> {
  for (const part of text.slice(0, 500).split(/\p{Script=Han}+/u)) {
    const words = interestKey(part).split(' ').filter(Boolean);
    for (let first = 0; first < words.length; first++) {
      for (let last = first + 1; last <= Math.min(first + mostWords, words.length); last++) {
        const run = words.slice(first, last).join(' ');
        yield run.startsWith('the ') ? run.slice(4) : run;
      }
    }
  }
  yield* text.slice(0, 500).match(/\p{Script=Han}{2,8}/gu) ?? [];
}
