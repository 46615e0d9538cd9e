/** Which reader understands which kind of source. */
import { readAgenticFeed } from '../import/agentic-commerce.ts';
import { decodeText } from '../import/decode.ts';
import { readGoogleTsv, readGoogleXml } from '../import/google-feed.ts';
import { readJsonLdPage } from '../import/json-ld.ts';
import type { Bytes, RawOffer, Read, SourceOptions } from '../import/offer-source.ts';
import { readShopifyProducts } from '../import/shopify-json.ts';
import { readWooCommerceCsv } from '../import/woocommerce-csv.ts';
import { readOrdersCsv } from '../orders/orders-csv.ts';
import { readShopifyOrders, readWooCommerceOrders } from '../orders/orders-json.ts';
import type { RawOrder } from '../orders/raw-order.ts';
import type { OfferKind, OrderKind } from './kinds.ts';

export interface ReadingOptions extends SourceOptions {
  /** Where a page came from, for offers that name no address of their own. */
  readonly address?: string | undefined;
}

export function readOffers(
  kind: OfferKind,
  bytes: Bytes,
  options: ReadingOptions,
): AsyncIterable<Read<RawOffer>> {
  return offerReaders[kind](bytes, options);
}

export function readOrders(
  kind: OrderKind,
  bytes: Bytes,
  options: ReadingOptions,
): AsyncIterable<Read<RawOrder>> {
  return orderReaders[kind](bytes, options);
}

type Reader<Item> = (bytes: Bytes, options: ReadingOptions) => AsyncIterable<Read<Item>>;

const offerReaders: Readonly<Record<OfferKind, Reader<RawOffer>>> = {
  'woocommerce-csv': readWooCommerceCsv,
  'google-feed': readGoogleXml,
  'google-table': readGoogleTsv,
  'shopify-products': readShopifyProducts,
  'schema-org': readPage,
  'acp-feed': readAgenticFeed,
};

const orderReaders: Readonly<Record<OrderKind, Reader<RawOrder>>> = {
  'orders-csv': readOrdersCsv,
  'shopify-orders': readShopifyOrders,
  'woocommerce-orders': readWooCommerceOrders,
};

/** A page is small enough to be read as a whole; the reader refuses one that is not. */
async function* readPage(
  bytes: Bytes,
  { address, ...options }: ReadingOptions,
): AsyncGenerator<Read<RawOffer>> {
  let html = '';
  for await (const text of decodeText(bytes, declaredCharset)) {
    html += text;
    // The reader refuses it; there is no need to hold the rest of it.
    if (html.length > 6_000_000) break;
  }
  yield* readJsonLdPage(html, address === undefined ? options : { ...options, address });
}

function declaredCharset(start: string): string | undefined {
  return /<meta[^>]{0,200}?charset=["']?([a-z0-9_-]{2,30})/iu.exec(start)?.[1];
}
