/** The shopper wants to go on with this chat on another platform: a link that takes the conversation along. */
import { defineIntent, usualForm } from '../../src/kit.ts';

/** Platforms as shoppers call them, by the names of their channels. */
const platforms: Readonly<Record<string, RegExp>> = {
  whatsapp: /whats ?app/i,
  telegram: /telegram/i,
  sms: /\bsms\b|text messages?|短信/i,
};
const titles: Readonly<Record<string, string>> = { whatsapp: 'WhatsApp', telegram: 'Telegram', sms: 'SMS' };

const named = Object.values(platforms)
  .map(({ source }) => source)
  .join('|');
const asksFor = new RegExp(
  `^(?:(?:can|could|may) (?:i|we) |please |let'?s |i(?:'d| would) like to )*(?:continue|go on|carry on|keep talking|switch|move)\\b.{0,25}(?:\\b(?:on|to|over|by|via)\\b|\\bthis\\b|\\bit\\b).{0,12}(?:${named}|another (?:app|channel)|my phone)|^(?:能不能|可以|我想|请)?.{0,4}(?:转到|换到|改用|在).{0,4}(?:${named}|手机|别的平台).{0,4}(?:继续|聊|接着|说|吗|$)`,
  'iu',
);

export default defineIntent({
  follows: ({ text }) => asksFor.test(usualForm(text)),
  async run(turn) {
    const all = (await turn.elsewhere?.()) ?? [];
    const wanted = all.filter(({ channel }) => platforms[channel]?.test(turn.text));
    const offered = (wanted.length > 0 ? wanted : all).slice(0, 3);
    if (offered.length === 0) return turn.say('elsewhere.none');
    const buttons = offered.map(({ channel, url }) => ({
      title: turn.phrase('elsewhere.button', { channel: titles[channel] ?? channel }),
      url,
    }));
    turn.say('elsewhere.offered', {}, { buttons });
  },
});
