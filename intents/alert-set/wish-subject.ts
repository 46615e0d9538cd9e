/** What a wish is about: what is left of the sentence when the asking and the occasion are gone. */
import * as words from './wish-words.ts';

/** Taken out wherever they stand: no name has them. */
const everywhere = [
  /\b(?:(?:is|are|gets?|becomes?|goes|comes?|be|it's)\s+)?(?:ever\s+)?(?:back\s+|again\s+)?(?:in\s+stock|available|restock(?:ed|s)?|back\s+on\s+sale|cheaper|on\s+sale|discounted|reduced|on\s+offer|marked\s+down|on\s+stage|in\s+town|nearby)(?:\s+again)?\b/giu,
  /\b(?:drops?|falls?|goes|comes)\s+(?:down|in\s+price)\b|\bprice\s+(?:drops?|falls?|drop\s+alert|alert)\b|\bthe\s+price\s+of\b|\b(?:is|are|it's|comes?|gets?|be)\s+back\b(?:\s+to\b)?/giu,
  /\b(?:near|around|close\s+to)\s+(?:me|here|my\s+\p{L}+)\b|\bin\s+my\s+(?:area|city|town)\b|\bwithin\s+\d+\s*(?:km|kilomet\p{L}*|miles?|mi)\b|\bthis\s+(?:weekend|week|month)\b/giu,
  /\b(?:what(?:'s|\s+is)\s+on|as\s+soon\s+as|the\s+(?:moment|minute|second)|when(?:ever)?|please|thank\s+you|thanks)\b/giu,
  /\b(?:anything|something)\s+new\b|\bnew\s+(?:records?|albums?|releases?|products?|things?|music|stuff|arrivals?|vinyl|models?|singles?)\b|\b(?:comes?|coming)\s+(?:in|out)\b/giu,
  /的时候|什么时候|时候|之后|以后|如果|要是|一旦|麻烦|帮我|替我|给我|我想|我要|我这里|我附近|附近|周边|一下|一声/gu,
  /(?:又|再|重新)?(?:有货|到货|补货|上架|进货)|有?现货|降价|(?:变)?便宜|打折|优惠|特价|促销|有?(?:演出|演唱会|音乐会|音乐节|巡演|开唱|现场|活动)|(?:出|上|有|来|发)?新(?:品|专辑|唱片|货|作品|碟|歌|款|的)/gu,
  /\d+\s*(?:公里|千米|英里)(?:以内|之内|内)?|设(?:置|定)?(?:个|一个)?|(?:到价|降价|到货|补货)?(?:提醒|通知)|(?:的)?价格?(?:下降|下跌|变化|变动|跌|降)?/gu,
];

/** Taken off the ends only: names have them inside, such as Queens of the Stone Age. */
const atTheStart =
  /^(?:[\s?!.,;:"“”？！。，；：、]+|(?:if|once|that|when|price|prices|alert|about|for|of|by|from|on|at|to|and|or|is|are|it'?s|will|would|can|could|you|they|there|i|any|some|an?|get|gets|got|have|has|had|new|the\s+next|ever|hear|know|be|price\s+of)(?=\s|$)|[在给有当等就再了时后的不来会出和如请着叫我补]+)/iu;
const atTheEnd =
  /(?:[\s?!.,;:"“”？！。，；：、]+|(?<=^|\s)(?:if|once|that|and|or|is|are|it'?s|will|would|ever|again|here|there|has|have|had|any|some|an?|down|to|at\s+least|or\s+more|more|in|out|for\s+me|me|you|get|gets|goes|comes?|coming|costs?|drops?|falls?|play(?:s|ing)?|perform(?:s|ing)?|tour(?:s|ing)?|concerts?|gigs?|shows?|tickets?|live|records?|albums?|music|releases?|price|prices|on|at|by|for|of)|[在给当等就再了时后的不来会出钱块有又内着请补]+)$/iu;
/** Words that stand for what was spoken of, or for anybody. */
const it =
  /^(?:it|the|this(?:\s+one)?|that(?:\s+one)?|one|them|they|these|those|he|she|the\s+(?:price|item|product|one)|它|[这那][个款台]?|anything|something|what|events?|concerts?|gigs?|shows?|live\s+music)$/iu;

export function subjectIn(said: string): string {
  let left = everywhere.reduce((text, each) => text.replace(each, ' '), said.replace(words.askingOnly, ' '));
  for (let before = ''; before !== left; ) {
    before = left;
    left = left.replace(atTheStart, '').replace(atTheEnd, '').trim();
  }
  // `The` with a capital is part of a name.
  left = left
    .replace(/^the\s+/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return it.test(left) ? '' : left;
}
