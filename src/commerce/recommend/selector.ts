/** Says which items are meant: the common part of merchant rules and of what a shopper asks for. */
import { z } from 'zod';
import { type PriceClass, priceClasses, type ShopItem } from './shop-item.ts';

const oneOrMore = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const range = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min, max or both');
const attribute = z.union([z.string(), z.number(), z.boolean(), range]);

export const selectorSchema = z
  .strictObject({
    items: oneOrMore.optional(),
    category: oneOrMore.optional(),
    brand: oneOrMore.optional(),
    artist: oneOrMore.optional(),
    class: z.enum(priceClasses).optional(),
    price: range.optional(),
    attributes: z.record(z.string(), attribute).optional(),
  })
  .refine((selector) => Object.values(selector).some((value) => value !== undefined), 'selects nothing');

/** All parts that are given must hold; names are compared without regard to case. */
export type Selector = z.infer<typeof selectorSchema>;

export function matches(
  selector: Selector,
  item: ShopItem,
  classes: ReadonlyMap<string, PriceClass>,
): boolean {
  return (
    (selector.items?.includes(item.id) ?? true) &&
    named(selector.category, item.category) &&
    named(selector.brand, item.brand) &&
    named(selector.artist, item.artist) &&
    (selector.class === undefined || classes.get(item.id) === selector.class) &&
    (selector.price === undefined || within(selector.price, item.price)) &&
    Object.entries(selector.attributes ?? {}).every(([name, wanted]) =>
      typeof wanted === 'object'
        ? within(wanted, item.attributes?.[name])
        : sameValue(wanted, item.attributes?.[name]),
    )
  );
}

function named(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || wanted.some((name) => sameValue(name, value));
}

function sameValue(wanted: unknown, value: unknown): boolean {
  if (typeof wanted === 'string' && typeof value === 'string') {
    return wanted.toLowerCase() === value.toLowerCase();
  }
  return wanted === value;
}

function within({ min, max }: z.infer<typeof range>, value: unknown): boolean {
  if (typeof value !== 'number') return false;
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}
