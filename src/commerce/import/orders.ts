/** Past orders, one line per item: from a CSV of any shop, from Shopify and from WooCommerce. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import type { Money } from '../../core/money.ts';
import { present, priceOf } from './fields.ts';
import { jsonElements } from './json-elements.ts';
import type { Bytes, Read, SourceOptions } from './offer-source.ts';
import { plainText } from './plain-text.ts';
import { refusal } from './refusal.ts';
import { readTable, type TableRecord } from './table.ts';

export interface OrderLine {
  readonly order: string;
  /** The shop's id of the customer, else their e-mail address in lower case. */
  readonly customer: string;
  readonly email?: string;
  /** Milliseconds since the epoch, UTC. */
  readonly placedAt: number;
  /** The shop's id of what was bought: product id, else sku. */
  readonly product: string;
  readonly title: string;
  /** Below zero for what came back. */
  readonly quantity: number;
  /** For one piece. */
  readonly price?: Money;
  readonly status?: string;
}

/** The names a column goes by: our own first, then Shopify's order export, then what shops call it themselves. */
const columns = {
  order: ['order', 'name', 'order id', 'order_id', 'order number', 'invoice'],
  date: ['date', 'created at', 'created_at', 'order date', 'order_date', 'day'],
  customer: ['customer', 'customer id', 'customer_id', 'user'],
  email: ['email', 'e-mail', 'customer email', 'billing email'],
  product: ['product', 'product id', 'product_id', 'variant id', 'item', 'sku', 'lineitem sku'],
  title: ['title', 'product name', 'lineitem name', 'description'],
  quantity: ['quantity', 'qty', 'lineitem quantity'],
  price: ['price', 'unit price', 'lineitem price'],
  currency: ['currency'],
  status: ['status', 'fulfillment status', 'order status'],
} as const;

/** Streams the lines of a CSV with one line per item; `quantity` is 1 where the file has none. */
export async function* readOrdersCsv(bytes: Bytes, options: SourceOptions): AsyncGenerator<Read<OrderLine>> {
  const required = [columns.order, columns.date, columns.product, [...columns.customer, ...columns.email]];
  for await (const record of readTable(bytes, { delimiter: ',', required })) {
    try {
      yield { kind: 'read', row: record.row, item: lineOf(record, options) };
    } catch (error) {
      yield refusal(record.row, error);
    }
  }
}

/** Shopify `{orders: […]}` and WooCommerce `[…]`, or one order of either. */
export async function* readOrdersJson(bytes: Bytes): AsyncGenerator<Read<OrderLine>> {
  for await (const { row, value } of jsonElements(bytes, ['orders', 'order'])) {
    try {
      for (const item of linesOf(value)) yield { kind: 'read', row, item };
    } catch (error) {
      yield refusal(row, error);
    }
  }
}

function lineOf(record: TableRecord, options: SourceOptions): OrderLine {
  const field = (name: keyof typeof columns) =>
    columns[name].map((column) => record.field(column)).find((value) => value !== '') ?? '';
  const email = field('email').toLowerCase();
  const currency = field('currency') || options.currency;
  return checked({
    order: field('order'),
    customer: field('customer') || email,
    placedAt: Date.parse(field('date')),
    product: field('product'),
    title: plainText(field('title')),
    quantity: Number(field('quantity') || '1'),
    ...present({
      email,
      status: field('status'),
      price: priceOf(field('price'), 'price', currency === undefined ? {} : { currency }),
    }),
  });
}

const id = z
  .union([z.string(), z.number().transform(String), z.null().transform(() => '')])
  .optional()
  .transform((value) => value ?? '');
const orderShape = z.object({
  id,
  name: id,
  number: id,
  email: id,
  created_at: id,
  processed_at: id,
  date_created_gmt: id,
  currency: id,
  status: id,
  fulfillment_status: id,
  customer: z.object({ id, email: id }).nullish(),
  customer_id: id,
  billing: z.object({ email: id }).nullish(),
  line_items: z.array(
    z.object({
      product_id: id,
      variation_id: id,
      variant_id: id,
      sku: id,
      title: id,
      name: id,
      quantity: z.number(),
      price: id,
    }),
  ),
});

function linesOf(value: unknown): OrderLine[] {
  const parsed = orderShape.safeParse(value);
  if (!parsed.success) {
    throw new ShopdeskError(
      'import.shape',
      `Not an order: ${parsed.error.issues[0]?.path.join('.') ?? 'unknown'}.`,
    );
  }
  const order = parsed.data;
  const email = (order.email || order.customer?.email || order.billing?.email || '').toLowerCase();
  // WooCommerce leaves the zone out of its GMT field.
  const placedAt = Date.parse(
    order.date_created_gmt ? `${order.date_created_gmt}Z` : order.created_at || order.processed_at,
  );
  const account = order.customer?.id || (order.customer_id === '0' ? '' : order.customer_id);
  return order.line_items.map((line) =>
    checked({
      order: order.number && !order.name ? order.number : order.name || order.id,
      customer: account || email,
      placedAt,
      product: variantOf(line.variant_id, line.variation_id) || line.product_id || line.sku,
      title: plainText(line.name || line.title),
      quantity: line.quantity,
      ...present({
        email,
        status: order.status || order.fulfillment_status,
        price: priceOf(line.price, 'price', {
          decimal: '.',
          ...(order.currency !== '' && { currency: order.currency }),
        }),
      }),
    }),
  );
}

/** WooCommerce writes 0 where there is no variation. */
function variantOf(...ids: readonly string[]): string {
  return ids.find((candidate) => candidate !== '' && candidate !== '0') ?? '';
}

function checked(line: OrderLine): OrderLine {
  if (line.order === '') throw new ShopdeskError('import.id', 'The line has no order number.');
  if (line.customer === '')
    throw new ShopdeskError('import.customer', 'The line has neither customer nor e-mail.');
  if (line.product === '') throw new ShopdeskError('import.product', 'The line has neither product nor sku.');
  if (!Number.isFinite(line.placedAt))
    throw new ShopdeskError('import.date', 'The date is no ISO 8601 date.');
  if (!Number.isSafeInteger(line.quantity) || line.quantity === 0)
    throw new ShopdeskError('import.quantity', 'The quantity is no whole number.');
  return line;
}
