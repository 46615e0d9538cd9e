/** The shopper says thank you. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  courtesy: true,
  run(turn) {
    turn.say('thanks');
  },
});
