/** Tries the merchant's rules on customers without showing anything: who would see what, and who would not and why. */
import { type CustomerRecord, standingOf } from './customer.ts';
import { type Obstacle, obstacleTo } from './eligibility.ts';
import type { Reason } from './reasons.ts';
import { forbidden, ruleEffects } from './rule-effects.ts';
import type { Shop } from './shop.ts';
import type { ShopItem } from './shop-item.ts';

export interface DryRunLine {
  readonly rule: string;
  readonly customer: string;
  readonly item: string;
  /** True when the rule speaks for the item and nothing stands against it. */
  readonly shown: boolean;
  /** Absent for exclusions, which give none. */
  readonly reason?: Reason;
  /** What stands against it. */
  readonly obstacle?: Obstacle;
}

/** Customers by id. Upgrades are tried as if each had asked for the items the rule replaces. */
export function dryRunRules(
  shop: Shop,
  customers: ReadonlyMap<string, CustomerRecord>,
  now: number,
): DryRunLine[] {
  const sought = [...shop.items.values()].filter(
    (item) => item.inStock && shop.upgrades.some(({ from }) => from.has(item.id)),
  );
  return [...customers].flatMap(([customer, record]) => linesFor(shop, customer, record, sought, now));
}

function linesFor(
  shop: Shop,
  customer: string,
  record: CustomerRecord,
  sought: readonly ShopItem[],
  now: number,
): DryRunLine[] {
  // An opted-out customer is shown what is popular, so no rule about what they own applies.
  if (!record.personalised) return [];
  const standing = standingOf(record);
  const never = forbidden(shop, standing);
  const surroundings = { standing, never, cart: new Set<string>(), pageItem: undefined };
  const lifted = [...ruleEffects(shop, standing, sought, now)].flatMap(([id, effects]) => {
    const item = shop.items.get(id);
    if (!item) return [];
    const obstacle = obstacleTo(item, surroundings);
    return effects.map(
      ({ reason }): DryRunLine => ({
        rule: reason.rule,
        customer,
        item: id,
        shown: obstacle === undefined,
        reason,
        ...(obstacle ? { obstacle } : {}),
      }),
    );
  });
  const excluded = [...never].map(
    ([item, rule]): DryRunLine => ({ rule, customer, item, shown: false, obstacle: { kind: 'rule', rule } }),
  );
  return [...lifted, ...excluded];
}
