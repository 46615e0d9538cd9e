/** Which items may be shown to a customer at all, and for those that may not, what stands against them. */
import { isBoughtAgain, type Standing } from './customer.ts';
import type { ShopItem } from './shop-item.ts';

export type Obstacle =
  | { readonly kind: 'sold-out' | 'owned' | 'returned' | 'declined' | 'in-cart' | 'on-page' }
  | { readonly kind: 'rule'; readonly rule: string };

export interface Surroundings {
  readonly standing: Standing;
  /** Item → rule, from `forbidden`. */
  readonly never: ReadonlyMap<string, string>;
  readonly cart: ReadonlySet<string>;
  readonly pageItem: string | undefined;
}

/** The first thing that stands against showing `item`; undefined when it may be shown. */
export function obstacleTo(
  item: ShopItem,
  { standing, never, cart, pageItem }: Surroundings,
): Obstacle | undefined {
  if (!item.inStock) return { kind: 'sold-out' };
  if (standing.declined.has(item.id)) return { kind: 'declined' };
  if (standing.returned.has(item.id)) return { kind: 'returned' };
  if (standing.kept.has(item.id) && !isBoughtAgain(standing, item.id, item.consumable))
    return { kind: 'owned' };
  if (cart.has(item.id)) return { kind: 'in-cart' };
  if (item.id === pageItem) return { kind: 'on-page' };
  const rule = never.get(item.id);
  return rule === undefined ? undefined : { kind: 'rule', rule };
}
