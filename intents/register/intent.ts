/** The shopper registers: with an address, and nothing else. */
import { defineIntent, emailSlot } from '../../src/kit.ts';

export default defineIntent({
  title: 'register.title',
  slots: [emailSlot],
  async run(turn) {
    const email = (turn.slots.email ?? '').toLowerCase();
    const { customer, customers } = turn;
    if (!customers) return turn.say('register.mail-failed');
    const known = customer?.emails.find(({ confirmed }) => confirmed);
    const isOff = known?.address === email && (await turn.alerts?.mailIsOff(email));
    if (known && known.address === email && !isOff) return turn.say('register.known', { email });
    const shop = turn.phrase('shop.name');
    const language = turn.language;
    try {
      // A name that was told in this chat before comes along.
      const told = turn.notes('my-name');
      const name = customer?.name ?? (typeof told === 'string' ? told : undefined);
      await customers.tell({ language, name });
      const sent = await customers.register(email, ({ code, link }) => ({
        subject: turn.phrase('register.mail.subject', { shop }),
        text: turn.phrase('register.mail.text', { shop, code, link }),
      }));
      if (sent === 'limited') return turn.say('register.limited');
    } catch (error) {
      if (!isMailError(error)) throw error;
      return turn.say('register.mail-failed');
    }
    const name = (await customers.reload())?.name;
    if (name !== undefined) turn.say('register.sent.by-name', { email, name });
    else {
      turn.say('register.sent', { email });
      turn.say('register.name-hint');
    }
    turn.expect('enter-code');
  },
});

function isMailError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('mail.');
}
