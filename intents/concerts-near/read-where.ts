/** Reads who should play and where, from "any concerts near me?" or "when do the Stones play in Boston". */
import { asAsked } from '../../src/kit.ts';

export interface ConcertsAsked {
  /** In the shopper's words; empty for anybody. */
  readonly performer: string;
  /** A city in the shopper's words; empty for where they live. */
  readonly city: string;
  /** It asks for a concert only if the performer is one that somebody knows: "when are the Stones coming". */
  readonly onlyIfKnown: boolean;
}

/** Every way to read it, the likeliest first; none of the events in the shop itself. */
export function readConcerts(source: string): ConcertsAsked[] {
  const text = asAsked(source);
  if (text.length > 120 || !mayAsk.test(text) || inTheShop.test(text)) return [];
  return [
    ...readingsOf(text, asking).filter(({ performer }) => !someThing.test(performer)),
    ...readingsOf(text, naming).map((reading) => ({ ...reading, onlyIfKnown: true })),
  ];
}

/** A word of each reading, so that most sentences are not read any further. */
const mayAsk =
  /concert|gig|show|live|tour|play|perform|ticket|\bcom(?:e|ing)\b|appear|\b(?:be|in|near|on)\b|演|票|来|到|唱|音乐会/iu;

function readingsOf(text: string, patterns: readonly RegExp[]): ConcertsAsked[] {
  return patterns.flatMap((pattern) => {
    const found = pattern.exec(text);
    if (!found) return [];
    const { performer = '', city = '' } = found.groups ?? {};
    const where = here.test(city.trim()) ? '' : city.trim();
    return [{ performer: performer.trim().replace(anybody, ''), city: where, onlyIfKnown: false }];
  });
}

const inTheShop =
  /\b(?:your|the|in)[- ]?(?:store|shop)\b|\byou (?:have|host|hold|do)\b.*\bevents?\b|店里|你们店|本店/iu;
/** What plays without being a performer: "will my deck play in Europe", "when do you play". */
const someThing =
  /^(?:(?:my|your|our|his|her|their|this|that|these|those) .*|it|they|we|you|i|he|she|there|this|that|they all)$/iu;
const anybody = /^(?:(?:other|more|upcoming|good|live|big)(?: |$))+/iu;
const here =
  /^(?:me|here|us|my (?:area|town|city|place)|our (?:area|town|city)|town|by|我|我这里|我这儿|这里|这儿|附近|本地)?$/iu;

const months =
  'january|february|march|april|may|june|july|august|september|october|november|december|christmas';
const when = `(?: (?:here|around here|nearby|tonight|tomorrow|soon|(?:this|next) (?:week|weekend|month|year|winter|spring|summer|fall|autumn|season)|in the (?:coming|next) (?:weeks|months)|(?:in|before|over|around) (?:${months})|coming up|at the moment|now|again))*`;
const name = "[\\p{L}\\p{N}'&.-]+";
const near = '(?: (?:any|some)where)?(?: (?:near|around|in|close to|nearby)(?: to)? ?';

/** Only of concerts. */
const asking = [
  new RegExp(
    `^(?:(?:are there|is there|do you know(?: of)?|have you heard of|what about|got|know of) )?(?:any|some|an?|what|which|upcoming|show me|find me|find)?(?: other| more| upcoming| good| live| the)*(?<performer>(?: ${name}){0,5}?) ?(?:concerts?|gigs?|shows|live music|tour dates)(?: are there| is there| coming up| happening| on| playing)*${when} (?:near|around|in|close to|at|nearby|here)(?: to)? ?(?<city>[\\p{L} .,'-]{0,40}?)${when}$`,
    'iu',
  ),
  new RegExp(
    `^(?:(?:are there|have you heard of|know of) )?(?:any|upcoming) (?<performer>${name}(?: ${name}){0,4}) (?:concerts?|gigs?|shows|tour dates)(?: coming up)?${when}$`,
    'iu',
  ),
  new RegExp(
    `^(?:when|where|do|does|are|is|will)(?: and (?:when|where))?(?: (?:do|does|are|is|will))? (?<performer>[\\p{L}\\p{N}'&. -]{2,40}?) (?:play|playing|perform|performing|on tour|tour|touring|in concert)${near}(?<city>[\\p{L} .,'-]{0,40}?))?${when}$`,
    'iu',
  ),
  new RegExp(
    `^(?:who|what)(?:'s| is) (?:playing|on)(?: (?:near|around|in) (?<city>[\\p{L} .,'-]{1,40}?))${when}$`,
    'iu',
  ),
  /^(?:请问)?(?<city>[\p{Script=Han}]{0,6}?)(?:附近|这边|最近)*(?:最近)?(?:有(?:什么|没有|哪些)?|有)(?<performer>.{0,12}?)的?(?:演唱会|音乐会|演出|巡演)[吗呢]?$/u,
  /^(?<performer>.{1,12}?)(?:什么时候|几时|何时|会不会|会|要)?(?:在|来|到)(?<city>[\p{Script=Han}]{1,6}?)(?:开演唱会|演出|巡演|开唱|表演)[吗呢]?$/u,
];

/** Of concerts if it names a performer: parcels and speakers come, too, and games have tickets. */
const naming = [
  new RegExp(
    `^(?:when|where|do|does|are|is|will)(?: (?:do|does|are|is|will))? (?<performer>[\\p{L}\\p{N}'&. -]{2,40}?) (?:come|coming|be|appear|appearing)(?: back)?(?: (?:any|some)where)?(?: (?:near|around|in|to|close to)(?: to)? ?(?<city>[\\p{L} .,'-]{0,40}?))?${when}$`,
    'iu',
  ),
  new RegExp(
    `^(?:(?:do you (?:have|sell)|have you got|got|are there|is there|any|i (?:want|need|would like|'d like)|can i (?:get|buy)|where can i (?:get|buy)) )*(?:any |an? |the )*(?<performer>${name}(?: ${name}){0,4}?) (?:tickets?|concerts?|gigs?|shows?|tour(?: dates)?|live)${near}(?<city>[\\p{L} .,'-]{0,40}?))?${when}$`,
    'iu',
  ),
  new RegExp(
    `^(?<performer>${name}(?: ${name}){0,4}?) (?:tickets?|concerts?|gigs?|shows?|live|tour|in|near) (?<city>[\\p{L} .'-]{2,30}?)${when}$`,
    'iu',
  ),
  new RegExp(
    `^.{0,40}?\\b(?:tickets?|concerts?|gigs?|shows?) (?:for|to see|to|of|by|with) (?<performer>${name}(?: ${name}){0,4}?)${near}(?<city>[\\p{L} .,'-]{0,40}?))?${when}$`,
    'iu',
  ),
  /^(?<performer>.{1,12}?)(?:什么时候|几时|何时|会不会|会|要)?(?:再)?(?:来|到)(?<city>[\p{Script=Han}]{0,6}?)[吗呢]?$/u,
  /^(?:请问)?(?:你们)?(?:有没有|有|卖)?(?<performer>.{1,12}?)(?:的|有)*(?:门?票|演唱会|音乐会|演出|巡演)(?:信息|消息)?(?:卖|吗|呢|么)*$/u,
];
