/** What speaks for the products that were shown, by what is known of whoever asks. */
import type { ShopAgent, Suggestion, Turn } from '../../src/kit.ts';
import type { Shown } from './shown.ts';

/** More than a recommendation ever has, so that none of those shown is left out. */
const mostConsidered = 24;

/** Those shown, the best first; those that nothing speaks for are left out. */
export async function suggestionsOf(
  { customerId, personalised, now }: Turn,
  shop: ShopAgent,
  { products, text }: Shown,
): Promise<readonly Suggestion[]> {
  const wanted = await shop.find(text);
  const suggestions = await shop.suggest({
    customerId,
    personalised,
    now,
    count: mostConsidered,
    ...(wanted.level !== 'nothing-asked' && { wanted }),
  });
  const ids = new Set(products.map(({ id }) => id));
  return suggestions
    .filter(({ product }) => ids.has(product.id))
    .map(({ product, reasons }) => ({
      product,
      reasons: reasons.filter(({ kind }) => kind !== 'asked-for' && kind !== 'not-personalised'),
    }))
    .filter(({ reasons }) => reasons.length > 0);
}

/** The first of those, else the one with the lowest total, without a reason; undefined when all are gone. */
export async function bestOf(turn: Turn, shop: ShopAgent, shown: Shown): Promise<Suggestion | undefined> {
  const [first] = await suggestionsOf(turn, shop, shown);
  if (first) return first;
  const [cheapest] = await shop.among(
    shown.products.map(({ id }) => id),
    'cheapest',
  );
  return cheapest && { product: cheapest, reasons: [] };
}
