/** The shopper wants a person. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  title: 'decline.person',
  run(turn) {
    turn.say('person.requested');
  },
});
