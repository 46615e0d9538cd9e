/** The shopper says thank you. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  run(turn) {
    turn.say('thanks');
  },
});
