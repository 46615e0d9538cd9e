/** The shopper says that it is fine, in a word or a sign: nothing is asked, and nothing guessed. */
import { defineIntent } from '../../src/kit.ts';

const signs = /^(?:[👍👌🙏🙂😊😀😃😄😁😍🥰🤝👏🎉💯✅❤💚💙🖤]\p{Emoji_Modifier}?\uFE0F?\s*)+$/u;

export default defineIntent({
  courtesy: true,
  follows: ({ text }) => signs.test(text),
  run(turn) {
    turn.say('acknowledge');
  },
});
