/** What the readers share: prices, states and texts as the formats write them. */
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { type Money, type PriceReading, parseMoney } from '../../core/money.ts';
import type { Availability, Condition, SourceOptions } from './offer-source.ts';

/** The price in a field; undefined when the field is empty. Errors say which field. */
export function priceOf(text: string, field: string, reading: PriceReading): Money | undefined {
  if (text.trim() === '') return undefined;
  try {
    return parseMoney(text, reading);
  } catch (error) {
    if (!(error instanceof ShopdeskError)) throw error;
    throw new ShopdeskError(error.code, `${field}: ${messageOf(error)}`, { cause: error });
  }
}

/** How to read a price of this source. */
export function readingOf({ currency }: SourceOptions): PriceReading {
  return currency === undefined ? {} : { currency };
}

/** `in stock`, `in_stock`, `https://schema.org/InStock`, `InStoreOnly`, … */
export function availabilityOf(text: string): Availability {
  const state = text
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//u, '')
    .replace(/[^a-z]/gu, '');
  return availabilities.get(state) ?? 'unknown';
}

const availabilities = new Map<string, Availability>([
  ['instock', 'in-stock'],
  ['available', 'in-stock'],
  ['limitedavailability', 'in-stock'],
  ['onlineonly', 'in-stock'],
  ['instoreonly', 'in-stock'],
  ['outofstock', 'out-of-stock'],
  ['soldout', 'out-of-stock'],
  ['discontinued', 'out-of-stock'],
  ['preorder', 'preorder'],
  ['presale', 'preorder'],
  ['preordered', 'preorder'],
  ['backorder', 'backorder'],
  ['onbackorder', 'backorder'],
]);

/** `NewCondition`, `refurbished`, `used`, …; undefined when it says nothing known. */
export function conditionOf(text: string): Condition | undefined {
  const state = text.toLowerCase();
  if (/refurb|renewed/u.test(state)) return 'refurbished';
  if (/used|second/u.test(state)) return 'used';
  return /new/u.test(state) ? 'new' : undefined;
}

/** `A > B > C` from the widest to the narrowest. */
export function categoryPath(text: string): string[] {
  return text
    .split('>')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** An address a browser may open, else undefined: `javascript:` and the like never pass. */
export function webAddress(text: string): string | undefined {
  if (!/^https?:\/\//iu.test(text.trim()) || !URL.canParse(text.trim())) return undefined;
  return new URL(text.trim()).href;
}

/** The object without its empty and undefined members, so that optional fields stay absent. */
export function present<Shape extends Record<string, unknown>>(
  shape: Shape,
): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined | ''> } {
  const kept: { [Key in keyof Shape]?: Exclude<Shape[Key], undefined | ''> } = {};
  for (const [key, value] of Object.entries(shape))
    if (value !== undefined && value !== '') Object.assign(kept, { [key]: value });
  return kept;
}

/** Throws `import.id` or `import.title` when a record lacks what every offer needs. */
export function requireNamed(id: string, title: string): void {
  if (id === '') throw new ShopdeskError('import.id', 'The record has no id.');
  if (title === '') throw new ShopdeskError('import.title', 'The record has no title.');
}
