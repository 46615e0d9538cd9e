/** The shopper looks for a product: offers of all shops compared, and what suits a customer we know. */
import {
  defineIntent,
  type FoundProduct,
  formatDay,
  formatMoney,
  type ProductSearch,
  type SayOptions,
  type ShopAgent,
  type Suggestion,
  type Turn,
} from '../../src/kit.ts';
import { productCard } from './card.ts';

/** Side by side; more would not be looked at. */
const mostCards = 8;
const mostSuggestions = 5;

export default defineIntent({
  title: 'find-product.title',
  async recognises({ shop, text }) {
    // "Where is my receiver" is about an order, not about receivers on sale.
    return shop !== undefined && !/\bmy\b|我的/iu.test(text) && shop.recognises(text);
  },
  async run(turn) {
    const { shop } = turn;
    if (!shop) return turn.say('find-product.unavailable');
    // Chosen from a "did you mean", it is about what was asked before.
    const isChosen = turn.text === turn.phrase('find-product.title');
    const asked = (isChosen && turn.memory.previous) || turn.text;
    const search = await shop.find(asked);
    if (search.level === 'nothing-asked') return turn.say('find-product.what');
    const suggestions = await suggestionsFor(turn, shop, search);
    const shown = suggestions.length > 0 ? suggestions : plain(search);
    const [first] = shown;
    if (!first) {
      return turn.say('find-product.none', {}, { buttons: [{ title: turn.phrase('decline.person') }] });
    }
    const withOffers = shown.length === 1;
    const products = shown.map(({ product }) => product);
    const notes = await shop.priceNotes(products, turn.now);
    const cards = shown.map((suggestion) =>
      productCard(turn, shop, suggestion, { note: notes.get(suggestion.product.id), withOffers }),
    );
    lead(turn, search, first.product, suggestions.length > 0, {
      cards,
      ...(withOffers ? {} : { buttons: [{ title: turn.phrase('compare-products.title') }] }),
    });
    turn.keepNotes('compare-products', {
      ids: products.map(({ id }) => id),
      text: asked,
      turn: turn.memory.turns ?? 0,
    });
    turn.keepNotes(
      'not-for-me',
      shown.map(({ product: { id, title } }) => ({ id, title })),
    );
  },
});

/** For a customer we know and who did not ask for the lowest price alone. */
async function suggestionsFor(
  { customerId, personalised, now }: Turn,
  shop: ShopAgent,
  search: ProductSearch,
): Promise<readonly Suggestion[]> {
  if (customerId === undefined || !personalised || search.cheapest || search.level !== 'exact') return [];
  return shop.suggest({ customerId, wanted: search, now, count: mostSuggestions });
}

/** The cheapest first; of a question for the cheapest, only that. */
function plain({ products, cheapest }: ProductSearch): readonly Suggestion[] {
  return products.slice(0, cheapest ? 1 : mostCards).map((product) => ({ product, reasons: [] }));
}

function lead(
  turn: Turn,
  search: ProductSearch,
  { offers: [best] }: FoundProduct,
  forYou: boolean,
  shown: SayOptions,
): void {
  const compared = search.products.flatMap(({ offers }) => offers);
  const counts = {
    offers: compared.length,
    shops: new Set(compared.map(({ shop }) => shop)).size,
  };
  const cheapest = search.cheapest && best.shippingKnown ? best.cost : undefined;
  if (search.level === 'nearest') {
    turn.say('find-product.nearest', { missing: search.missing.join(', ') }, shown);
  } else if (cheapest) {
    const total = formatMoney(cheapest, turn.language);
    const key = best.own && compared.length > 1 ? 'find-product.no-better' : 'find-product.cheapest';
    turn.say(key, { total, shop: best.shop, ...counts }, shown);
  } else if (compared.length === 1) {
    turn.say('find-product.found.single', { shop: best.shop }, shown);
  } else if (forYou) {
    turn.say('find-product.found.for-you', counts, shown);
  } else {
    turn.say('find-product.found', { ...counts, count: search.products.length }, shown);
  }
  if (search.ratesOf !== undefined)
    turn.say('find-product.rates', { day: formatDay(search.ratesOf, turn.language) });
}
