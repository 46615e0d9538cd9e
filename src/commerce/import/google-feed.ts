/** Google product data: the feed a shop gives to shopping sites, as RSS 2.0, Atom or tab-separated text. */
import {
  availabilityOf,
  categoryPath,
  conditionOf,
  present,
  priceOf,
  readingOf,
  requireNamed,
  webAddress,
} from './fields.ts';
import { gtinOf } from './gtin.ts';
import type { Bytes, RawOffer, Read, SourceOptions } from './offer-source.ts';
import { plainText } from './plain-text.ts';
import { once, refusal } from './refusal.ts';
import { readTable } from './table.ts';
import { googleTax } from './tax-fields.ts';
import { xmlRecords } from './xml-records.ts';

/** Streams the offers of an RSS 2.0 or Atom feed with the `g:` fields. */
export async function* readGoogleXml(bytes: Bytes, options: SourceOptions): AsyncGenerator<Read<RawOffer>> {
  const isNew = once();
  for await (const { row, fields, taxes } of xmlRecords(bytes, new Set(['item', 'entry']))) {
    const rates = taxes.map((tax) =>
      ['country', 'region', 'rate', 'tax_ship'].map((part) => tax.get(part) ?? '').join(':'),
    );
    const field = (name: string) => (name === 'tax' ? rates.join(',') : (fields.get(name) ?? ''));
    yield readOne(row, field, options, isNew);
  }
}

/** Streams the offers of the tab-separated form; column names are the fields' names. */
export async function* readGoogleTsv(bytes: Bytes, options: SourceOptions): AsyncGenerator<Read<RawOffer>> {
  const isNew = once();
  for await (const record of readTable(bytes, { delimiter: '\t', required: ['id', 'title'] })) {
    // Columns may be written `sale price`, and `shipping(country:price)` holds several values.
    const field = (name: string) => record.field(name) || record.field(name.replaceAll('_', ' '));
    yield readOne(record.row, field, options, isNew);
  }
}

type Field = (name: string) => string;

function readOne(
  row: number,
  field: Field,
  options: SourceOptions,
  isNew: (id: string) => void,
): Read<RawOffer> {
  try {
    const item = offerOf(field, options);
    isNew(item.id);
    return { kind: 'read', row, item };
  } catch (error) {
    return refusal(row, error);
  }
}

/** Field names and values: support.google.com/merchants, product data specification. */
function offerOf(field: Field, options: SourceOptions): RawOffer {
  const id = field('id');
  const title = plainText(field('title'));
  requireNamed(id, title);
  const reading = readingOf(options);
  const regular = priceOf(field('price'), 'price', reading);
  const sale = saleHolds(field('sale_price_effective_date'), options.now)
    ? priceOf(field('sale_price'), 'sale_price', reading)
    : undefined;
  return {
    id,
    title,
    description: plainText(field('description') || field('summary')),
    categories: categoryPath(plainText(field('product_type') || field('google_product_category'))),
    availability: availabilityOf(field('availability')),
    published: !/online/iu.test(field('excluded_destination')),
    ...present({
      price: sale ?? regular,
      regularPrice: sale && regular,
      shipping: priceOf(field('shipping/price') || lastOf(field('shipping')), 'shipping', reading),
      tax: googleTax(field('tax')),
      brand: plainText(field('brand')),
      gtin: gtinOf(field('gtin')),
      mpn: plainText(field('mpn')),
      colour: plainText(field('color')),
      condition: conditionOf(field('condition')),
      url: webAddress(field('link')),
      image: webAddress(field('image_link')),
    }),
  };
}

/** `2026-01-01T00:00+0100/2026-01-31T23:59+0100`; without dates a sale price always holds. */
function saleHolds(range: string, now: number): boolean {
  const [from = '', until = ''] = range.split('/').map((moment) => Date.parse(moment.trim()));
  return !(Number(from) > now) && !(Number(until) < now);
}

/** `US:CA:Overnight:16.00 USD`. */
function lastOf(shipping: string): string {
  return shipping.split(',')[0]?.split(':').at(-1) ?? '';
}
