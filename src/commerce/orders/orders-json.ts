/** Orders as the shop systems write them: Shopify's Admin API and WooCommerce's REST API, streamed. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { type Money, parseMoney } from '../../core/money.ts';
import { jsonElements } from '../import/json-elements.ts';
import type { Bytes, Read } from '../import/offer-source.ts';
import { plainText } from '../import/plain-text.ts';
import { once, refusal } from '../import/refusal.ts';
import type { OrderStatus, RawOrder } from './raw-order.ts';

/** `{orders: […]}`, `[…]` or one order. Guests are known by their e-mail address. */
export async function* readShopifyOrders(bytes: Bytes): AsyncGenerator<Read<RawOrder>> {
  yield* readOrders(bytes, (value) => shopifyOrder(parsed(shopifyShape, value)));
}

/** `[…]` or one order. */
export async function* readWooCommerceOrders(bytes: Bytes): AsyncGenerator<Read<RawOrder>> {
  yield* readOrders(bytes, (value) => wooCommerceOrder(parsed(wooCommerceShape, value)));
}

async function* readOrders(
  bytes: Bytes,
  orderOf: (value: unknown) => RawOrder,
): AsyncGenerator<Read<RawOrder>> {
  const isNew = once();
  for await (const { row, value } of jsonElements(bytes, ['orders', 'order'])) {
    try {
      const item = orderOf(value);
      isNew(item.id);
      yield { kind: 'read', row, item };
    } catch (error) {
      yield refusal(row, error);
    }
  }
}

const text = z
  .union([z.string(), z.number().transform(String), z.null().transform(() => '')])
  .optional()
  .transform((value) => value ?? '');
const count = z.number().int().min(0).max(1_000_000).default(1);

const shopifyShape = z.object({
  id: text,
  name: text,
  order_number: text,
  email: text,
  contact_email: text,
  created_at: text,
  cancelled_at: text,
  financial_status: text,
  fulfillment_status: text,
  currency: text,
  total_price: text,
  customer: z.object({ id: text, email: text }).nullish(),
  fulfillments: z
    .array(
      z.object({
        created_at: text,
        shipment_status: text,
        tracking_company: text,
        tracking_number: text,
        tracking_url: text,
        updated_at: text,
      }),
    )
    .nullish(),
  refunds: z
    .array(
      z.object({ refund_line_items: z.array(z.object({ line_item_id: text, quantity: count })).nullish() }),
    )
    .nullish(),
  line_items: z
    .array(
      z.object({
        id: text,
        title: text,
        name: text,
        quantity: count,
        price: text,
        sku: text,
        variant_id: text,
        product_id: text,
        vendor: text,
      }),
    )
    .default([]),
});

function shopifyOrder(order: z.output<typeof shopifyShape>): RawOrder {
  const shipped = order.fulfillments?.[0];
  const last = order.fulfillments?.at(-1);
  const isDelivered = last?.shipment_status === 'delivered';
  const returned = new Map<string, number>();
  for (const { line_item_id: line, quantity } of (order.refunds ?? []).flatMap(
    (r) => r.refund_line_items ?? [],
  )) {
    returned.set(line, (returned.get(line) ?? 0) + quantity);
  }
  return {
    id: order.id,
    number: order.name || order.order_number,
    customer: order.customer?.id || undefined,
    email: order.email || order.contact_email || order.customer?.email || undefined,
    status: shopifyStatus(order, isDelivered),
    placedAt: needTime(order.created_at),
    shippedAt: timeOf(shipped?.created_at),
    deliveredAt: isDelivered ? timeOf(last?.updated_at) : undefined,
    cancelledAt: timeOf(order.cancelled_at),
    carrier: last?.tracking_company || undefined,
    trackingNumber: last?.tracking_number || undefined,
    trackingUrl: last?.tracking_url || undefined,
    total: moneyOf(order.total_price, order.currency),
    lines: order.line_items.map((line) => ({
      offer: line.variant_id || line.sku || line.product_id || undefined,
      title: plainText(line.name || line.title),
      quantity: line.quantity,
      returned: returned.get(line.id),
      price: moneyOf(line.price, order.currency),
      brand: line.vendor || undefined,
    })),
  };
}

function shopifyStatus(order: z.output<typeof shopifyShape>, isDelivered: boolean): OrderStatus {
  if (order.cancelled_at !== '') return 'cancelled';
  if (order.financial_status === 'refunded') return 'returned';
  if (isDelivered) return 'delivered';
  return order.fulfillment_status === 'fulfilled' || (order.fulfillments ?? []).length > 0
    ? 'shipped'
    : 'placed';
}

const wooCommerceShape = z.object({
  id: text,
  number: text,
  status: text,
  currency: text,
  date_created_gmt: text,
  date_created: text,
  date_completed_gmt: text,
  total: text,
  customer_id: text,
  billing: z.object({ email: text }).nullish(),
  line_items: z
    .array(
      z.object({
        name: text,
        product_id: text,
        variation_id: text,
        quantity: count,
        sku: text,
        price: text,
      }),
    )
    .default([]),
});

/** https://woocommerce.com/document/managing-orders/order-statuses/ — completed means sent out. */
const wooCommerceStatuses: Readonly<Record<string, OrderStatus>> = {
  pending: 'placed',
  'on-hold': 'placed',
  processing: 'placed',
  completed: 'shipped',
  cancelled: 'cancelled',
  failed: 'cancelled',
  trash: 'cancelled',
  refunded: 'returned',
};

function wooCommerceOrder(order: z.output<typeof wooCommerceShape>): RawOrder {
  // The API writes UTC without saying so.
  const utc = (gmt: string) => timeOf(gmt === '' ? '' : `${gmt}Z`);
  return {
    id: order.id,
    number: order.number || order.id,
    customer: order.customer_id === '0' ? undefined : order.customer_id || undefined,
    email: order.billing?.email || undefined,
    status: wooCommerceStatuses[order.status] ?? 'unknown',
    placedAt: utc(order.date_created_gmt) ?? needTime(order.date_created),
    shippedAt: utc(order.date_completed_gmt),
    total: moneyOf(order.total, order.currency),
    lines: order.line_items.map((line) => ({
      offer: (line.variation_id !== '0' && line.variation_id) || line.product_id || line.sku || undefined,
      title: plainText(line.name),
      quantity: line.quantity,
      price: moneyOf(line.price, order.currency),
    })),
  };
}

function parsed<Shape>(shape: z.ZodType<Shape>, value: unknown): Shape {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ShopdeskError('import.record', `The order has no usable ${issue?.path.join('.') || 'form'}.`);
}

function moneyOf(amount: string, currency: string): Money | undefined {
  return amount === '' ? undefined : parseMoney(amount, currency === '' ? {} : { currency });
}

function timeOf(source: string | undefined): number | undefined {
  const time = source ? Date.parse(source) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function needTime(source: string): number {
  const time = timeOf(source);
  if (time === undefined) throw new ShopdeskError('import.order', 'The order has no date.');
  return time;
}
