/** The shopper takes leave. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  run(turn) {
    turn.say('bye');
  },
});
