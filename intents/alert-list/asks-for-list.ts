/** Sentences that ask what was promised, in English and Chinese. */
import { usualForm } from '../../src/kit.ts';

const nouns = String.raw`(?:(?:price|stock)\s+)?(?:alerts?|reminders?|notifications?)`;
const inEnglish = new RegExp(
  [
    String.raw`\b(?:what|which|how\s+many|do\s+i\s+have|have\s+i(?:\s+got)?|are\s+there|any|show|list|see|view|check)\b[^.,;]{0,30}\b${nouns}\b`,
    String.raw`^(?:(?:all\s+)?(?:of\s+)?my|the)\s+${nouns}(?:\s+please)?\W*$`,
    String.raw`\b(?:what|which)\b[^.,;]{0,30}\byou\s+(?:promised?|watching|tracking|monitoring|keeping\s+an\s+eye\s+on|(?:going\s+to\s+)?(?:tell|notify|remind|alert)\s+me\b)`,
    String.raw`\bwhat\s+(?:have\s+you|did\s+you)\s+promised?\b|\bremind\s+me\s+what\s+you\s+promised\b`,
    String.raw`\bwhat\s+(?:did\s+i|have\s+i|had\s+i|i)\s+ask(?:ed)?\s+(?:you\s+)?to\s+(?:tell|be\s+told|notify|watch|remind)\b`,
    String.raw`\bwhich\s+alarms?\b[^.,;]{0,12}\b(?:on|set|active)\b`,
  ].join('|'),
  'iu',
);
const inChinese =
  /(?:哪些|什么|几个|多少|列|查看|显示|看看|看一下|有没有|所有)[^，。！]{0,12}提醒|提醒[^，。！]{0,8}(?:哪些|什么|几个|有没有|列|看看|列表)|^我的[^，。]{0,8}(?:提醒|通知)(?:有哪些)?$|列[^，。]{0,4}通知|通知有哪些|(?:通知|告诉|提醒)我(?:的)?(?:哪些|什么)|(?:盯|关注)[^，。！]{0,10}(?:哪些|什么)|答应[^，。]{0,8}(?:告诉|通知|什么)/u;
/** It is about ending or beginning one, or about the shop's mails as a whole. */
const other =
  /\b(?:stop|don'?t|do\s+not|no\s+more|never|unsubscribe|cancel|delete|remove|turn\s+off|disable|set\s+(?:up\s+)?an?|create|add|make|how\s+do|how\s+can|can\s+you\s+(?:set|make|create))\b|删|关掉|关闭|取消|停|不要|不用|别|怎么|如何|(?:设|订)(?:个|一个)/iu;

export function asksForList(text: string): boolean {
  const said = usualForm(text);
  return said.length <= 120 && !other.test(said) && (inEnglish.test(said) || inChinese.test(said));
}
