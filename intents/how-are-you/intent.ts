/** Small talk: the shopper asks how the bot is. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  run(turn) {
    turn.say('how-are-you');
  },
});
