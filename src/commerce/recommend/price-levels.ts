/** How dear an item is among its like, so that a buyer of cheap records may still be one of fine players. */
import type { ItemFacts } from './types.ts';

/** Per item the logarithm of its price less the mean of its category; NaN where the price is unknown. */
export function priceLevels(
  { items, itemAt }: { readonly items: readonly string[]; readonly itemAt: ReadonlyMap<string, number> },
  facts: readonly ItemFacts[],
): Float64Array {
  const levels = new Float64Array(items.length).fill(Number.NaN);
  const totals = new Map<string, { sum: number; count: number }>();
  // A price of zero has no logarithm, and a cent more or less on a cheap item is no other level.
  const level = (price: number) => Math.log(price + 0.1);
  for (const { category = '', price } of facts) {
    if (price === undefined || price < 0) continue;
    const total = totals.get(category) ?? { sum: 0, count: 0 };
    totals.set(category, { sum: total.sum + level(price), count: total.count + 1 });
  }
  for (const { id, category = '', price } of facts) {
    const at = itemAt.get(id);
    const total = totals.get(category);
    if (at === undefined || price === undefined || price < 0 || !total) continue;
    levels[at] = level(price) - total.sum / total.count;
  }
  return levels;
}
