/** The shopper takes leave. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  courtesy: true,
  run(turn) {
    turn.say('bye');
  },
});
