/** The shopper says where they live: for events near them, and for the time of day at which to write. */
import { defineIntent, placeIn } from '../../src/kit.ts';

const says =
  /^(?:(?:i|we)(?:'m| am| are)?\s+(?:now\s+)?(?:live|living|based|located|moved)\s+(?:in|to|near)\s|my (?:city|town|location) is\s|我(?:现在)?(?:住在?|搬到|来自)|我的城市是)/iu;

export default defineIntent({
  title: 'my-place.title',
  recognises: ({ text }) => says.test(text.trim().replace(/’/g, "'")) && placeIn(text) !== undefined,
  async run(turn) {
    const found = placeIn(turn.text);
    if (!found) return turn.say('my-place.unknown');
    if (!turn.customer) return turn.say('my-place.only-customers');
    await turn.customers?.tell(found);
    const { city, region, country } = found.place;
    turn.say('my-place.noted', {
      place: [city, region, country].filter(Boolean).join(', '),
      zone: found.timeZone,
    });
  },
});
