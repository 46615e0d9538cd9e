/** Which order a sentence without a number is about, once the talk is about one: "cancel it", "send that back", 这单不要了. */
import { asAsked, ordersAtHand, type Turn } from '../../src/kit.ts';
import { placesIn } from '../about-shown/read-one.ts';

/** What can be asked of "it", as a pattern's source per language; the Chinese may end in 掉 or 了. */
export interface Asked {
  readonly en: string;
  readonly zh: string;
}

/** Makes the reader of such sentences: true for one that is wholly about the orders told of lately. */
export function asksOfOrderAtHand({ en, zh }: Asked): (turn: Turn) => boolean {
  const english = new RegExp(
    `^(?:${lead}[ ,.!-]+)*(?:${en})(?: ${which})?(?: back)?(?:[ ,]+(?:${after}))*$`,
    'iu',
  );
  const chinese = new RegExp(
    `^(?:${leadHan}|${whichHan}|[，,。！ ])*(?:${zh})(?:掉|了)?(?:${whichHan})?(?:${afterHan}|[，,。！ ])*$`,
    'u',
  );
  return (turn) => {
    if (!ordersAtHand(turn)) return false;
    const text = asAsked(turn.text);
    if (text.length > longest) return false;
    // What is asked of nothing at all may be about anything but what was just told.
    if (!pointing.test(text) && !ordersAtHand(turn, 1)) return false;
    return english.test(text) || chinese.test(text);
  };
}

/** The number of the order at hand that a text means: by its place, "the second one", else the one told of last. */
export function orderMeant(turn: Turn): string | undefined {
  const atHand = ordersAtHand(turn);
  const [place, ...more] = atHand ? placesIn(turn.text, atHand.numbers.length) : [];
  return place !== undefined && more.length === 0 ? atHand?.numbers[place] : atHand?.focus;
}

/** The number of that order for a form to begin with, where the text is such a sentence. @param asks made by `asksOfOrderAtHand`. */
export function numberAtHand(turn: Turn, asks: (turn: Turn) => boolean): { number?: string } {
  const number = asks(turn) ? orderMeant(turn) : undefined;
  return number === undefined ? {} : { number };
}

const longest = 90;
const pointing = /\b(?:it|that|this|they|them|one|orders?|parcel|package|purchase)\b|[它这那第单]/iu;
const lead =
  "(?:and|so|ok|okay|fine|alright|all right|great|cool|good|thanks|thank you|thx|but|also|hey|hi|no|nope|yes|yeah|well|then|hm+|oh|oops|wait|sorry|actually|please|pls|plz|can|could|may|would|will|do|does|did|have|has|is|was|been|u|you|i|i'd|i'll|id|we|how|like|want|wanna|need|going|gonna|to|just|still|also|rather|let's|lets|me|go ahead|is it possible|possible|changed my mind|my mistake|don't (?:want|need) it(?: anymore)?|too (?:late|slow|long)|help me|now)";
const which =
  '(?:it|that|this|them|(?:(?:that|this|the|my)(?: whole)? )?(?:one|order|purchase|thing|parcel|package|delivery|shipment)|all of (?:it|them)|them all|both|everything|(?:the )?(?:first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th))(?: (?:one|order))?)';
const after =
  "(?:please|pls|plz|now|then|for me|asap|at once|immediately|instead|right now|right away|altogether|completely|too|only|yet|already|or not|or no|or what|after all|as it is|as is|thanks|thank you|thx|actually|again|anymore|any more|before it ships|if possible|still|ok|i changed my mind|changed my mind|and (?:refund (?:me|it)|get (?:me )?(?:a|my) refund|(?:give|get) (?:me )?my money back)|i (?:don't|dont) (?:want|need) it(?: anymore)?)";
// No word of these is another with a third behind it, so that no text can be read in many ways.
const leadHan =
  '请问|请|麻烦|那么|就|帮我|帮忙|给我|你们?|我们?|想|要|能|不能|可以|可不可以|还|把|好的?|算了|还是|直接|马上|赶紧|现在|先|不想要了|不要了|不需要了|怎么|如何|是否|都';
const whichHan =
  '它|[这那该](?:个|一?单|笔|份|件)?|第[一二三四五1-5](?:个|单|笔)|最后一?(?:个|单)|订单|包裹|东西|全部';
const afterHan = '吧|了|吗|么|嘛|呢|啊|呀|的|一下|可以|可不可以|行|好|谢谢|多谢|不要了|不想要了';
