/** The shopper drops what was begun. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  always: true,
  run(turn) {
    const begun = turn.memory.form !== undefined;
    delete turn.memory.form;
    turn.say(begun ? 'cancelled' : 'cancel.nothing');
  },
});
