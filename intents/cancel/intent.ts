/** The shopper drops what was begun. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  always: true,
  run(turn) {
    delete turn.memory.form;
    turn.say(turn.inForm ? 'cancelled' : 'cancel.nothing');
  },
});
