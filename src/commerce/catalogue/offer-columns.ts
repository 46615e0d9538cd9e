/** An offer as its shop states it, laid out as the columns of the store, with a digest that tells change from sameness. */
import { createHash } from 'node:crypto';
import { ShopdeskError } from '../../core/errors.ts';
import type { Value } from '../../store/index.ts';
import type { RawOffer } from '../import/offer-source.ts';
import { makerKey } from './match-keys.ts';

/** What the shop states, in the order in which the values are bound. */
export const statedColumns = [
  'title',
  'url',
  'image',
  'description',
  'brand',
  'categories',
  'gtin',
  'mpn',
  'sku',
  'colour',
  'condition',
  'published',
  'availability',
  'price_minor',
  'currency',
  'regular_minor',
  'shipping_minor',
  'unit_minor',
  'unit_of',
  'tax',
] as const;

export type StatedColumn = (typeof statedColumns)[number];

export interface OfferColumns {
  readonly id: string;
  readonly stated: Readonly<Record<StatedColumn, Value>>;
  readonly digest: string;
  readonly makerKey: string | null;
}

/**
 * Throws `import.id` for an id nobody can refer to, `import.text` for characters that no store keeps, and
 * `money.currency` when shipping or former price are in another currency than the price.
 */
export function columnsOf(offer: RawOffer): OfferColumns {
  const id = offer.id.trim();
  if (id === '' || id.length > 200) throw new ShopdeskError('import.id', 'The id is empty or too long.');
  const currency = oneCurrency(offer);
  const stated: Record<StatedColumn, Value> = {
    title: offer.title,
    url: webAddress(offer.url),
    image: webAddress(offer.image),
    description: offer.description,
    brand: offer.brand ?? null,
    categories: JSON.stringify(offer.categories),
    gtin: offer.gtin ?? null,
    mpn: offer.mpn ?? null,
    sku: offer.sku ?? null,
    colour: offer.colour ?? null,
    condition: offer.condition ?? null,
    published: offer.published ? 1 : 0,
    availability: offer.availability,
    price_minor: offer.price?.minor ?? null,
    currency,
    regular_minor: offer.regularPrice?.minor ?? null,
    shipping_minor: offer.shipping?.minor ?? null,
    unit_minor: offer.unitPrice?.price.minor ?? null,
    unit_of: offer.unitPrice?.per ?? null,
    tax: offer.tax ? JSON.stringify(offer.tax) : null,
  };
  const values = statedColumns.map((column) => stated[column]);
  for (const value of [id, ...values]) {
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
      throw new ShopdeskError('import.text', 'The row has characters that are no text.');
    }
  }
  const digest = createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22);
  return { id, stated, digest, makerKey: makerKey(offer.brand, offer.mpn) ?? null };
}

/** A change of one of these is an entry in the price history. */
export const priceColumns = ['price_minor', 'currency', 'shipping_minor', 'availability'] as const;

function oneCurrency({ price, regularPrice, shipping, unitPrice }: RawOffer): string | null {
  const currencies = [price, regularPrice, shipping, unitPrice?.price].flatMap(
    (money) => money?.currency ?? [],
  );
  const [currency = null] = currencies;
  if (currencies.every((other) => other === currency)) return currency;
  throw new ShopdeskError('money.currency', 'The row has amounts in more than one currency.');
}

/** Only what a browser may open: no `javascript:`, no `data:`. A path of the shop's own site is kept as it is. */
function webAddress(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '' || trimmed.length > 2_000) return null;
  if (/^\/(?![/\\])/u.test(trimmed)) return trimmed;
  if (!URL.canParse(trimmed)) return null;
  return /^https?:$/u.test(new URL(trimmed).protocol) ? trimmed : null;
}
