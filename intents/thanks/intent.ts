/** The shopper says thank you. */
import { defineIntent } from '../../src/kit.ts';

/** Thanks and nothing else, whatever stands around them. */
const onlyThanks =
  /^(?:(?:ok(?:ay)?|k|great|cool|nice|perfect|alright|got it|super|lovely|thx|thnx|thanks|thank (?:you|u)|tysm|ty|cheers|ta|so much|a lot|very much|mate|man|bye|then)[ ,.!]*)+$/iu;
const hasThanks = /\b(?:thx|thnx|thanks|thank|tysm|ty|cheers|ta)\b/iu;

export default defineIntent({
  courtesy: true,
  follows: ({ text }) => hasThanks.test(text) && onlyThanks.test(text),
  run(turn) {
    turn.say('thanks');
  },
});
