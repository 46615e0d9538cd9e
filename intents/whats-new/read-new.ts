/** Recognises a question for what came out lately: "what's new?", "anything new from the Stones?", 有什么新品. */
import { asAsked } from '../../src/kit.ts';

/** What it should be of, in the shopper's words; empty for anything. Undefined for any other text. */
export function newsAsked(source: string): string | undefined {
  const text = asAsked(source);
  if (text.length > longest || !mayAsk.test(text)) return undefined;
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    const thing = found?.groups?.thing?.trim() ?? '';
    if (found) return anyRecording.test(thing) ? '' : thing;
  }
  return undefined;
}

const longest = 80;
/** The shop's own trade narrows nothing. */
const anyRecording = /^(?:records?|albums?|music|唱片|专辑|音乐)$/iu;
const mayAsk = /new|latest|just in|新/iu;
const lead = '(?:(?:hi|hey|hello|so|and|ok|okay|well)[ ,]+)*';
const when =
  '(?: (?:lately|recently|today|now|here|at the moment|these days|in (?:the |your )?(?:shop|store)|(?:this|last) (?:week|month)))*';
const of = '(?: (?:from|by|of|on|for|in) (?!(?:the |your )?(?:shop|store)\\b)(?<thing>.{2,40}?))?';
const things = '(?: (?:in|arrivals?|releases?|products?|items?|stuff|things|gear|stock))?';

const patterns = [
  new RegExp(
    `^${lead}(?:what(?:'?s| is| are| has)|show me what's|tell me what's) (?:the )?new${things}${of}${when}$`,
    'iu',
  ),
  new RegExp(
    `^${lead}(?:(?:is there |do you have |have you got |got |you got )?(?:any(?:thing)?|something)) new(?: in)?${of}${when}$`,
    'iu',
  ),
  new RegExp(
    `^${lead}(?:(?:do you have |have you got |show me |see |are there |what are |got )?(?:any |your |the )?(?:new(?:est)?|latest) (?:arrivals?|releases?|products?|items?|stuff))${of}${when}$`,
    'iu',
  ),
  /^(?:那|请问|你好|你们|店里|最近|这周|本周|这个月|近期|都)*(?:有没有|有什么|有啥|有哪些|有|出了什么|上了什么|什么)?(?:新品|新货|新到的?(?:货|商品)?|上新|新款|新出的?|新上架的?|新发行的?)(?:(?<thing>[^吗么呢了]{2,12}?))?(?:都?有(?:哪些|什么|啥))?(?:上市|到货|推荐)?(?:了|吗|么|没有|呢)*$/u,
];
