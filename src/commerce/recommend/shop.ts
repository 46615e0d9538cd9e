/** The catalogue and the merchant's rules made ready for quick answers: which rule touches which item. */
import type { ComplementRule, ExclusionRule, Rule, UpgradeRule } from './rules.ts';
import { matches, type Selector } from './selector.ts';
import { classesOf, type PriceClass, type ShopItem } from './shop-item.ts';

export interface Shop {
  readonly items: ReadonlyMap<string, ShopItem>;
  readonly classes: ReadonlyMap<string, PriceClass>;
  readonly complements: readonly Compiled<ComplementRule>[];
  readonly upgrades: readonly (Compiled<UpgradeRule> & { readonly from: ReadonlySet<string> })[];
  readonly exclusions: readonly Compiled<ExclusionRule>[];
}

export interface Compiled<R extends Rule> {
  readonly rule: R;
  /** Items that fulfil `owns`; absent when the rule asks for nothing owned. */
  readonly owned: ReadonlySet<string> | undefined;
  /** Items offered, or never shown. */
  readonly targets: readonly string[];
}

/** `items` holds everything customers may own, sold out and discontinued included (`inStock: false`). */
export function prepareShop(items: readonly ShopItem[], rules: readonly Rule[]): Shop {
  const classes = classesOf(items);
  const select = (selector: Selector) =>
    items.filter((item) => matches(selector, item, classes)).map((item) => item.id);
  const selectSet = (selector: Selector | undefined) => (selector ? new Set(select(selector)) : undefined);
  return {
    items: new Map(items.map((item) => [item.id, item])),
    classes,
    complements: rules.flatMap((rule) =>
      rule.kind === 'complement'
        ? [{ rule, owned: selectSet(rule.owns.select), targets: select(rule.offer) }]
        : [],
    ),
    upgrades: rules.flatMap((rule) =>
      rule.kind === 'upgrade'
        ? [
            {
              rule,
              owned: selectSet(rule.owns?.select),
              targets: select(rule.to),
              from: new Set(select(rule.from)),
            },
          ]
        : [],
    ),
    exclusions: rules.flatMap((rule) =>
      rule.kind === 'exclusion'
        ? [{ rule, owned: selectSet(rule.owns?.select), targets: select(rule.never) }]
        : [],
    ),
  };
}
