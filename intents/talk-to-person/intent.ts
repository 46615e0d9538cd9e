/** The shopper wants a person. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  always: true,
  title: 'decline.person',
  run(turn) {
    delete turn.memory.form;
    turn.request('person', {});
    turn.say('person.requested', {}, { buttons: [{ title: turn.phrase('leave-message.title') }] });
  },
});
