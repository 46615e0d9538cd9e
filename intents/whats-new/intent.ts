/** "What's new?": what came out lately, of the kind or by whom the shopper names. */
import { defineIntent, type FoundProduct, type ShopAgent, type Turn } from '../../src/kit.ts';
import { keepShown } from '../about-shown/shown.ts';
import { productCards } from '../find-product/card.ts';
import { withCatalogueNames } from '../find-product/catalogue-names.ts';
import { newsAsked } from './read-new.ts';

const mostCards = 5;

export default defineIntent({
  follows: ({ shop, text }) => shop !== undefined && newsAsked(text) !== undefined,
  async run(turn) {
    const { shop } = turn;
    if (!shop) return turn.say('find-product.unavailable');
    const thing = newsAsked(turn.text) ?? '';
    const newest = await shop.newest(turn.now);
    const words = thing && (await withCatalogueNames(turn, thing));
    const wanted =
      words === ''
        ? newest
        : await shop.among(
            newest.map(({ id }) => id),
            words,
          );
    if (wanted.length > 0) return show(turn, shop, wanted.slice(0, mostCards), 'whats-new.these', thing);
    const { level, products } = await shop.findExactly(words);
    const rest = words === '' || level !== 'exact' ? newest : products;
    const key = rest === newest ? 'whats-new.others' : 'whats-new.only-older';
    if (rest.length > 0) return show(turn, shop, rest.slice(0, mostCards), key, words.trim());
    turn.say('whats-new.nothing');
  },
});

async function show(
  turn: Turn,
  shop: ShopAgent,
  products: readonly FoundProduct[],
  key: string,
  thing: string,
): Promise<void> {
  const cards = await productCards(
    turn,
    shop,
    products.map((product) => ({ product, reasons: [] })),
  );
  turn.say(key, { titles: turn.list(products.map(({ title }) => title)), thing }, { cards });
  keepShown(turn, products, thing);
}
