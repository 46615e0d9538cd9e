/** The shopper wants to show who they are: a code goes to their address, and comes back through the chat. */
import { defineIntent, emailSlot } from '../../src/kit.ts';

const minutes = 20;

export default defineIntent({
  title: 'prove.title',
  slots: [emailSlot],
  async run(turn) {
    const email = (turn.slots.email ?? '').toLowerCase();
    const shop = turn.phrase('shop.name');
    try {
      const sent = await turn.customers?.prove(email, ({ code }) => ({
        subject: turn.phrase('prove.mail.subject', { shop, code }),
        text: turn.phrase('prove.mail.text', { shop, code, minutes }),
      }));
      if (sent === 'limited') return turn.say('register.limited');
      if (sent === undefined) return turn.say('register.mail-failed');
    } catch (error) {
      const isMail = error instanceof Error && 'code' in error && String(error.code).startsWith('mail.');
      if (!isMail) throw error;
      return turn.say('register.mail-failed');
    }
    turn.say('prove.sent', { email, minutes });
    turn.expect('enter-code');
  },
});
