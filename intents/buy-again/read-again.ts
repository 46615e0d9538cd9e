/** Recognises the wish for something that was bought before: "reorder the cassettes", "the same tapes again", 再买一次上次的磁带. */
import { asAsked } from '../../src/kit.ts';

export interface Again {
  /** In the shopper's words; empty for "the same again". */
  readonly thing: string;
  /** The words can mean nothing else; "I want … again" may be about much that is no product. */
  readonly sure: boolean;
}

/** Undefined for a text that wishes nothing again. */
export function readAgain(source: string): Again | undefined {
  const text = asAsked(source);
  if (text.length > longest || !mayAsk.test(text)) return undefined;
  for (const { pattern, sure } of patterns) {
    const found = pattern.exec(text);
    if (found) return { thing: thingIn(found.groups?.thing ?? ''), sure };
  }
  return undefined;
}

const longest = 100;
const mayAsk =
  /\bre-?(?:order|buy|purchase)|\bagain\b|\bsame\b|\bthe usual\b|\bmore of\b|\brepeat\b|再|复购|回购|一样|同样|重新/iu;

function thingIn(words: string): string {
  const thing = words
    .replace(/^(?:the |my |some |more |those |these |that |this |same |an? |usual )+/iu, '')
    .replace(/(?: (?:please|pls|thing|things|stuff|one|ones))+$/iu, '')
    .replace(/^(?:同样的?|一样的?|那[个些款盒张]?|这[个些款盒张]?|一?[个些款盒张台套份次])+(?=.)/u, '')
    .trim();
  return nothing.test(thing) ? '' : thing;
}

const nothing =
  /^(?:it|that|this|them|same|usual|thing|things|stuff|one|ones|everything|all(?: of (?:it|them|that))?|(?:(?:last|previous|latest|whole|entire) )*(?:order|purchase)s?|东西|商品|订单|一?单|它)?$/iu;

const lead =
  "(?:(?:please|pls|hi|hello|hey|ok|and|so|can|could|may|you|i|we|i'd|i'll|id|would|like|want|wanna|need|have|to|just|let's|lets|how|do|me|help)[ ,]+)*";
const get = '(?:buy|order|get|purchase|have|take|want|need|send(?: me)?)';
const before =
  "(?:(?:i|we)(?: (?:already|just|always|once))*(?:'ve| have)?(?: (?:already|always))? (?:bought|ordered|got|had|buy|order|get|purchased)|from (?:you|last (?:time|year|month))|last (?:time|year|month)|before|previously|from before|in my last order)";
const again = '(?:again|once more|one more time|another time)';

const patterns = [
  {
    pattern: new RegExp(
      `^${lead}re-?(?:order|buy|purchase)(?: (?<thing>.+?))?(?: ${again})?(?: ${before})*(?: please)?$`,
      'iu',
    ),
    sure: true,
  },
  {
    pattern: new RegExp(
      `^${lead}(?:${get} )?(?:the |some )?same(?: (?<thing>.+?))?(?: ${again}| as ${before}|(?: that| which)? ${before})+(?: please)?$`,
      'iu',
    ),
    sure: true,
  },
  {
    pattern: new RegExp(
      `^${lead}${get} (?!the same)(?<thing>.+?)(?: (?:that |which )?${before})? ${again}(?: please)?$`,
      'iu',
    ),
    sure: false,
  },
  {
    pattern: new RegExp(
      `^${lead}(?:${get} )?(?:some )?more of (?:the |those |these |that |my )?(?:same )?(?<thing>.+?)(?: (?:that |which )?${before})+(?: please)?$`,
      'iu',
    ),
    sure: true,
  },
  {
    pattern: new RegExp(
      `^${lead}(?:(?:${get} )?(?:the )?(?:same|usual)(?: order)?(?: ${again}| please| as ${before})*|repeat (?:my |the |that )?(?<thing>(?:last |previous |latest )?order))$`,
      'iu',
    ),
    sure: true,
  },
  {
    pattern:
      /^(?:你好|请|麻烦|帮我|给我|我|想|要|能不能|能|可以)*(?:再|重新)(?:帮我|给我)?(?:买|来|订|下单|购买|订购|要)(?:一?[次遍份单盒套张台个些点回])?(?:和|跟|同)?(?:我)?(?:上一?次|之前|以前|上回|上个月|去年|原来|同样|一样|同款)(?:买|订|购买)?(?:过)?(?:的)?(?<thing>.*?)(?:吧|吗|呢|可以吗|了)?$/u,
    sure: true,
  },
  {
    pattern:
      /^(?:你好|请|麻烦|帮我|给我|我|想|要|能不能|能|可以)*(?:再|重新)(?:帮我|给我)?(?:买|来|订|下单|购买|订购)一?(?:次|遍|回)(?<thing>.*?)(?:吧|吗|呢|可以吗|了)?$/u,
    sure: true,
  },
  {
    pattern:
      /^(?:你好|请|麻烦|帮我|给我|我|想|要|能不能|能|可以)*(?:复购|回购|再次购买|重复下单|重新下单)(?:一下|一次)?(?:上一?次|之前|以前)?(?:买|订)?(?:过)?(?:的)?(?<thing>.*?)(?:吧|吗|呢)?$/u,
    sure: true,
  },
  {
    pattern:
      /^(?:你好|请|麻烦|帮我|给我|我|想|要|再|买|来|订|一?[份盒套张台个])*(?:和|跟|同)(?:我)?(?:上一?次|之前|以前|上回)(?:买|订)?(?:过)?(?:的)?(?:一样|同样|相同)的?(?<thing>.*?)(?:再?(?:来|买|订)一?[次份盒套张台个])?(?:吧|吗|呢)?$/u,
    sure: true,
  },
];
