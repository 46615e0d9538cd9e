/** What a customer is interested in, from what they bought and kept, with the evidence for each. */
import { type CustomerRecord, standingOf } from './customer.ts';
import type { ShopItem } from './shop-item.ts';
import { dayMs } from './types.ts';

export interface Interest {
  readonly kind: 'artist' | 'brand' | 'category';
  readonly name: string;
  /** Orders, each worth half after `interestHalfLife` days. */
  readonly weight: number;
  /** When last bought, milliseconds since the epoch. */
  readonly lastSeen: number;
  /** The items that speak for it, latest first. */
  readonly because: readonly string[];
}

/** Days; an interest outlives the need for one more of the same. */
export const interestHalfLife = 365;

/** Strongest first. Empty for a customer who opted out. Declined items speak for nothing. */
export function interestsOf(
  customer: CustomerRecord,
  items: ReadonlyMap<string, ShopItem>,
  now: number,
): Interest[] {
  if (!customer.personalised) return [];
  const { kept, keptLatestFirst, declined } = standingOf(customer);
  const found = new Map<
    string,
    { -readonly [Key in keyof Interest]: Interest[Key] } & { because: string[] }
  >();
  for (const id of keptLatestFirst) {
    const item = items.get(id);
    if (!item || declined.has(id)) continue;
    for (const kind of ['artist', 'brand', 'category'] as const) {
      const name = item[kind];
      if (name === undefined) continue;
      const key = `${kind} ${name}`;
      const interest = found.get(key) ?? { kind, name, weight: 0, lastSeen: 0, because: [] };
      for (const { at } of kept.get(id) ?? []) {
        interest.weight += 0.5 ** (Math.max(now - at, 0) / dayMs / interestHalfLife);
        interest.lastSeen = Math.max(interest.lastSeen, at);
      }
      interest.because.push(id);
      found.set(key, interest);
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
}
