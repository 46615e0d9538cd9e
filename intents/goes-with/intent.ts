/** "What goes with my cassette deck?": what the shop's rules and other customers' purchases put beside it, and why. */
import {
  defineIntent,
  type FoundProduct,
  type ShopAgent,
  type Suggestion,
  type Turn,
} from '../../src/kit.ts';
import { referenceIn } from '../about-shown/read-one.ts';
import { freshlyShown, keepShown, type Shown } from '../about-shown/shown.ts';
import { productCards } from '../find-product/card.ts';
import { readGoesWith } from './read-goes-with.ts';

const mostSuggestions = 5;
const mostConsidered = 20;

export default defineIntent({
  follows(turn) {
    const asked = turn.shop && readGoesWith(turn.text);
    if (!asked) return false;
    const { thing } = asked;
    const shown = freshlyShown(turn);
    return thing === ''
      ? shown !== undefined
      : turn.shop?.namesKind(thing) === true || typeof referenceIn(thing, titlesOf(shown)) === 'number';
  },
  async run(turn) {
    const { shop } = turn;
    if (!shop) return turn.say('find-product.unavailable');
    const { thing = '', kind } = readGoesWith(turn.text) ?? {};
    const besides = await thingMeant(turn, shop, thing);
    if (besides.length === 0) return turn.say('find-product.what');
    const { customerId, personalised, now } = turn;
    const all = await shop.goesWith({
      customerId,
      personalised,
      besides: besides.map(({ id }) => id),
      now,
      count: kind === undefined ? mostSuggestions : mostConsidered,
    });
    const found = (await ofKind(shop, all, kind)).slice(0, mostSuggestions);
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

/** Those of the kind that was asked for; all where none is. */
async function ofKind(
  shop: ShopAgent,
  suggestions: readonly Suggestion[],
  kind: string | undefined,
): Promise<readonly Suggestion[]> {
  if (kind === undefined) return suggestions;
  const products = await shop.among(
    suggestions.map(({ product }) => product.id),
    kind,
  );
  const ids = new Set(products.map(({ id }) => id));
  return ids.size === 0 ? suggestions : suggestions.filter(({ product }) => ids.has(product.id));
}

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
