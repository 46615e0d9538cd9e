/** WooCommerce: the CSV that its own product exporter writes (Products → Export). */
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { type Money, parseMoney } from '../../core/money.ts';
import { gtinOf } from './gtin.ts';
import type { Availability, Bytes, RawOffer, Read, SourceOptions } from './offer-source.ts';
import { plainText } from './plain-text.ts';
import { once, refusal } from './refusal.ts';
import { readTable, type TableRecord } from './table.ts';
import { wooCommerceTax } from './tax-fields.ts';

/**
 * Streams the offers. Variable parents and grouped products are containers without an own price and are
 * left out; their variations are offers. Prices carry no currency there: `options.currency` gives it.
 */
export async function* readWooCommerceCsv(
  bytes: Bytes,
  options: SourceOptions,
): AsyncGenerator<Read<RawOffer>> {
  const isNew = once();
  for await (const record of readTable(bytes, {
    delimiter: ',',
    required: ['ID', 'Name', 'Regular price'],
  })) {
    const type = record.field('Type').toLowerCase();
    if (/\b(?:variable|grouped)\b/u.test(type)) continue;
    try {
      const item = offerOf(record, options);
      isNew(item.id);
      yield { kind: 'read', row: record.row, item };
    } catch (error) {
      yield refusal(record.row, error);
    }
  }
}

function offerOf(record: TableRecord, options: SourceOptions): RawOffer {
  const id = record.field('ID');
  const title = plainText(record.field('Name'));
  if (id === '') throw new ShopdeskError('import.id', 'The row has no id.');
  if (title === '') throw new ShopdeskError('import.title', 'The row has no name.');
  const regularPrice = priceIn(record, 'Regular price', options);
  const salePrice = saleHolds(record, options.now) ? priceIn(record, 'Sale price', options) : undefined;
  const price = salePrice ?? regularPrice;
  const gtin = gtinOf(record.field('GTIN, UPC, EAN, or ISBN'));
  const tax = wooCommerceTax(record.field('Tax status'), record.field('Tax class'));
  const [image] = record.field('Images').split(/,\s*/u);
  return {
    id,
    title,
    description: plainText(`${record.field('Short description')} ${record.field('Description')}`),
    categories: categoriesOf(record.field('Categories')),
    availability: availabilityOf(record.field('In stock?'), record.field('Backorders allowed?')),
    published: record.field('Published') === '1' && record.field('Visibility in catalog') !== 'hidden',
    ...(price && { price }),
    ...(salePrice && regularPrice && { regularPrice }),
    ...(tax && { tax }),
    ...(gtin && { gtin }),
    ...(record.field('SKU') && { sku: record.field('SKU') }),
    ...(record.field('Brands') && { brand: plainText(record.field('Brands')) }),
    ...(record.field('External URL') && { url: record.field('External URL') }),
    ...(image && { image }),
  };
}

function priceIn(record: TableRecord, column: string, { currency }: SourceOptions): Money | undefined {
  const text = record.field(column);
  if (text === '') return undefined;
  try {
    return parseMoney(text, currency === undefined ? {} : { currency });
  } catch (error) {
    if (!(error instanceof ShopdeskError)) throw error;
    throw new ShopdeskError(error.code, `${column}: ${messageOf(error)}`, { cause: error });
  }
}

/** A sale price without dates always holds. The dates are days or moments of the shop's own clock. */
function saleHolds(record: TableRecord, now: number): boolean {
  const starts = Date.parse(record.field('Date sale price starts'));
  const ends = Date.parse(record.field('Date sale price ends'));
  return !(now < starts) && !(now > ends);
}

/** `Kingston, Storage > SSD`: the deepest path says most; commas within a name are escaped by the exporter. */
function categoriesOf(field: string): readonly string[] {
  const paths = plainText(field)
    .split(/(?<!\\),\s+/u)
    .map((path) =>
      path
        .split('>')
        .map((name) => name.replaceAll('\\,', ',').trim())
        .filter((name) => name !== ''),
    );
  return paths.reduce((deepest, path) => (path.length > deepest.length ? path : deepest), []);
}

function availabilityOf(inStock: string, backorders: string): Availability {
  if (inStock === '1') return 'in-stock';
  if (inStock === 'backorder') return 'backorder';
  if (inStock === '0') return backorders === '1' || backorders === 'notify' ? 'backorder' : 'out-of-stock';
  return 'unknown';
}
