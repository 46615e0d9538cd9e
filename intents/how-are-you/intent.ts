/** Small talk: the shopper asks how the bot is. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  courtesy: true,
  run(turn) {
    turn.say('how-are-you');
  },
});
