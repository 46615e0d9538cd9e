/** The shopper drops what was begun. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  run(turn) {
    const begun = Object.keys(turn.memory.intents ?? {}).length > 0;
    turn.memory.intents = {};
    turn.say(begun ? 'cancelled' : 'cancel.nothing');
  },
});
