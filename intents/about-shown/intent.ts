/** Goes on about the products shown last: "the silver one?", "anything cheaper?", "which of them has an optical output?" */
import {
  defineIntent,
  escapeMarkdown,
  type FoundProduct,
  formatMoney,
  type ShopAgent,
  type Turn,
} from '../../src/kit.ts';
import { comparedIds, shownFor } from '../compare-products/shown.ts';
import { productCard } from '../find-product/card.ts';
import { readFollowUp } from './read-follow-up.ts';

/** Later than this, "the silver one" may be about anything. */
const turnsRemembered = 3;
const mostCards = 5;

export default defineIntent({
  begins: 'about-shown.begins',
  follows(turn) {
    const shown = shownFor(turn);
    const isFresh = shown !== undefined && (turn.memory.turns ?? 0) - shown.turn <= turnsRemembered;
    return isFresh && comparedIds(turn).length > 0 && readFollowUp(turn.text) !== undefined;
  },
  async run(turn) {
    const { shop } = turn;
    const asked = readFollowUp(turn.text);
    const shown = shownFor(turn);
    if (!shop || !asked || !shown) return turn.say('find-product.what');
    const before = await shop.products(comparedIds(turn));
    if (asked.kind === 'cheaper') return cheaper(turn, shop, before, shown.text);
    const found = await shop.among(comparedIds(turn), asked.words);
    if (found.length === 0) {
      return turn.say(
        'about-shown.none',
        { words: asked.words },
        { buttons: [{ title: turn.phrase('decline.person') }] },
      );
    }
    await show(turn, shop, found, 'about-shown.these');
  },
});

/** Others that fit what was asked for at first, below the lowest price that was shown. */
async function cheaper(
  turn: Turn,
  shop: ShopAgent,
  before: readonly FoundProduct[],
  text: string,
): Promise<void> {
  const costs = before.flatMap(({ offers: [best] }) => best.cost ?? []);
  const [first] = costs;
  const least = Math.min(...costs.map(({ minor }) => minor));
  const { products } = await shop.find(text);
  const below = products.filter(
    ({ offers: [{ cost }] }) => cost !== undefined && cost.currency === first?.currency && cost.minor < least,
  );
  if (below.length > 0) return show(turn, shop, below.slice(0, mostCards), 'about-shown.cheaper');
  const total =
    first === undefined ? '' : formatMoney({ minor: least, currency: first.currency }, turn.language);
  turn.say('about-shown.none-cheaper', { total });
}

async function show(
  turn: Turn,
  shop: ShopAgent,
  products: readonly FoundProduct[],
  key: string,
): Promise<void> {
  const notes = await shop.priceNotes(products, turn.now);
  const withOffers = products.length === 1;
  const cards = products.map((product) =>
    productCard(turn, shop, { product, reasons: [] }, { note: notes.get(product.id), withOffers }),
  );
  const titles = products.map(({ title }) => escapeMarkdown(title)).join(', ');
  turn.say(key, { titles, count: products.length }, { cards });
  turn.keepNotes('compare-products', {
    ids: products.map(({ id }) => id),
    text: shownFor(turn)?.text ?? '',
    turn: turn.memory.turns ?? 0,
  });
  turn.keepNotes(
    'not-for-me',
    products.map(({ id, title }) => ({ id, title })),
  );
}
