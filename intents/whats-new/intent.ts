/** "What's new?": what came out lately, of the kind or by whom the shopper names. */
import { defineIntent, type FoundProduct, type ShopAgent, type Turn } from '../../src/kit.ts';
import { show, withoutReasons } from '../about-shown/show.ts';
import { keepShown } from '../about-shown/shown.ts';
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
    if (wanted.length > 0) return tell(turn, shop, wanted.slice(0, mostCards), 'whats-new.these', thing);
    const { level, products } = await shop.findExactly(words);
    const rest = words === '' || level !== 'exact' ? newest : products;
    const key = rest === newest ? 'whats-new.others' : 'whats-new.only-older';
    if (rest.length > 0) return tell(turn, shop, rest.slice(0, mostCards), key, words.trim());
    turn.say('whats-new.nothing');
  },
});

async function tell(
  turn: Turn,
  shop: ShopAgent,
  products: readonly FoundProduct[],
  key: string,
  thing: string,
): Promise<void> {
  await show(turn, shop, products.map(withoutReasons), key, { thing });
  keepShown(turn, products, thing);
}
