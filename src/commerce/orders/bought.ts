/** What somebody bought, line by line, for who asks "did I buy that already?". */
import type { Money } from '../../core/money.ts';
import { type Database, placesFor } from '../../store/index.ts';
import { textOf } from '../catalogue/shops.ts';
import { moneyIn } from './order.ts';
import { emailKey } from './order-columns.ts';

/** One line of an order, of which at least one piece was kept. */
export interface BoughtLine {
  /** The order's number as the shopper knows it. */
  readonly order: string;
  /** When it was ordered, milliseconds since the epoch. */
  readonly at: number;
  readonly title: string;
  readonly artist?: string | undefined;
  readonly brand?: string | undefined;
  readonly category?: string | undefined;
  /** The id of the offer in the shop's own catalogue, when the order names it. */
  readonly offer?: string | undefined;
  /** Pieces that were kept. */
  readonly quantity: number;
  /** Of one piece. */
  readonly price?: Money | undefined;
}

/** Nobody reads further back in a chat. */
const mostLines = 2_000;

/**
 * The lines of all orders that were not cancelled, newest first.
 * @param ids of the shop for customers it has vouched for. @param emails that are proved to be theirs.
 */
export async function boughtLines(
  database: Database,
  { ids, emails }: { readonly ids: readonly string[]; readonly emails: readonly string[] },
): Promise<BoughtLine[]> {
  const addresses = emails.flatMap((email) => emailKey(email) ?? []);
  if (ids.length + addresses.length === 0) return [];
  const whose = [
    ...(ids.length > 0 ? [`o.customer_id IN (${placesFor(ids)})`] : []),
    ...(addresses.length > 0 ? [`o.email IN (${placesFor(addresses, ids.length + 1)})`] : []),
  ];
  const rows = await database.read(
    `SELECT o.number, o.placed_at, l.title, l.artist, l.brand, l.category, l.offer_id,
       l.price_minor, l.currency, l.quantity - l.returned AS kept
     FROM shop_order o JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
     WHERE (${whose.join(' OR ')}) AND o.status <> 'cancelled' AND l.quantity > l.returned
     ORDER BY o.placed_at DESC, o.id, l.line LIMIT ${mostLines}`,
    [...ids, ...addresses],
  );
  return rows.map((row) => ({
    order: String(row.number),
    at: Number(row.placed_at),
    title: String(row.title),
    artist: textOf(row.artist),
    brand: textOf(row.brand),
    category: textOf(row.category),
    offer: textOf(row.offer_id),
    quantity: Number(row.kept),
    price: moneyIn(row.price_minor, row.currency),
  }));
}
