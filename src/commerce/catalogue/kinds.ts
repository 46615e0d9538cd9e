/** The kinds of source there are, and how each is told by its first bytes. */
import { ShopdeskError } from '../../core/errors.ts';

export const offerKinds = [
  'woocommerce-csv',
  'google-feed',
  'google-table',
  'shopify-products',
  'schema-org',
  'acp-feed',
] as const;

export const orderKinds = ['orders-csv', 'shopify-orders', 'woocommerce-orders'] as const;

export type OfferKind = (typeof offerKinds)[number];
export type OrderKind = (typeof orderKinds)[number];
export type SourceKind = OfferKind | OrderKind;

export function isSourceKind(text: string): text is SourceKind {
  return isOfferKind(text) || isOrderKind(text);
}

export function isOfferKind(text: string): text is OfferKind {
  return offerKinds.some((kind) => kind === text);
}

export function isOrderKind(text: string): text is OrderKind {
  return orderKinds.some((kind) => kind === text);
}

/** Long enough for a header line, or for the first record of a feed. */
export const sniffBytes = 65_536;

/**
 * The kind by the beginning of the content; the file's name is not asked, it is often wrong.
 * Throws `import.kind` when nothing fits.
 */
export function detectKind(start: Uint8Array): SourceKind {
  const text = readStart(start).trimStart();
  const kind = text.startsWith('<') ? ofMarkup(text) : /^[[{]/u.test(text) ? ofJson(text) : ofTable(text);
  if (kind) return kind;
  throw new ShopdeskError('import.kind', 'The content is of no kind that can be imported.', {
    remedy: `Name it: one of ${[...offerKinds, ...orderKinds].join(', ')}.`,
  });
}

function readStart(start: Uint8Array): string {
  const [a, b] = start;
  const label = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(label).decode(start.subarray(0, sniffBytes));
}

function ofMarkup(text: string): SourceKind | undefined {
  if (/base\.google\.com\/ns|<rss[\s>]|<feed[\s>]/iu.test(text)) return 'google-feed';
  return /<!doctype html|<html|application\/ld\+json/iu.test(text) ? 'schema-org' : undefined;
}

function ofJson(text: string): SourceKind | undefined {
  const has = (key: string) => text.includes(`"${key}"`);
  if (has('@context') || has('@graph')) return 'schema-org';
  if (has('line_items')) {
    return has('order_key') || has('date_created_gmt') || has('billing')
      ? 'woocommerce-orders'
      : 'shopify-orders';
  }
  if (has('financial_status') || has('fulfillment_status')) return 'shopify-orders';
  if (has('body_html') || has('vendor') || has('handle')) return 'shopify-products';
  return has('target_country') || has('availability') || has('products') ? 'acp-feed' : undefined;
}

function ofTable(text: string): SourceKind | undefined {
  const [header = ''] = text.split(/\r?\n/u, 1);
  const tabbed = header.includes('\t');
  const names = new Set(
    header
      .split(tabbed ? '\t' : /[,;]/u)
      .map((name) => name.replaceAll('"', '').trim().toLowerCase().replaceAll('_', ' ')),
  );
  const has = (...wanted: string[]) => wanted.every((name) => names.has(name));
  if (has('id', 'name', 'regular price')) return 'woocommerce-csv';
  if (has('id', 'title') && (has('price') || has('link'))) return 'google-table';
  const isOrders = ['order', 'order id', 'order number', 'invoice', 'invoiceno'].some((name) =>
    names.has(name),
  );
  return isOrders ? 'orders-csv' : undefined;
}
