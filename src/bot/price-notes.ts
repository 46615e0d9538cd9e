/** What is to be said of a price beside the price: how it stands in the last weeks, with a picture of it. */
import { type CatalogueSnapshot, judgePrice, priceHistory, sparkline } from '../commerce/index.ts';
import type { Money } from '../core/money.ts';
import type { Database } from '../store/index.ts';
import type { FoundProduct } from './found-products.ts';

export interface PriceNote {
  /** Whole days that were watched, at most `priceDays`. */
  readonly days: number;
  /** The least it cost within them. */
  readonly lowest: Money;
  /** Today's price is that least, and it was once more. */
  readonly isLowest: boolean;
  /** A data address of a small drawing; undefined when the price never changed. */
  readonly picture: string | undefined;
}

export const priceDays = 90;
/** A history of a few days proves nothing. */
const fewestDays = 14;

/** The note on the first offer of each product, by product id; products with too young a history have none. */
export async function priceNotes(
  database: Database,
  snapshot: CatalogueSnapshot,
  products: readonly FoundProduct[],
  now: number,
): Promise<ReadonlyMap<string, PriceNote>> {
  const from = now - priceDays * 86_400_000;
  const notes = await Promise.all(
    products.map(async ({ id, offers: [best] }): Promise<[string, PriceNote][]> => {
      const offer = snapshot.byKey.get(best.key);
      if (!offer) return [];
      const points = await priceHistory(database, offer.shop, offer.id, from);
      const verdict = judgePrice(points, now, priceDays);
      if (!verdict || verdict.observedDays < fewestDays) return [];
      const { observedDays: days, lowest, isLowest } = verdict;
      return [[id, { days, lowest, isLowest, picture: sparkline(points, from, now) }]];
    }),
  );
  return new Map(notes.flat());
}
