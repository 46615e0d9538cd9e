/** The shopper asks what can be asked. */
import { defineIntent, exampleQuestions } from '../../src/kit.ts';

export default defineIntent({
  run(turn) {
    turn.say('help', {}, { buttons: exampleQuestions(turn) });
  },
});
