/** The shopper drops what was begun. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  run(turn) {
    turn.memory.intents = {};
    turn.say('cancelled');
  },
});
