/** A request that only adds to the one before: "and double ones?", "what about with Bluetooth". */
import { leanOnPrevious, type Turn } from '../../src/kit.ts';
import { freshlyShown } from '../about-shown/shown.ts';
import { withCatalogueNames } from './catalogue-names.ts';

/** The whole request; undefined unless something has all of it that was not shown already just so. */
export async function narrowedRequest(turn: Turn): Promise<string | undefined> {
  const { shop, text } = turn;
  const shown = freshlyShown(turn);
  if (!shop || !shown || shown.text === '') return undefined;
  const leaning = leanOnPrevious(text, shown.text);
  const longer = leaning ?? added(text, shown.text);
  // Who names a kind of thing asks anew.
  if (longer === undefined || (leaning === undefined && shop.namesKind(text))) return undefined;
  const request = await withCatalogueNames(turn, longer);
  const { level, products } = await shop.findExactly(request);
  if (level !== 'exact') return undefined;
  if (leaning === undefined) {
    // Words that leave all of them were meant otherwise; that all are within a limit is worth saying.
    const { products: all } = await shop.findExactly(await withCatalogueNames(turn, shown.text));
    return products.length < all.length || limit.test(text) ? request : undefined;
  }
  const before = new Set(shown.products.map(({ id }) => id));
  const isSame = products.length === before.size && products.every(({ id }) => before.has(id));
  return isSame ? undefined : request;
}

/** The request with what a short message adds to it: "and double ones?", but also "under 200", "wireless", 蓝牙的. */
function added(text: string, before: string): string | undefined {
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
