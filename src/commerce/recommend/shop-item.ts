/** What the recommender must know of an item on sale, and the class it belongs to in its category. */
import type { ItemFacts } from './types.ts';

export type Attribute = string | number | boolean;

/** An item's standing among its like: what "first-rate" means. */
export const priceClasses = ['entry', 'middle', 'top'] as const;
export type PriceClass = (typeof priceClasses)[number];

export interface ShopItem extends ItemFacts {
  readonly inStock: boolean;
  readonly brand?: string;
  /** Who made what is on it: musician, author, designer. */
  readonly artist?: string;
  /** As the merchant says; derived from prices within the category when absent. */
  readonly priceClass?: PriceClass;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Milliseconds since the epoch. */
  readonly releasedAt?: number;
  /** Used up and bought again, so owning one is no reason against the next. */
  readonly consumable?: boolean;
}

/** Fewer prices than this in a category say nothing about a class. */
const fewestPrices = 6;

/** A category whose dear items cost less than this many times its cheap ones has no classes. */
const leastRange = 1.5;

/**
 * The class of each item that has one: the merchant's word, else the third its price falls in on the way from
 * cheap to dear in its category (10th to 90th percentile, by ratio, so that one odd price moves nothing).
 */
export function classesOf(items: readonly ShopItem[]): Map<string, PriceClass> {
  const prices = new Map<string, number[]>();
  for (const { category, price } of items) {
    if (category === undefined || price === undefined || price <= 0) continue;
    const list = prices.get(category);
    if (list) list.push(price);
    else prices.set(category, [price]);
  }
  for (const list of prices.values()) list.sort((a, b) => a - b);
  const classes = new Map<string, PriceClass>();
  for (const item of items) {
    const found = item.priceClass ?? classByPrice(item.price, prices.get(item.category ?? ''));
    if (found) classes.set(item.id, found);
  }
  return classes;
}

function classByPrice(price: number | undefined, sorted: readonly number[] = []): PriceClass | undefined {
  if (price === undefined || price <= 0 || sorted.length < fewestPrices) return undefined;
  const cheap = sorted[Math.floor(sorted.length * 0.1)] ?? 0;
  const dear = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  if (dear < cheap * leastRange) return undefined;
  const third = Math.floor((3 * Math.log(price / cheap)) / Math.log(dear / cheap));
  return priceClasses[Math.min(Math.max(third, 0), 2)];
}
