/** The shopper leaves a message for the team, to be answered by e-mail. */
import { defineIntent, emailSlot, wordsSlot } from '../../src/kit.ts';

export default defineIntent({
  title: 'leave-message.title',
  slots: [emailSlot, wordsSlot('message', 'leave-message.ask')],
  run(turn) {
    const number = turn.request('message', turn.slots);
    turn.say('leave-message.done', { number, email: turn.slots.email ?? '' });
  },
});
