/** The shopper wants this chat by e-mail: at the address that is proved to be theirs, or another. */
import { defineIntent, emailSlot, type Turn } from '../../src/kit.ts';

export default defineIntent({
  title: 'transcript.title',
  begins: 'transcript.title',
  prefill: (turn): Record<string, string> => (turn.verdict?.yes === false ? { other: 'yes' } : {}),
  slots: [
    {
      ...emailSlot,
      ask: 'transcript.ask',
      when: (turn, { other }) => other === 'yes' || provedAddress(turn) === undefined,
    },
  ],
  async run(turn) {
    const proved = provedAddress(turn);
    const email = turn.slots.email ?? (turn.verdict?.yes ? proved : undefined);
    if (email === undefined) {
      return turn.ask('email-transcript', 'transcript.confirm', {
        yes: 'transcript.yes',
        no: 'transcript.other',
        blanks: { email: proved ?? '' },
      });
    }
    const sent = await turn.people?.mailTranscript(email, turn.language);
    turn.say(sent === 'sent' ? 'transcript.sent' : 'transcript.limited', sent === 'sent' ? { email } : {});
  },
});

function provedAddress({ customer }: Turn): string | undefined {
  return customer?.emails.find(({ proved }) => proved)?.address;
}
