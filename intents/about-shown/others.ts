/** More of what was shown: what else fits the same request, or else suits. */
import type { FoundProduct, ShopAgent, Turn } from '../../src/kit.ts';
import { show, withoutReasons } from './show.ts';
import { keepShown, type Shown } from './shown.ts';

const mostCards = 5;

/** What else fits the request that they were shown for. */
export async function showOthers(
  turn: Turn,
  shop: ShopAgent,
  { products, text, seen = [] }: Shown,
): Promise<void> {
  const before = [...seen, ...products.map(({ id }) => id)];
  const all =
    text === '' ? await suggested(turn, shop, before.length + mostCards) : (await shop.find(text)).products;
  const rest = all.filter(({ id }) => !before.includes(id)).slice(0, mostCards);
  if (rest.length === 0) return turn.say('about-shown.no-others');
  await show(turn, shop, rest.map(withoutReasons), 'about-shown.others');
  keepShown(turn, rest, text, before);
}

/** More of what was shown unasked. */
async function suggested(
  { customerId, personalised, now }: Turn,
  shop: ShopAgent,
  count: number,
): Promise<readonly FoundProduct[]> {
  const suggestions = await shop.suggest({ customerId, personalised, now, count });
  return suggestions.map(({ product }) => product);
}
