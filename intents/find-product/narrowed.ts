/** A request that only adds to the one before: "and double ones?", "what about with Bluetooth". */
import { leanOnPrevious, type Turn } from '../../src/kit.ts';
import { freshlyShown } from '../about-shown/shown.ts';
import { withCatalogueNames } from './catalogue-names.ts';

/** The whole request; undefined unless something has all of it that was not shown already just so. */
export async function narrowedRequest(turn: Turn): Promise<string | undefined> {
  const { shop, text } = turn;
  const shown = freshlyShown(turn);
  const longer = shown && shown.text !== '' ? added(text, shown.text) : undefined;
  if (!shop || !shown || longer === undefined) return undefined;
  const request = await withCatalogueNames(turn, longer);
  const { level, products } = await shop.findExactly(request);
  const before = new Set(shown.products.map(({ id }) => id));
  const isSame = products.length === before.size && products.every(({ id }) => before.has(id));
  // That all of them are within a limit is worth saying again; a word that changes nothing was meant otherwise.
  return level === 'exact' && (!isSame || /\d/u.test(text)) ? request : undefined;
}

/** The request with what a short message adds to it: "and double ones?", but also "under 200", "wireless", 蓝牙的. */
function added(text: string, before: string): string | undefined {
  const leaning = leanOnPrevious(text, before);
  if (leaning !== undefined) return leaning;
  const words = text
    .normalize('NFKC')
    .trim()
    .replace(/[.!。！]+$/u, '')
    .replace(/^(?:and|but|only|just|maybe|rather|preferably|最好是?|要|只要) ?/iu, '');
  const isShort = words.split(/\s+/u).length <= mostWords && words.length <= longestAddition;
  if (!isShort || words === '' || saysMore.test(words)) return undefined;
  // A new limit takes the place of the one before.
  const kept = limit.test(words) ? before.replace(limit, ' ').replace(/\s+/gu, ' ').trim() : before;
  return `${kept} ${words}`;
}

const limit =
  /\b(?:up to|under|below|less than|cheaper than|no more than|at most|max(?:imum)?|over|above|more than|at least)\s*(?:[$€£¥]\s*)?\d[\d.,]*(?:\s*(?:dollars?|bucks|usd|euros?|eur|pounds?|[$€£¥]))?|[$€£¥]?\d[\d.,]*\s*(?:美元|美金|块钱?|元|刀|欧元)?(?:以内|以下|之内|以上)/iu;
const mostWords = 4;
const longestAddition = 30;
/** Words of a sentence of its own; what is left must be found in the goods, or it adds nothing. */
const saysMore =
  /[?？]|^(?:what|which|how|where|when|who|why|is|are|am|do|does|did|can|could|will|would|should|may|i|i'm|you|we|it|my|your|no|not|yes|yeah|ok|okay|thanks?|thank|hello|hi|hey|bye|stop|cancel|help|please)\b|[吗呢么]$|什么|怎么|哪|谢|你好|再见|可以|取消|退|人工/iu;
