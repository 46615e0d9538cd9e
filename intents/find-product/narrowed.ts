/** A request that only adds to the one before: "and double ones?", "what about with Bluetooth". */
import { leanOnPrevious, priceWordsIn, type Turn } from '../../src/kit.ts';
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
  if (longer === undefined || (leaning === undefined && shop.namesKind(text) && !putsRight.test(text)))
    return undefined;
  const request = await withCatalogueNames(turn, longer);
  const { level, products } = await shop.findExactly(request);
  // Who puts it right wants the nearest, too, and who names no more than a limit hears that nothing is within it.
  if (level !== 'exact') return putsRight.test(text) || isOnlyLimit(text) ? request : undefined;
  if (leaning === undefined) {
    // Words that leave all of them were meant otherwise; that all are within a limit is worth saying.
    const { products: all } = await shop.findExactly(await withCatalogueNames(turn, shown.text));
    return products.length < all.length || priceWordsIn(inLimits(text)).said !== '' ? request : undefined;
  }
  const before = new Set(shown.products.map(({ id }) => id));
  const isSame = products.length === before.size && products.every(({ id }) => before.has(id));
  return isSame ? undefined : request;
}

const putsRight = /^(?:no|nope|sorry|actually)?[, ]*i meant? /iu;

/** The request with what a short message adds to it: "and double ones?", but also "under 200", "wireless", 蓝牙的. */
function added(text: string, before: string): string | undefined {
  const words = inLimits(
    text
      .normalize('NFKC')
      .trim()
      .replace(/[.!。！]+$/u, '')
      .replace(
        /^(?:(?:(?:and|but|only|just|maybe|rather|preferably|no|nope|sorry|actually|i mea?nt?|i want(?:ed)?)\b|最好是?|只?要|不是|我要|我说的是)[, ，]*)+(?=.)/iu,
        '',
      )
      .replace(/^an? (?=.+ ones?$)|(?<=^.+) ones?$/giu, ''),
  );
  const isShort = words.split(/\s+/u).length <= mostWords && words.length <= longestAddition;
  if (!isShort || words === '' || saysMore.test(words)) return undefined;
  // A new limit takes the place of the one before.
  const isLimit = priceWordsIn(words).said !== '';
  const kept = isLimit ? priceWordsIn(before).rest.replace(/\s+/gu, ' ').trim() : before;
  return `${kept} ${words}`;
}

/** "Anything under 200?", "my budget is 200" and 预算200 as a price limit and no more. */
function inLimits(words: string): string {
  const asked = words.replace(/[?？]+$/u, '');
  const [, english, chinese] = budgets.exec(asked) ?? [];
  const budget = english ?? chinese;
  if (budget !== undefined) return `under ${budget}`;
  const { said, rest } = priceWordsIn(asked);
  return said !== '' && rest.replace(asksForAny, '').trim() === '' ? said : words;
}

function isOnlyLimit(text: string): boolean {
  const { said, rest } = priceWordsIn(inLimits(text));
  return said !== '' && rest.trim() === '';
}

const budgets =
  /^(?:(?:my |the )?budget(?:'s| is| of|:)?|i (?:have|can spend)(?: about)?|about|around|roughly) *([$€£¥]?\d[\d.,]*(?: ?(?:dollars?|bucks|usd|euros?))?)(?: ?(?:or so|max|total|to spend))?$|^(?:我的?)?预算(?:是|大概|在)?(\d[\d.,]*)(?:美元|美金|元|刀|块钱?)?(?:左右)?$/iu;
const asksForAny =
  /\b(?:any(?:thing|one)?|something|ones?|some|is there|do you have|have you got|got)\b|有没有|有吗|有|的|吗/giu;

const mostWords = 4;
const longestAddition = 30;
/** Words of a sentence of its own; what is left must be found in the goods, or it adds nothing. */
const saysMore =
  /[?？]|^(?:what|which|how|where|when|who|why|is|are|am|do|does|did|can|could|will|would|should|may|i|i'm|you|we|it|my|your|no|not|yes|yeah|ok|okay|thanks?|thank|hello|hi|hey|bye|stop|cancel|help|please|get|give|buy|take|tell|show|send)\b|[吗呢么]$|什么|怎么|哪|谢|你好|再见|可以|取消|退|人工/iu;
