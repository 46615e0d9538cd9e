/** The shopper asks whether this is a person: the bot says what it is, and offers one. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  run(turn) {
    turn.say('are-you-human', {}, { buttons: [{ title: turn.phrase('decline.person') }] });
  },
});
