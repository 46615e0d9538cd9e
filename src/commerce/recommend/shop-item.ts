/** What the recommender must know of an item on sale, and the class it belongs to in its category. */
import type { ItemFacts } from './types.ts';

export type Attribute = string | number | boolean;

/** An item's standing among its like: what "first-rate" means. */
export const priceClasses = ['entry', 'middle', 'top'] as const;
export type PriceClass = (typeof priceClasses)[number];

export interface ShopItem extends ItemFacts {
  readonly inStock: boolean;
  readonly category?: string;
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

/** The class of each item that has one: the merchant's word, else the third of its category's prices it is in. */
export function classesOf(items: readonly ShopItem[]): Map<string, PriceClass> {
  const prices = new Map<string, number[]>();
  for (const { category, price } of items) {
    if (category === undefined || price === undefined) continue;
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
  if (price === undefined || sorted.length < fewestPrices) return undefined;
  const cheaper = sorted.filter((other) => other < price).length / sorted.length;
  return priceClasses[Math.min(Math.floor(cheaper * 3), 2)];
}
