/** Reading what shops export: each reader streams offers, or order lines, and refusals with row and reason. */
export { readAgenticFeed } from './agentic-commerce.ts';
export { readGoogleTsv, readGoogleXml } from './google-feed.ts';
export { gtinOf } from './gtin.ts';
export { readJsonLdPage } from './json-ld.ts';
export type {
  Availability,
  Bytes,
  Condition,
  RawOffer,
  Read,
  Refusal,
  SourceOptions,
} from './offer-source.ts';
export { type OrderLine, readOrdersCsv, readOrdersJson } from './orders.ts';
export { plainText } from './plain-text.ts';
export { readShopifyProducts } from './shopify-json.ts';
export { readWooCommerceCsv } from './woocommerce-csv.ts';
