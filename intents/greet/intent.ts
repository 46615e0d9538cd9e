/** The shopper says hello. */
import { defineIntent, exampleQuestions } from '../../src/kit.ts';

export default defineIntent({
  courtesy: true,
  run(turn) {
    const name = turn.customer?.name;
    const buttons = exampleQuestions(turn);
    if (name === undefined) turn.say('greet', {}, { buttons });
    else turn.say('greet.by-name', { name }, { buttons });
  },
});
