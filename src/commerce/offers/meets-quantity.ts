/** Whether an offer's own figures meet a requirement, and which figure a superlative compares. */
import type { IndexedOffer, TextIndex } from './offer-index.ts';
import type { ProductType } from './product-types.ts';
import { type Count, type Dimension, nounsAround, type Quantity, sameQuantity } from './quantities.ts';
import type { QuantityRequirement } from './request-quantities.ts';
import type { Superlative } from './request-superlative.ts';

/**
 * The title decides when it names a quantity of that dimension; only else the description does, because
 * descriptions also speak of other products.
 */
export function meetsQuantity({ title, body, types }: IndexedOffer, wanted: QuantityRequirement): boolean {
  const hasBoth = types.some(({ id }) => havingBoth.has(id));
  const inTitle = relevant(title, wanted, hasBoth);
  if (inTitle.length > 0) return anyMeets(inTitle, wanted);
  return anyMeets(relevant(body(), wanted, hasBoth), wanted);
}

/** What may be no more than so much is so with each of its sides: `180 x 90 cm` is not smaller than a metre. */
function anyMeets(quantities: readonly Quantity[], wanted: QuantityRequirement): boolean {
  const isLimit = wanted.comparison === 'below' || wanted.comparison === 'atMost';
  return quantities.some((quantity) => {
    if (!isLimit) return satisfies(quantity, wanted);
    return quantities.every((other) => other.start !== quantity.start || satisfies(other, wanted));
  });
}

/** Kinds with memory and storage, whose titles often give both without saying which: `12/256GB`. */
const havingBoth = new Set(['laptop', 'desktop computer', 'barebone', 'smartphone', 'tablet', 'console']);
/** Such a device rarely has more memory than this, or less storage. */
const mostMemory = 33e9;

function roleOf({ role, value, dimension }: Quantity, hasBoth: boolean): Quantity['role'] {
  if (role !== undefined || dimension !== 'data' || !hasBoth) return role;
  return value <= mostMemory ? 'ram' : 'storage';
}

function relevant(text: TextIndex, wanted: QuantityRequirement, hasBoth: boolean): Quantity[] {
  return text.quantities.filter(
    (quantity) =>
      quantity.dimension === wanted.dimension &&
      !quantity.part &&
      (wanted.role === undefined || (roleOf(quantity, hasBoth) ?? wanted.role) === wanted.role) &&
      (wanted.nouns.size === 0 || measures(text, quantity, wanted.nouns)),
  );
}

function measures(text: TextIndex, quantity: Quantity, nouns: ReadonlySet<string>): boolean {
  const around = nounsAround(text.text, quantity);
  return [...nouns].some(
    (noun) => around.has(noun) || (sameThing.get(noun) ?? []).some((other) => around.has(other)),
  );
}

const sameThing = new Map<string, readonly string[]>([
  ['gpu', ['graphic', 'card', 'vga']],
  ['graphic', ['gpu', 'vga', 'card']],
  ['card', ['gpu']],
  ['radiator', ['aio', 'cooler', 'watercooling']],
  ['cooler', ['radiator', 'heatsink']],
]);

function satisfies({ value }: Quantity, { comparison, value: wanted }: QuantityRequirement): boolean {
  const equal = sameQuantity(value, wanted);
  if (comparison === 'equal') return equal;
  if (comparison === 'atLeast') return equal || value > wanted;
  if (comparison === 'atMost') return equal || value < wanted;
  return !equal && (comparison === 'above' ? value > wanted : value < wanted);
}

/** The compared figure of each offer that states one. */
export function superlativeValue(
  offers: readonly IndexedOffer[],
  superlative: Superlative,
  type: ProductType | undefined,
): ReadonlyMap<IndexedOffer, number> {
  const dimension = superlative.dimension ?? dimensionOf(offers, superlative, type);
  const values = new Map<IndexedOffer, number>();
  for (const offer of offers) {
    const role = dimension === 'byte-rate' ? superlative.role : undefined;
    const stated = figures(offer.title, dimension, role);
    const figuresOf = stated.length > 0 ? stated : figures(offer.body(), dimension, role);
    if (figuresOf.length === 0) continue;
    values.set(offer, superlative.direction === 'most' ? Math.max(...figuresOf) : Math.min(...figuresOf));
  }
  return values;
}

function figures(text: TextIndex, dimension: Quantity['dimension'], role: Quantity['role']): number[] {
  return text.quantities
    .filter(
      (quantity) =>
        quantity.dimension === dimension && !quantity.part && (role === undefined || quantity.role === role),
    )
    .map(({ value }) => value);
}

/** What `largest` means for a kind of product; else the dimension most of the titles state. */
function dimensionOf(
  offers: readonly IndexedOffer[],
  { role }: Superlative,
  type: ProductType | undefined,
): Quantity['dimension'] {
  if (role === 'read') return fastest.get(type?.id ?? '') ?? 'byte-rate';
  const known = type && largest.get(type.id);
  if (known) return known;
  const count = (dimension: Dimension) =>
    offers.filter(({ title }) => figures(title, dimension, undefined).length > 0).length;
  const stated = (['data', 'length', 'volume', 'mass'] as const)
    .map((dimension) => ({ dimension, times: count(dimension) }))
    .sort((a, b) => b.times - a.times)[0];
  if (stated && stated.times > 0) return stated.dimension;
  return mostCounted(offers) ?? 'length';
}

/** Of changers the discs that they hold. */
function mostCounted(offers: readonly IndexedOffer[]): Count | undefined {
  const times = new Map<Count, number>();
  for (const { title } of offers) {
    for (const { dimension } of title.quantities)
      if (isCount(dimension)) times.set(dimension, (times.get(dimension) ?? 0) + 1);
  }
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function isCount(dimension: Quantity['dimension']): dimension is Count {
  return dimension.startsWith('count of ');
}

const fastest = new Map<string, Dimension>([
  ['memory', 'frequency'],
  ['processor', 'frequency'],
  ['graphics card', 'frequency'],
  ['monitor', 'frequency'],
  ['cable', 'bit-rate'],
  ['switch', 'bit-rate'],
]);

const largest = new Map<string, Dimension>([
  ['monitor', 'length'],
  ['tv', 'length'],
  ['cable', 'length'],
  ['tablet', 'length'],
  ['power bank', 'charge'],
  ['power supply', 'power'],
  ['case fan', 'length'],
  ['liquid cooler', 'length'],
]);
