/** The shopper leaves a message for the team, to be answered by e-mail or here, whichever comes first. */
import { defineIntent, emailSlot, wordsSlot } from '../../src/kit.ts';

export default defineIntent({
  title: 'leave-message.title',
  slots: [emailSlot, wordsSlot('message', 'leave-message.ask')],
  run(turn) {
    const { email = '', message = '' } = turn.slots;
    const number = turn.leaveMessage(email, message);
    turn.say('leave-message.done', { number, email });
  },
});
