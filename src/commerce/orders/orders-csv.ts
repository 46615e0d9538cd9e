/** Order history as a table: one row per line of an order, under the column names that exports commonly use. */
import { ShopdeskError } from '../../core/errors.ts';
import { parseMoney } from '../../core/money.ts';
import type { Bytes, Read, SourceOptions } from '../import/offer-source.ts';
import { plainText } from '../import/plain-text.ts';
import { once, refusal } from '../import/refusal.ts';
import { readTable, type TableRecord } from '../import/table.ts';
import type { OrderStatus, RawOrder, RawOrderLine } from './raw-order.ts';

/**
 * Streams the orders. Rows of one order must follow one another; what is said of the order as a whole is taken
 * from its first row. An order with one unreadable row is refused as a whole: half an order is no order.
 */
export async function* readOrdersCsv(bytes: Bytes, options: SourceOptions): AsyncGenerator<Read<RawOrder>> {
  const isNew = once();
  let rows: TableRecord[] = [];
  for await (const record of readTable(bytes, { delimiter: ',', required: [] })) {
    const [first] = rows;
    if (first && columnIn(first, 'order') !== columnIn(record, 'order')) {
      yield orderOf(rows, options, isNew);
      rows = [];
    }
    rows.push(record);
    if (rows.length > mostLines) throw tooLong(record.row);
  }
  if (rows.length > 0) yield orderOf(rows, options, isNew);
}

/** No shopper's order is longer; a file without an order column would look like one endless order. */
const mostLines = 5_000;

/** The names under which exports have a column, the plainest first. */
const names = {
  order: ['order id', 'order', 'order number', 'invoice', 'invoiceno', 'name'],
  number: ['order number', 'number', 'order id', 'order', 'invoice', 'invoiceno', 'name'],
  date: ['date', 'order date', 'created at', 'invoicedate', 'placed at'],
  customer: ['customer id', 'customer', 'customerid', 'user', 'user id'],
  email: ['email', 'customer email', 'billing email'],
  status: ['status', 'order status', 'fulfillment status'],
  offer: ['offer id', 'product id', 'item', 'sku', 'lineitem sku', 'stockcode'],
  title: ['title', 'item name', 'product', 'product name', 'lineitem name', 'description'],
  quantity: ['quantity', 'qty', 'lineitem quantity'],
  returned: ['returned', 'returned quantity'],
  price: ['price', 'item price', 'unit price', 'lineitem price', 'unitprice'],
  currency: ['currency'],
  total: ['total', 'order total'],
  artist: ['artist'],
  brand: ['brand', 'vendor'],
  category: ['category', 'product type'],
  packed: ['packed at'],
  shipped: ['shipped at', 'fulfilled at'],
  delivered: ['delivered at'],
  cancelled: ['cancelled at'],
  expected: ['expected on', 'expected date'],
  carrier: ['carrier', 'tracking company'],
  tracking: ['tracking number'],
  trackingUrl: ['tracking url', 'tracking link'],
} as const;

function columnIn(record: TableRecord, name: keyof typeof names): string {
  for (const column of names[name]) {
    const value = record.field(column) || record.field(column.replaceAll(' ', '_'));
    if (value !== '') return value;
  }
  return '';
}

function orderOf(
  rows: readonly TableRecord[],
  options: SourceOptions,
  isNew: (id: string) => void,
): Read<RawOrder> {
  const [first] = rows;
  if (!first) throw new ShopdeskError('import.order', 'The order has no line.');
  const field = (name: keyof typeof names) => columnIn(first, name);
  const optional = (name: keyof typeof names) => field(name) || undefined;
  let at = first;
  try {
    const id = field('order');
    if (id === '') throw new ShopdeskError('import.id', 'The row names no order.');
    isNew(id);
    const currency = field('currency') || options.currency;
    const money = (text: string) =>
      text === '' ? undefined : parseMoney(text, currency === undefined ? {} : { currency });
    const placedAt = timeOf(field('date'));
    if (placedAt === undefined) throw new ShopdeskError('import.order', 'The order has no date.');
    const lines = rows.map((row): RawOrderLine => {
      at = row;
      return {
        offer: columnIn(row, 'offer') || undefined,
        title: plainText(columnIn(row, 'title')),
        quantity: wholeNumber(columnIn(row, 'quantity') || '1'),
        returned: wholeNumber(columnIn(row, 'returned') || '0'),
        price: money(columnIn(row, 'price')),
        artist: columnIn(row, 'artist') || undefined,
        brand: columnIn(row, 'brand') || undefined,
        category: columnIn(row, 'category') || undefined,
      };
    });
    at = first;
    const item: RawOrder = {
      id,
      number: field('number'),
      customer: optional('customer'),
      email: optional('email'),
      status: statusOf(field('status')),
      placedAt,
      packedAt: timeOf(field('packed')),
      shippedAt: timeOf(field('shipped')),
      deliveredAt: timeOf(field('delivered')),
      cancelledAt: timeOf(field('cancelled')),
      expectedOn: /^\d{4}-\d{2}-\d{2}$/u.test(field('expected')) ? field('expected') : undefined,
      carrier: optional('carrier'),
      trackingNumber: optional('tracking'),
      trackingUrl: optional('trackingUrl'),
      total: money(field('total')),
      lines,
    };
    return { kind: 'read', row: first.row, item };
  } catch (error) {
    return refusal(at.row, error);
  }
}

const statuses: Readonly<Record<string, OrderStatus>> = {
  placed: 'placed',
  pending: 'placed',
  processing: 'placed',
  paid: 'placed',
  unfulfilled: 'placed',
  packed: 'packed',
  shipped: 'shipped',
  fulfilled: 'shipped',
  delivered: 'delivered',
  completed: 'delivered',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  returned: 'returned',
  refunded: 'returned',
};

export function statusOf(text: string): OrderStatus {
  return statuses[text.toLowerCase()] ?? 'unknown';
}

/** ISO dates and times only: `03/04/2026` is two different days. Undefined when empty. Throws `import.order`. */
export function timeOf(text: string): number | undefined {
  if (text === '') return undefined;
  const iso =
    /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?$/u;
  const time = iso.test(text) ? Date.parse(utcUnlessNamed(text)) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new ShopdeskError('import.order', `"${text.slice(0, 40)}" is no date such as 2026-03-14.`);
  }
  return time;
}

function utcUnlessNamed(text: string): string {
  const zoned = text
    .replace(/\s?UTC$/u, 'Z')
    .replace(/ (?=[+-]\d{2}:?\d{2}$)/u, '')
    .replace(' ', 'T');
  return /T/u.test(zoned) && !/(?:Z|[+-]\d{2}:?\d{2})$/u.test(zoned) ? `${zoned}Z` : zoned;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ShopdeskError('import.order', `"${text.slice(0, 40)}" is no whole quantity.`);
}

function tooLong(row: number): ShopdeskError {
  return new ShopdeskError('import.columns', `The order at row ${row} has more than ${mostLines} lines.`, {
    remedy: 'Check that a column "order id" names the order of each row.',
  });
}
