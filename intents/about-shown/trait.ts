/** Whether a product has something, or works with something: only what its shops say of it is told. */
import type { FoundProduct, ShopAgent, Turn } from '../../src/kit.ts';
import { productCards } from '../find-product/card.ts';
import { calledThe } from './called-the.ts';
import type { AboutOne } from './read-one.ts';
import { freshlyShown, keepOne } from './shown.ts';

export async function answerTrait(
  turn: Turn,
  shop: ShopAgent,
  product: FoundProduct,
  { aspect, words }: AboutOne & { readonly words: string },
): Promise<void> {
  const { id } = product;
  const title = calledThe(product.title);
  const [shows] = await shop.among([id], words);
  const cards = await productCards(turn, shop, [{ product, reasons: [] }]);
  if (shows) turn.say('about-shown.has', { title, words }, { cards });
  else {
    const key = aspect === 'fits' ? 'about-shown.fits.unknown' : 'about-shown.has.unknown';
    turn.say(key, { title, words }, { cards, buttons: [{ title: turn.phrase('decline.person') }] });
  }
  keepOne(turn, product, freshlyShown(turn));
}
