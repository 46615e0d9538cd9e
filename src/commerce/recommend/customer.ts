/** A customer as the recommender sees them: what they keep, what they sent back, what they do not want. */
import type { Purchase } from './types.ts';

export interface CustomerRecord {
  readonly purchases: readonly (Omit<Purchase, 'customer'> & { readonly returned?: boolean })[];
  /** Items answered with "not for me". */
  readonly declined: readonly string[];
  /** False when they opted out: their purchases are then not looked at for taste. */
  readonly personalised: boolean;
}

export interface Standing {
  /** Item → its orders, first to last, of what was not sent back. */
  readonly kept: ReadonlyMap<string, readonly { readonly at: number; readonly order: string }[]>;
  /** Latest purchase first. */
  readonly keptLatestFirst: readonly string[];
  readonly returned: ReadonlySet<string>;
  readonly declined: ReadonlySet<string>;
}

export function standingOf(customer: CustomerRecord): Standing {
  const kept = new Map<string, { at: number; order: string }[]>();
  const returned = new Set<string>();
  const inTime = [...customer.purchases].sort((a, b) => a.at - b.at);
  for (const { item, at, order, returned: sentBack } of inTime) {
    if (sentBack) {
      returned.add(item);
      continue;
    }
    const orders = kept.get(item) ?? [];
    if (!orders.some((known) => known.order === order)) orders.push({ at, order });
    kept.set(item, orders);
  }
  const last = (item: string) => kept.get(item)?.at(-1)?.at ?? 0;
  const keptLatestFirst = [...kept.keys()].sort((a, b) => last(b) - last(a));
  return { kept, keptLatestFirst, returned, declined: new Set(customer.declined) };
}

/** Orders of one item that make it one bought again and again. */
export const timesAgain = 3;

/** Whether owning the item is no reason against it: it is used up, or they keep ordering it. */
export function isBoughtAgain(standing: Standing, item: string, consumable: boolean | undefined): boolean {
  const times = standing.kept.get(item)?.length ?? 0;
  return times > 0 && (consumable === true || times >= timesAgain);
}
