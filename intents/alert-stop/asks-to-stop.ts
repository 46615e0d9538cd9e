/** Sentences that end a promise, in English and Chinese; "stop" alone ends advertising and is no such sentence. */
import { usualForm } from '../../src/kit.ts';

const ending = String.raw`(?:stop|cancel|delete|remove|disable|end|drop|clear|switch\s+off|turn\s+off|forget(?:\s+about)?|never\s+mind|get\s+rid\s+of|no\s+more|(?:do\s+not|don'?t)\s+(?:need|want)|no\s+longer\s+(?:need|want))`;
const inEnglish = new RegExp(
  [
    String.raw`\b${ending}\b[^.;]{0,40}\b(?:alerts?|reminders?|price\s+alarms?)\b`,
    String.raw`\bstop\s+(?:watching|tracking|monitoring|keeping\s+an\s+eye\s+on|telling\s+me\s+about|notifying\s+me\s+(?:about|of)|reminding\s+me)\b|\bunwatch\b`,
    String.raw`\b(?:do\s+not|don'?t|no\s+need\s+to)\s+(?:watch|tell\s+me|notify\s+me|remind\s+me|alert\s+me)\b[^.;]{0,60}\b(?:any\s?more|any\s+longer)\b`,
    String.raw`\b(?:cancel|delete|remove|clear)\s+(?:all\s+)?(?:of\s+)?my\s+notifications?\b`,
  ].join('|'),
  'iu',
);
const ends = '(?:删|关|取消|停|撤销|撤|去掉|不要|不用|不需要|不想要|别)';
const inChinese = new RegExp(
  [
    `${ends}[^，。！]{0,30}提醒|提醒[^，。！]{0,10}${ends}`,
    '(?:不用|不要|别|不需要|停止)(?:再|继续)?[^，。！]{0,6}(?:盯|关注)|(?:盯|关注)[^，。！]{0,4}(?:不用|取消)|[^，。]{2,}不用(?:再)?(?:盯|关注)',
    '(?:不用|不要|别)(?:再)?(?:告诉|通知)我[^，。！]*(?:这个|那个|价格|降价|到货|演出)',
  ].join('|'),
  'u',
);
/** Orders and mails are cancelled elsewhere, and who wants no alerts at all wants no messages. */
const other =
  /^stop\s+(?:all\s+|the\s+)*alerts?\W*$|^停止提醒$|\b(?:orders?|e-?mails?|newsletters?|subscriptions?|account)\b|订单|订阅|邮件|账号/iu;

export function asksToStop(text: string): boolean {
  const said = usualForm(text);
  return said.length <= 120 && !other.test(said) && (inEnglish.test(said) || inChinese.test(said));
}
