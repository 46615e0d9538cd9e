/** The shopper says hello. */
import { defineIntent, exampleQuestions } from '../../src/kit.ts';

export default defineIntent({
  courtesy: true,
  run(turn) {
    turn.say('greet', {}, { buttons: exampleQuestions(turn) });
  },
});
