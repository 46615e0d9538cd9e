/** The shopper wants no more messages: it ends at once, on the channel they mean. */
import { defineIntent, type Turn } from '../../src/kit.ts';

/** The words that end messages on every channel of the world: they must never leave a doubt. */
const keyword =
  /^\s*(?:stop(?:\s?all)?|unsubscribe(?: me)?|opt[- ]?out|退订|退訂|取消订阅|取消訂閱|停止?|td)[\s.!。！]*$/iu;
const everywhere = /\b(?:everywhere|everything|every(?:\s+one)?|all|any)\b|全部|所有|都别|一切/iu;
const byMail = /e-?mails?|newsletters?|inbox|mailing|promos?|邮件|郵件|邮箱|信箱|电子报|广告信|周报/iu;
/** Said of mailings, and here of this chat: it may mean either, so both end. */
const unsubscribing = /unsub|opt(?:ed|ing)?[ -]?out|退订|退訂|取消订阅|^TD$/iu;
const byPush = /\b(?:push|notifications?)\b|推送|通知/iu;

export default defineIntent({
  title: 'stop-messages.title',
  always: true,
  begins: 'stop-messages.everywhere',
  follows: ({ text }) => keyword.test(text),
  async run(turn) {
    // "stop" while something is asked for means that, and nothing else.
    if (turn.memory.form) {
      delete turn.memory.form;
      return turn.say('cancelled');
    }
    const { customer, customers, language, text } = turn;
    const address = turn.entities.find((entity) => entity.kind === 'email');
    if (customers && address?.kind === 'email') {
      await customers.stopAddress(address.value, { wording: text, language });
      return turn.say('stop-messages.address', { email: address.value });
    }
    if (!customer || !customers) return turn.say('stop-messages.nothing');
    const channels = channelsMeant(turn, customers.channel);
    await customers.stop(channels, { wording: text, language });
    const told = channels === 'all' ? ['chat', 'email', 'push'] : channels;
    const others =
      channels !== 'all' &&
      customer.consents.some(
        ({ channel, granted }) => granted && channel !== 'all' && !channels.includes(channel),
      );
    turn.say(
      'stop-messages.done',
      { channels: turn.list(told.map((channel) => turn.channelName(channel))) },
      others ? { buttons: [{ title: turn.phrase('stop-messages.everywhere') }] } : {},
    );
  },
});

function channelsMeant(turn: Turn, here: string): readonly string[] | 'all' {
  const { text } = turn;
  if (text === turn.phrase('stop-messages.everywhere') || everywhere.test(text)) return 'all';
  if (byMail.test(text)) return ['email'];
  if (byPush.test(text)) return ['push'];
  return unsubscribing.test(text) ? [...new Set([here, 'email'])] : [here];
}
