/** Recognises a question for recordings: "do you have any Beatles records?", "Abbey Road on vinyl?", 有披头士的黑胶吗. */
import { asAsked } from '../../src/kit.ts';

export interface RecordingsAsked {
  /** Of whom or what, in the shopper's words. */
  readonly name: string;
  /** The same with the format that they want it in. */
  readonly request: string;
}

/** Undefined for any other text, and for one that names only a sort of music. */
export function recordingsAsked(source: string): RecordingsAsked | undefined {
  const text = asAsked(source);
  if (text.length > longest || !mayAsk.test(text)) return undefined;
  for (const pattern of patterns) {
    const name = pattern.exec(text)?.groups?.name?.trim();
    const [format = ''] = /vinyl|\blps?\b|\bcds?\b|cassette|黑胶|磁带|cd|lp/iu.exec(text) ?? [];
    if (name) return saysNoName.test(name) ? undefined : { name, request: `${name} ${format}`.trim() };
  }
  return undefined;
}

const longest = 90;
const mayAsk = /record|album|vinyl|\blps?\b|\bcds?\b|cassette|tape|music|唱片|专辑|黑胶|磁带|碟|cd|lp/iu;
const lead = '(?:(?:hi|hey|hello|so|and|or|ok|okay|well|also|but|what about|how about)[ ,]+)*';
const wish =
  '(?:(?:do|have|would) (?:you|u|ya)(?: guys)?(?: (?:have|got|get|sell|carry|stock))?|(?:you|u)(?: guys)? (?:got|have|sell)|(?:is|are) there|got)(?: any(?:thing)?| some| the| an?)*';
const formats = '(?:records?|albums?|vinyls?|lps?|cds?|cassettes?|tapes?|music)';

const patterns = [
  new RegExp(
    `^${lead}${wish}(?: ${formats})? (?:by|from) (?<name>.{2,40}?)(?: (?:on|in) (?:a )?${formats})?$`,
    'iu',
  ),
  new RegExp(`^${lead}(?:${wish} )?(?<name>.{2,40}?) (?:on|in) ${formats}$`, 'iu'),
  new RegExp(
    `^${lead}${wish} (?<name>.{2,40}?) ${formats}(?: (?:in stock|on sale|left|at all|for sale))*$`,
    'iu',
  ),
  /^(?:请问|你好|嗨|那|还|对了|另外|顺便(?:问一?下|问问)?|[，, ])*(?:你们)?(?:这里|这儿|店里|那边)?(?:有没有|有卖|有|卖|还有)(?<name>.{2,20}?)的?(?:最?新的?)?(?:黑胶(?:唱片|碟)?|唱片|专辑|CD|LP|磁带|碟)(?:卖)?(?:吗|么|没有|呢)?$/iu,
];

/** A condition, a sort of music or a question of another kind, but nobody's name. */
const saysNoName =
  /^(?:(?:used|second[- ]?hand|new|old|rare|vintage|cheap(?:er)?|any|some|good|more|other|broken|blank|limited|signed|sealed|damaged|my|these|those|your|all|free|gift|empty|local|what|which|how|who|can|i|it|that|this|they|double|coloured|colored|gram|g|jazz|rock|pop|classical|blues|soul|hip[- ]?hop|electronic|country|folk|metal|reggae|punk|christmas|chinese|and|or|the|a|what's|whats|anything|portable|\d)[ -]?)+$|\b(?:my|i|player|deck|clean|store|return|buy|sale|cover|case|shipping)\b|^(?:二手|全新|新|旧|便宜|好|爵士|摇滚|流行|古典|中文|空白|限量|签名|我|什么|哪些|收|打折|特价|更).{0,6}$|机|收|退/iu;
