/** Reads who should play and where, from "any concerts near me?" or "when do the Stones play in Boston". */

export interface ConcertsAsked {
  /** In the shopper's words; empty for anybody. */
  readonly performer: string;
  /** A city in the shopper's words; empty for where they live. */
  readonly city: string;
}

/** Undefined when nothing of the kind is asked; the events in the shop itself are none of it. */
export function readConcerts(source: string): ConcertsAsked | undefined {
  const text = source.normalize('NFKC').replace(/[’‘]/gu, "'").trim();
  if (text.length > 120 || inTheShop.test(text)) return undefined;
  for (const pattern of asking) {
    const found = pattern.exec(text);
    if (!found) continue;
    const { performer = '', city = '' } = found.groups ?? {};
    return { performer: performer.trim(), city: here.test(city.trim()) ? '' : city.trim() };
  }
  return undefined;
}

const inTheShop = /\b(?:your|the|in)[- ]?(?:store|shop)\b|\byou (?:have|host|hold|do)\b|店里|你们店|本店/iu;
const here =
  /^(?:me|here|us|my (?:area|town|city|place)|our (?:area|town|city)|town|by|我|我这里|我这儿|这里|这儿|附近|本地)?$/iu;

const when =
  '(?: (?:tonight|tomorrow|soon|this (?:week|weekend|month|year)|next (?:week|month|year)|in the (?:coming|next) (?:weeks|months)|coming up))*';
const asking = [
  new RegExp(
    `^(?:(?:are there|is there|do you know(?: of)?|have you heard of|what about|got|know of) )?(?:any|some|an?|what|which|upcoming|show me|find me|find)?(?: upcoming| good| live| the)*(?<performer>(?: [\\p{L}\\p{N}'&.-]+){0,5}?) ?(?:concerts?|gigs?|shows|live music|tour dates)(?: are there| is there| coming up| happening| on| playing)*${when} (?:near|around|in|close to|at|nearby|here)(?: to)? ?(?<city>[\\p{L} .,'-]{0,40}?)${when}[ ?!.]*$`,
    'iu',
  ),
  new RegExp(
    `^(?:(?:are there|have you heard of|know of) )?(?:any|upcoming) (?<performer>[\\p{L}\\p{N}'&.-]+(?: [\\p{L}\\p{N}'&.-]+){0,4}) (?:concerts?|gigs?|shows|tour dates)(?: coming up)?${when}[ ?!.]*$`,
    'iu',
  ),
  new RegExp(
    `^(?:when|where|do|does|are|is|will)(?: and (?:when|where))?(?: (?:do|does|are|is|will))? (?<performer>[\\p{L}\\p{N}'&. -]{2,40}?) (?:play|playing|perform|performing|on tour|tour|touring|coming|come|in concert)(?: (?:near|around|in|to|close to)(?: to)? ?(?<city>[\\p{L} .,'-]{0,40}?))?${when}[ ?!.]*$`,
    'iu',
  ),
  /^(?:who|what)(?:'s| is) (?:playing|on)(?: (?:near|around|in) (?<city>[\p{L} .,'-]{1,40}?))(?: tonight| soon| this weekend| this month)?[ ?!.]*$/iu,
  /^(?:请问)?(?<city>[\p{Script=Han}]{0,6}?)(?:附近|这边|最近)*(?:最近)?(?:有(?:什么|没有|哪些)?|有)(?<performer>.{0,12}?)的?(?:演唱会|音乐会|演出|巡演)[吗呢]?[?？。！]*$/u,
  /^(?<performer>.{1,12}?)(?:什么时候|几时|何时|会不会|会|要)?(?:在|来|到)(?<city>[\p{Script=Han}]{1,6}?)(?:开演唱会|演出|巡演|开唱|表演)[吗呢]?[?？。！]*$/u,
];
