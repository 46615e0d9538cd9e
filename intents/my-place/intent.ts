/** The shopper says where they live: for events near them, and for the time of day at which to write. */
import {
  asAsked,
  askedBefore,
  defineIntent,
  isStateOrCountry,
  keepAsked,
  placeIn,
  placeName,
  type Turn,
  usualForm,
} from '../../src/kit.ts';

const says =
  /^(?:(?:i|we)(?:'m| am| are)?\s+(?:now\s+)?(?:live|living|based|located|moved)\s+(?:in|to|near)\s|my (?:city|town|location) is\s|我(?:现在)?(?:住在?|搬到|来自)|我的城市是)/iu;

export default defineIntent({
  title: 'my-place.title',
  follows: answersWhere,
  recognises: ({ text }) => says.test(usualForm(text)) && placeIn(text) !== undefined,
  async run(turn) {
    const found = placeIn(turn.text);
    const known = turn.customer?.place;
    if (!found && known && !says.test(turn.text))
      return turn.say('my-place.known', { place: placeName(known) });
    if (!found) {
      keepAsked(turn, 'my-place');
      return turn.say('my-place.unknown');
    }
    if (!turn.customer) return turn.say('my-place.only-customers');
    await turn.customers?.tell(found);
    turn.say('my-place.noted', { place: placeName(found.place), zone: found.timeZone });
  },
});

/** "Boston" alone, right after they were asked where they live; also a place that is no city, so that they hear of it. */
function answersWhere(turn: Turn): boolean {
  const { text, understood } = turn;
  if (askedBefore(turn, 'my-place') === undefined || text.length > 40) return false;
  return (
    placeIn(text) !== undefined ||
    isStateOrCountry(asAsked(text)) ||
    (understood?.zone !== 'answer' && /^\p{Lu}[\p{L}.' -]+$|^\p{Script=Han}{2,8}$/u.test(text))
  );
}
