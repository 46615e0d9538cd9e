/** Reads what a shopper wants to be told of, in English or Chinese: the occasion, what it is about, and the limit. */
import { usualForm } from '../../src/kit.ts';
import { hanNumber } from './han-number.ts';
import { type TownSaid, townIn } from './town-in.ts';
import { subjectIn } from './wish-subject.ts';
import * as words from './wish-words.ts';

export type Occasion =
  | 'target-price'
  | 'price-drop'
  | 'back-in-stock'
  | 'local-event'
  | 'new-from'
  | 'answer';

export interface AskedWish {
  readonly occasion: Occasion;
  /** What it is about, in the shopper's words; empty for "it". */
  readonly about: string;
  /** Of a target price, as a number in the shop's currency. */
  readonly amount?: number;
  /** Of a price drop. */
  readonly percent?: number;
  readonly withinKm?: number;
  /** Of a show; near the shopper if left out. */
  readonly town?: Pick<TownSaid, 'name' | 'city'>;
}

/**
 * @param mayChange something was promised just now, so that "make it 300" is understood.
 * @returns undefined when nothing of the kind is asked.
 */
export function readWish(text: string, mayChange: boolean): AskedWish | undefined {
  // Whoever writes a letter does not order an alert; and no pattern below has to read a long text.
  if (text.length > longest) return undefined;
  const said = usualForm(text).replace(words.hanAmount, (number) => String(hanNumber(number)));
  const named = words.namedChange.exec(said);
  if (named) {
    const amount = numberIn(named[2] ?? named[4] ?? '');
    if (amount !== undefined) return targetPrice(subjectIn(named[1] ?? named[3] ?? ''), amount);
  }
  const asked = words.notAsking.test(said) ? null : words.asking.exec(said);
  if (asked) {
    const [before, after] = [said.slice(0, asked.index), said.slice(asked.index + asked[0].length)];
    // What was asked for may stand on either side: "tell me when …", "… 的时候告诉我".
    const wish =
      occasionIn(after) ??
      occasionIn(`${before} ${after}`) ??
      occasionIn(said.replace(words.askingOnly, ' '));
    if (wish) return wish;
    // "Watch the Halden for me" and "set an alert for it" name no occasion: it is the price that is watched.
    if (words.watching.test(asked[0]))
      return { occasion: 'price-drop', about: subjectIn(`${before} ${after}`) };
  }
  return mayChange ? changeIn(said) : undefined;
}

const longest = 300;

/** "Make it 300", "actually 250", 改成250: a new limit for what was promised last. */
function changeIn(said: string): AskedWish | undefined {
  if (said.length > 60 || words.otherThings.test(said)) return undefined;
  const changed = words.changing.exec(said);
  const amount = numberIn(changed?.slice(1).find((each) => each !== undefined) ?? '');
  return amount === undefined ? undefined : targetPrice('', amount);
}

function targetPrice(about: string, amount: number): AskedWish {
  return { occasion: 'target-price', about, amount };
}

function occasionIn(said: string): AskedWish | undefined {
  const { limit, atPrice } = words;
  const below = limit.exec(said) ?? atPrice.exec(said);
  const amount = numberIn(below?.slice(1).find((each) => each !== undefined) ?? '');
  if (below && amount !== undefined && !/%|percent/iu.test(below[0]))
    return targetPrice(subjectIn(said.replace(below[0], ' ')), amount);
  if (words.stock.test(said)) return { occasion: 'back-in-stock', about: subjectIn(said) };
  if (words.cheaper.test(said)) {
    const [phrase = '', one, other] = words.percent.exec(said) ?? [];
    const percent = one ?? other;
    const about = subjectIn(phrase === '' ? said : said.replace(phrase, ' '));
    return { occasion: 'price-drop', about, ...(percent !== undefined && { percent: Number(percent) }) };
  }
  const isNews = words.news.test(said);
  const isShow = words.shows.test(said) || (!isNews && words.visits.test(said));
  const town = isShow || words.isThere.test(said) ? townIn(said) : undefined;
  if (isShow || town?.city) {
    const withinKm = distanceIn(said);
    return {
      occasion: 'local-event',
      about: performerIn(town?.rest ?? said),
      ...(withinKm !== undefined && { withinKm }),
      ...(town && { town: { name: town.name, city: town.city } }),
    };
  }
  if (isNews) return { occasion: 'new-from', about: subjectIn(said) };
  return words.answer.test(said) ? { occasion: 'answer', about: '' } : undefined;
}

function performerIn(said: string): string {
  return subjectIn(said).replace(words.showsOf, '').trim();
}

function distanceIn(said: string): number | undefined {
  const km = /(\d{1,4})\s*(?:km|kilomet|公里|千米)/iu.exec(said)?.[1];
  if (km !== undefined) return Number(km);
  const miles = /(\d{1,4})\s*(?:mi\b|miles?\b|英里)/iu.exec(said)?.[1];
  return miles === undefined ? undefined : Math.round(Number(miles) * 1.609);
}

function numberIn(text: string): number | undefined {
  const value = Number(
    text
      .replace(/,(?=\d{3}\b)/gu, '')
      .replace(',', '.')
      .replace(/\.$/u, ''),
  );
  return text !== '' && Number.isFinite(value) && value > 0 ? value : undefined;
}
