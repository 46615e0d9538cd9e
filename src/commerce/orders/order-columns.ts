/** An order laid out as the columns of the store, with a digest that tells change from sameness. */
import { createHash } from 'node:crypto';
import { ShopdeskError } from '../../core/errors.ts';
import type { Value } from '../../store/index.ts';
import type { RawOrder, RawOrderLine } from './raw-order.ts';

export const orderColumns = [
  'number',
  'number_key',
  'customer_id',
  'email',
  'status',
  'placed_at',
  'packed_at',
  'shipped_at',
  'delivered_at',
  'cancelled_at',
  'expected_on',
  'carrier',
  'tracking_number',
  'tracking_url',
  'total_minor',
  'currency',
] as const;

export const lineColumns = [
  'offer_id',
  'title',
  'quantity',
  'returned',
  'price_minor',
  'currency',
  'artist',
  'brand',
  'category',
] as const;

export interface OrderColumns {
  readonly id: string;
  /** In the order of `orderColumns`. */
  readonly values: readonly Value[];
  /** Per line, in the order of `lineColumns`. */
  readonly lines: readonly (readonly Value[])[];
  /** Of what the order is, whenever it was told. */
  readonly digest: string;
  readonly toldAt: number | undefined;
}

/** Throws `import.id`, `import.text` and `import.order` for an order that cannot be kept. */
export function columnsOfOrder(order: RawOrder): OrderColumns {
  const id = order.id.trim();
  const key = numberKey(order.number);
  if (id === '' || id.length > 200 || key === '') {
    throw new ShopdeskError('import.id', 'The order has no usable id or number.');
  }
  if (!Number.isSafeInteger(order.placedAt))
    throw new ShopdeskError('import.order', 'The order has no date.');
  const email = emailKey(order.email);
  const values: Value[] = [
    order.number.trim(),
    key,
    order.customer?.trim() || (email === undefined ? null : `mailto:${email}`),
    email ?? null,
    order.status,
    order.placedAt,
    order.packedAt ?? null,
    order.shippedAt ?? null,
    order.deliveredAt ?? null,
    order.cancelledAt ?? null,
    order.expectedOn ?? null,
    order.carrier ?? null,
    order.trackingNumber ?? null,
    trackingAddress(order.trackingUrl),
    order.total?.minor ?? null,
    order.total?.currency ?? null,
  ];
  const lines = order.lines.map(valuesOfLine);
  for (const value of [id, ...values, ...lines.flat()]) {
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
      throw new ShopdeskError('import.text', 'The order has characters that are no text.');
    }
  }
  const digest = createHash('sha256')
    .update(JSON.stringify([values, lines]))
    .digest('base64url')
    .slice(0, 22);
  return { id, values, lines, digest, toldAt: order.toldAt };
}

/** A number as shoppers write it, folded: `# 1001`, `ns20417` and `NS-20417` find their order. */
export function numberKey(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 60);
}

/** Undefined for what is no e-mail address. */
export function emailKey(email: string | undefined): string | undefined {
  const text = email?.trim().toLowerCase() ?? '';
  return /^[^\s@]{1,64}@[^\s@]{1,190}$/u.test(text) ? text : undefined;
}

function valuesOfLine(line: RawOrderLine): Value[] {
  if (!Number.isSafeInteger(line.quantity) || line.quantity < 0) {
    throw new ShopdeskError('import.order', 'A line of the order has no whole quantity.');
  }
  return [
    line.offer?.trim() || null,
    line.title,
    line.quantity,
    Math.min(line.returned ?? 0, line.quantity),
    line.price?.minor ?? null,
    line.price?.currency ?? null,
    line.artist ?? null,
    line.brand ?? null,
    line.category ?? null,
  ];
}

/** Only what a browser may open. */
function trackingAddress(text: string | undefined): string | null {
  if (!text || text.length > 2_000 || !URL.canParse(text)) return null;
  return /^https?:$/u.test(new URL(text).protocol) ? text : null;
}
