/** Reads what a shopper wants to be told of, in English or Chinese: the occasion, what it is about, and the limit. */

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
}

/**
 * @param mayChange something was promised just now, so that "make it 300" is understood.
 * @returns undefined when nothing of the kind is asked.
 */
export function readWish(text: string, mayChange: boolean): AskedWish | undefined {
  const asked = asking.exec(text);
  if (asked) return occasionOf(text.slice(asked.index + asked[0].length), text);
  const changed = mayChange ? changing.exec(text) : null;
  const amount = changed && numberIn(changed[1] ?? '');
  return amount === undefined || amount === null
    ? undefined
    : { occasion: 'target-price', about: '', amount };
}

const asking =
  /\b(?:tell|notify|alert|inform|e-?mail|ping|remind|message)\s+me\b|\blet\s+me\s+know\b|\bkeep\s+me\s+(?:posted|informed|up to date)\b|\b(?:set|make|create|add)\s+(?:up\s+)?(?:an?\s+)?(?:price\s+)?(?:alert|alarm|watch)\b|\bwatch\s+the\s+price\b|(?:告诉|通知|提醒|告知)(?:一下)?我|跟我说|和我说|到价提醒|降价提醒|到货提醒|到货通知/iu;
const changing =
  /\b(?:make|change|set)\s+(?:it|that)\s+(?:to\s+)?(?:be\s+)?(?:under\s+|below\s+)?\D{0,3}([\d.,]+)|改(?:成|为|到)\s*\D{0,3}([\d.,]+)/iu;

function occasionOf(rest: string, whole: string): AskedWish | undefined {
  const zh = /\p{Script=Han}/u.test(whole);
  const said = zh ? whole : rest;
  const limit = below.exec(said);
  const amount = limit && numberIn(limit[1] ?? limit[2] ?? '');
  if (amount !== undefined && amount !== null && !/%|％|percent/iu.test(limit?.[0] ?? '')) {
    return { occasion: 'target-price', about: aboutIn(said, below), amount };
  }
  if (stock.test(said)) return { occasion: 'back-in-stock', about: aboutIn(said, stock) };
  if (cheaper.test(said)) {
    const percent = /(\d{1,2})\s*(?:%|％|percent|个百分点)/iu.exec(said)?.[1];
    return {
      occasion: 'price-drop',
      about: aboutIn(
        said.replace(/\b(?:by\s+)?(?:at\s+least\s+)?\d{1,2}\s*(?:%|％|percent)/iu, ' '),
        cheaper,
      ),
      ...(percent !== undefined && { percent: Number(percent) }),
    };
  }
  if (shows.test(said)) {
    const km = /(\d{1,4})\s*(?:km|kilomet|公里|千米)/iu.exec(said)?.[1];
    const miles = /(\d{1,4})\s*(?:mi\b|miles?\b|英里)/iu.exec(said)?.[1];
    const within =
      km !== undefined ? Number(km) : miles !== undefined ? Math.round(Number(miles) * 1.609) : undefined;
    return {
      occasion: 'local-event',
      about: aboutIn(said, shows),
      ...(within !== undefined && { withinKm: within }),
    };
  }
  if (news.test(said)) return { occasion: 'new-from', about: aboutIn(said.replace(news, ' '), news) };
  return answer.test(said) ? { occasion: 'answer', about: '' } : undefined;
}

const below =
  /\b(?:is|gets|goes|costs|drops|falls|comes)?\s*(?:down\s+)?(?:to\s+)?(?:under|below|less\s+than|cheaper\s+than|at\s+most|no\s+more\s+than|drops\s+to|falls\s+to|down\s+to)\s+\D{0,4}?([\d][\d.,]*)\s*(?:%|percent|dollars?|usd|eur|euros?|bucks)?|(?:低于|不到|少于|降到|跌到|跌破|便宜到|在)\s*\D{0,3}?([\d][\d.,]*)\s*(?:美元|元|块|刀|％|%)?\s*(?:以下|以内|之下)?/iu;
const stock =
  /\b(?:is|are|comes?|gets?|be)?\s*(?:back|again)?\s*(?:in\s+stock|available(?:\s+again)?|back\s+on\s+sale|restocked)\b|\b(?:is|are|comes?)\s+back\b|有货|到货|补货|上架|现货/iu;
const cheaper =
  /\b(?:gets?|is|becomes?|goes)?\s*(?:cheaper|on\s+sale|discounted|reduced)\b|\b(?:drops?|falls?|goes\s+down)(?:\s+in\s+price)?\b|\bwatch\s+the\s+price\b|降价|便宜|打折|价格(?:下降|下跌|变化)/iu;
const shows =
  /\b(?:play|plays|playing|perform|performs|tour|tours|concerts?|gigs?|shows?|on\s+stage|what(?:'s|\s+is)\s+on|come|comes|coming|events?)\b|演出|演唱会|音乐会|巡演|开唱|现场|活动/iu;
const news =
  /\b(?:there\s+is\s+|there's\s+|you\s+(?:get|have)\s+)?(?:anything|something|any|a)\s+new\b|\bnew\s+(?:records?|albums?|releases?|products?|things?|music|stuff)\b|新(?:品|专辑|唱片|货|作品|的)/iu;
const answer =
  /\b(?:you\s+(?:know|find\s+out|have\s+an?\s+answer)|there\s+is\s+an\s+answer|answered)\b|知道了|有答案|有结果|查到/iu;

/** What is left when the occasion and the words around it are gone. */
function aboutIn(said: string, occasion: RegExp): string {
  return (
    said
      .replace(occasion, ' ')
      .replace(
        /(?:告诉|通知|提醒|告知)(?:一下)?我|跟我说|和我说|到价提醒|降价提醒|到货提醒|到货通知|的时候|之后|以后|如果|要是|一旦|当|请|帮我|设(?:置)?个?|给我|再|就|时|了|在?附近|我这里|我附近|来/gu,
        ' ',
      )
      .replace(
        /\b(?:please|when(?:ever)?|if|as\s+soon\s+as|once|that|the\s+price|price|alert|about|for|of|by|from|on|is|are|it'?s|will|ever|again|near|around|close\s+to|me|my\s+(?:place|city|town|home)|here|within\s+\d+\s*(?:km|miles?|mi)|\d+\s*(?:km|miles?)|in\s+my\s+(?:area|city|town)|this\s+weekend|live|has|have|had|there|any|some|a|an|down|to|at\s+least)\b/giu,
        ' ',
      )
      .replace(/[?!.,;:"“”？！。，；：的]+/gu, ' ')
      .replace(/\s+/gu, ' ')
      .trim()
      .replace(
        /^(?:(?:it|this|that|this one|that one|one|anything|something|what)\b|它|这[个款台]|那[个款台])\s*/iu,
        '',
      )
      // `The` with a capital is part of a name.
      .replace(/^the\s+/u, '')
      .trim()
  );
}

function numberIn(text: string): number | undefined {
  const value = Number(
    text
      .replace(/,(?=\d{3}\b)/gu, '')
      .replace(',', '.')
      .replace(/\.$/u, ''),
  );
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
