/** The shopper wants to begin anew: everything begun is dropped. */
import { defineIntent, exampleQuestions } from '../../src/kit.ts';

export default defineIntent({
  always: true,
  run(turn) {
    delete turn.memory.form;
    turn.memory.intents = {};
    turn.memory.declined = 0;
    turn.say('start-over', {}, { buttons: exampleQuestions(turn) });
  },
});
