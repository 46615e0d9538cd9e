/** How a shopper feels, as far as words tell: enough to offer a person in time, and to fold insults away. */
import { isAscii } from '../normalise.ts';

export type Mood = 'angry' | 'abusive';

/**
 * General word lists of sentiment (AFINN and the like) count "damaged", "defective" and "lost" as anger, and a
 * shop hears those all day from people who are calm. So these lists hold what is said of the shop itself.
 */
const angryWords = wordPattern(
  `angry furious outraged outrageous outrage ridiculous unacceptable inexcusable disgraceful disgusting disgusted
   appalling appalled atrocious pathetic horrible horrendous horrific awful terrible dreadful lousy rubbish useless
   worthless incompetent shameful shameless infuriating scam scammers scammed scammer fraud fraudsters crooks
   thieves liars lied lying ripoff rip-off hate livid fuming nightmare`,
);
const angryPhrases =
  /\b(?:fed up|sick (?:and tired )?of|worst (?:service|shop|store|experience|company)|waste of (?:time|money)|(?:is|are|what|complete|total|bad|sick) (?:this |that |you |it )?an? joke|rip(?:ped)? (?:me )?off|had enough|never (?:again|order(?:ing)? (?:here|from you)|buy(?:ing)? (?:here|from you))|what the hell|report you|sue you|how dare|you(?:'re| are| guys are| people are)? (?:so|too|way too|incredibly) slow|tak(?:es|ing) forever|you(?: guys| people| all)? suck|this sucks|so (?:dumb|stupid))\b/i;
const abusiveWords = wordPattern(
  `fuck fucking fucked fucker fuckers motherfucker shit shitty bullshit asshole assholes arsehole bastard bastards
   bitch bitches cunt dick dickhead idiot idiots idiotic moron morons imbecile retard retarded scum scumbag twat
   wanker whore stfu`,
);
const angryHan =
  /太差|差劲|差勁|差评|差評|气死|氣死|投诉|投訴|举报|舉報|骗人|騙人|欺骗|欺騙|忽悠|恶心|噁心|垃圾|无语|無語|过分|過分|受够|受夠|愤怒|憤怒|生气|生氣|什么破|什麼破|坑人|离谱|離譜|你[们們].{0,3}太慢|慢死|再也不(?:买|来|買|來)|真笨|太笨|好笨|愚蠢|真蠢/u;
const abusiveHan =
  /傻[逼屄bB]|煞笔|他[妈媽]的?|去死|滚蛋|滾蛋|混蛋|王八|白痴|脑残|腦殘|[骗騙]子|[妈媽]的|操你|草泥[马馬]/u;

/** The mood of a message; undefined when it is neither angry nor abusive. */
export function moodOf(text: string): Mood | undefined {
  const mayBeChinese = !isAscii(text);
  if (abusiveWords.test(text) || (mayBeChinese && abusiveHan.test(text))) return 'abusive';
  const angry = withoutDenials(text);
  if (angryWords.test(angry) || angryPhrases.test(angry)) return 'angry';
  if (mayBeChinese && angryHan.test(angry)) return 'angry';
  return isShouting(text) ? 'angry' : undefined;
}

/** "not a scam", "isn't terrible": what is denied is not felt. */
function withoutDenials(text: string): string {
  return text.replace(/\b(?:not|never|isn't|wasn't|no)\s+(?:an?\s+|so\s+|that\s+)?[\p{L}-]+/giu, ' ');
}

/** A whole message in capitals that ends in exclamation marks; model numbers and short cries do not count. */
function isShouting(text: string): boolean {
  if (!/[!！?？]{2}/u.test(text)) return false;
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  const loud = words.filter((word) => word === word.toUpperCase() && word !== word.toLowerCase());
  return words.length >= 4 && loud.length / words.length > 0.8;
}

function wordPattern(list: string): RegExp {
  return new RegExp(`(?<![\\p{L}-])(?:${list.trim().split(/\s+/).join('|')})(?![\\p{L}-])`, 'iu');
}
