/** What an offer cost and when: every change that was seen, and whether today's price is a good one. */
import type { Money } from '../../core/money.ts';
import type { Database } from '../../store/index.ts';
import type { Availability } from '../import/offer-source.ts';
import { availabilityOf } from './snapshot.ts';

/** A price that held from `at` until the next point. */
export interface PricePoint {
  readonly at: number;
  /** Undefined while the offer named no price or was gone. */
  readonly price: Money | undefined;
  readonly shipping: Money | undefined;
  readonly availability: Availability | 'gone';
}

/** The points of one offer, oldest first; those before `since` are left out, except the one that held then. */
export async function priceHistory(
  database: Database,
  shopId: string,
  offerId: string,
  since = 0,
): Promise<PricePoint[]> {
  const rows = await database.read(
    `SELECT at, price_minor, currency, shipping_minor, availability FROM price
     WHERE shop_id = $1 AND offer_id = $2 AND at >= COALESCE(
       (SELECT MAX(at) FROM price WHERE shop_id = $1 AND offer_id = $2 AND at <= $3), 0)
     ORDER BY at`,
    [shopId, offerId, since],
  );
  return rows.map((row) => {
    const currency = row.currency === null ? undefined : String(row.currency);
    const moneyIn = (minor: typeof row.at | undefined) =>
      minor === null || minor === undefined || currency === undefined
        ? undefined
        : { minor: Number(minor), currency };
    return {
      at: Number(row.at),
      price: moneyIn(row.price_minor),
      shipping: moneyIn(row.shipping_minor),
      availability: row.availability === 'gone' ? 'gone' : availabilityOf(row.availability),
    };
  });
}

export interface PriceVerdict {
  /** The least and the most it cost within the days, today included. */
  readonly lowest: Money;
  readonly highest: Money;
  readonly now: Money;
  /** Whole days that were observed, at most those asked for: a young history proves little. */
  readonly observedDays: number;
  /** Today's price is the least of the days, and it was once more. */
  readonly isLowest: boolean;
  /** When today's price began. */
  readonly since: number;
}

/**
 * Compares today's price with those of the last `days`. Undefined without a price now, or when the currency changed
 * meanwhile. Prices of times when it was not in stock count: they were asked.
 */
export function judgePrice(
  points: readonly PricePoint[],
  now: number,
  days: number,
): PriceVerdict | undefined {
  const past = points.filter(({ at }) => at <= now);
  const today = past.at(-1)?.price;
  const [first] = past;
  if (!today || !first) return undefined;
  const from = now - days * 86_400_000;
  const held = past
    .filter((_, index) => (past[index + 1]?.at ?? now) >= from)
    .flatMap(({ price }) => price ?? []);
  if (held.some(({ currency }) => currency !== today.currency)) return undefined;
  const amounts = held.map(({ minor }) => minor);
  const lowest = Math.min(today.minor, ...amounts);
  const highest = Math.max(today.minor, ...amounts);
  const sameSince = past.findLastIndex(({ price }) => price?.minor !== today.minor) + 1;
  return {
    lowest: { minor: lowest, currency: today.currency },
    highest: { minor: highest, currency: today.currency },
    now: today,
    observedDays: Math.floor((now - Math.max(first.at, from)) / 86_400_000),
    isLowest: today.minor === lowest && highest > lowest,
    since: past[sameSince]?.at ?? first.at,
  };
}
