/** An order as the desk and the shopper see it. */
import { ShopdeskError } from '../../core/errors.ts';
import type { Money } from '../../core/money.ts';
import type { Database, Row } from '../../store/index.ts';
import { numberOf, textOf } from '../catalogue/shops.ts';
import { emailKey, numberKey } from './order-columns.ts';
import type { OrderStatus, RawOrder, RawOrderLine } from './raw-order.ts';

export interface Order extends RawOrder {
  readonly shop: string;
  readonly lines: readonly OrderLine[];
}

export interface OrderLine extends RawOrderLine {
  readonly returned: number;
}

/**
 * The order with this number, however it is written (`#1001`, `ns 20417`); of several shops' the latest. Says nothing of
 * who asks: show it only after proof (`answerOrderChallenge`, or an identity the shop has signed).
 */
export async function findOrder(database: Database, number: string): Promise<Order | undefined> {
  const key = numberKey(number);
  if (key === '') return undefined;
  const [row] = await database.read(
    'SELECT * FROM shop_order WHERE number_key = $1 ORDER BY placed_at DESC, shop_id LIMIT 1',
    [key],
  );
  return row && withLines(database, row);
}

/** The order of a shop by its id. Throws `orders.unknown`. */
export async function getOrder(database: Database, shop: string, id: string): Promise<Order> {
  const [row] = await database.read('SELECT * FROM shop_order WHERE shop_id = $1 AND id = $2', [shop, id]);
  if (!row) throw new ShopdeskError('orders.unknown', 'There is no such order.');
  return withLines(database, row);
}

/** The latest orders of a customer whose identity the shop has vouched for, newest first. */
export async function ordersOfCustomer(
  database: Database,
  customer: { readonly id?: string | undefined; readonly email?: string | undefined },
  limit = 10,
): Promise<Order[]> {
  const rows = await database.read(
    'SELECT * FROM shop_order WHERE customer_id = $1 OR email = $2 ORDER BY placed_at DESC, id LIMIT $3',
    [customer.id ?? '', emailKey(customer.email) ?? '', limit],
  );
  return Promise.all(rows.map((row) => withLines(database, row)));
}

async function withLines(database: Database, row: Row): Promise<Order> {
  const rows = await database.read(
    'SELECT * FROM order_line WHERE shop_id = $1 AND order_id = $2 ORDER BY line',
    [String(row.shop_id), String(row.id)],
  );
  const lines = rows.map(lineOf);
  return {
    shop: String(row.shop_id),
    id: String(row.id),
    number: String(row.number),
    customer: textOf(row.customer_id),
    email: textOf(row.email),
    status: statusIn(row.status),
    placedAt: Number(row.placed_at),
    packedAt: numberOf(row.packed_at),
    shippedAt: numberOf(row.shipped_at),
    deliveredAt: numberOf(row.delivered_at),
    cancelledAt: numberOf(row.cancelled_at),
    expectedOn: textOf(row.expected_on),
    carrier: textOf(row.carrier),
    trackingNumber: textOf(row.tracking_number),
    trackingUrl: textOf(row.tracking_url),
    total: moneyIn(row.total_minor, row.currency),
    lines,
  };
}

function lineOf(row: Row): OrderLine {
  return {
    title: String(row.title),
    quantity: Number(row.quantity),
    returned: Number(row.returned),
    price: moneyIn(row.price_minor, row.currency),
    offer: textOf(row.offer_id),
    artist: textOf(row.artist),
    brand: textOf(row.brand),
    category: textOf(row.category),
  };
}

/** Of a row's two columns; undefined where either is missing. */
export function moneyIn(
  minor: Row[string] | undefined,
  currency: Row[string] | undefined,
): Money | undefined {
  return typeof minor === 'number' && typeof currency === 'string' ? { minor, currency } : undefined;
}

function statusIn(value: Row[string] | undefined): OrderStatus {
  const known: readonly OrderStatus[] = ['placed', 'packed', 'shipped', 'delivered', 'cancelled', 'returned'];
  return known.find((status) => status === value) ?? 'unknown';
}
