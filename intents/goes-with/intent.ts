/** "What goes with my cassette deck?": what the shop's rules and other customers' purchases put beside it, and why. */
import { defineIntent, type FoundProduct, type ShopAgent, type Turn } from '../../src/kit.ts';
import { referenceIn } from '../about-shown/read-one.ts';
import { freshlyShown, keepShown, type Shown } from '../about-shown/shown.ts';
import { productCards } from '../find-product/card.ts';
import { readGoesWith } from './read-goes-with.ts';

const mostSuggestions = 5;

export default defineIntent({
  follows(turn) {
    const thing = readGoesWith(turn.text);
    if (thing === undefined || !turn.shop) return false;
    const shown = freshlyShown(turn);
    return thing === ''
      ? shown !== undefined
      : turn.shop.namesKind(thing) || typeof referenceIn(thing, titlesOf(shown)) === 'number';
  },
  async run(turn) {
    const { shop } = turn;
    if (!shop) return turn.say('find-product.unavailable');
    const thing = readGoesWith(turn.text) ?? '';
    const besides = await thingMeant(turn, shop, thing);
    if (besides.length === 0) return turn.say('find-product.what');
    const { customerId, personalised, now } = turn;
    const found = await shop.goesWith({
      customerId,
      personalised,
      besides: besides.map(({ id }) => id),
      now,
      count: mostSuggestions,
    });
    if (found.length === 0) {
      return turn.say('goes-with.none', {}, { buttons: [{ title: turn.phrase('decline.person') }] });
    }
    const cards = await productCards(turn, shop, found);
    const buttons = found.length > 1 ? [{ title: turn.phrase('compare-products.title') }] : [];
    turn.say('goes-with.these', {}, { cards, buttons });
    keepShown(
      turn,
      found.map(({ product }) => product),
      turn.text,
    );
  },
});

/** The products that the words mean: one that was shown, or all of the kind. */
async function thingMeant(turn: Turn, shop: ShopAgent, thing: string): Promise<readonly FoundProduct[]> {
  const shown = freshlyShown(turn);
  const titles = titlesOf(shown);
  const which = thing === '' ? referenceIn(turn.text, titles) : referenceIn(thing, titles);
  const id = typeof which === 'number' ? shown?.products.at(which)?.id : shown?.focus;
  if ((thing === '' || typeof which === 'number') && id !== undefined) return shop.products([id]);
  const { level, products } = await shop.findExactly(thing);
  return level === 'exact' ? products : [];
}

function titlesOf(shown: Shown | undefined): string[] {
  return shown?.products.map(({ title }) => title) ?? [];
}
