/** What the merchant's rules do for one customer: which items they lift, and why; which they forbid. */
import type { Standing } from './customer.ts';
import type { Reason } from './reasons.ts';
import type { ComplementRule, Owns, UpgradeRule } from './rules.ts';
import type { Compiled, Shop } from './shop.ts';
import type { ShopItem } from './shop-item.ts';
import { dayMs } from './types.ts';

export interface Effect {
  /** Logarithm of odds in favour. */
  readonly weight: number;
  readonly reason: Extract<Reason, { kind: 'complements' | 'upgrade' }>;
}

/** Being of the class of what is owned, on top of the rule's own weight. */
const sameClassWeight = 1.5;
/** Prices nearer than this share of the price are told as "the same". */
const samePrice = 0.02;
/** Items named in a reason; a sentence cannot hold more. */
const mostNamed = 5;

/** Item → the effects of all rules that hold for it; `sought` are the items asked for or looked at. */
export function ruleEffects(
  shop: Shop,
  standing: Standing,
  sought: readonly ShopItem[],
  now: number,
): Map<string, Effect[]> {
  const effects = new Map<string, Effect[]>();
  const add = (item: string, effect: Effect | undefined) => {
    if (effect) effects.set(item, [...(effects.get(item) ?? []), effect]);
  };
  for (const compiled of shop.complements) {
    const owned = ownedFor(compiled.rule.owns, compiled.owned, standing);
    if (owned)
      for (const target of compiled.targets) add(target, complement(shop, compiled.rule, owned, target));
  }
  for (const compiled of shop.upgrades) {
    const instead = sought.filter((item) => compiled.from.has(item.id));
    if (instead.length === 0) continue;
    const owned = ownedFor(compiled.rule.owns, compiled.owned, standing);
    if (!owned && compiled.rule.owns) continue;
    for (const target of compiled.targets)
      add(target, upgrade(shop, compiled, owned ?? [], instead, target, now));
  }
  return effects;
}

/** Item → the exclusion rule that forbids it. */
export function forbidden(shop: Shop, standing: Standing): Map<string, string> {
  const never = new Map<string, string>();
  for (const { rule, owned, targets } of shop.exclusions) {
    if (rule.owns && !ownedFor(rule.owns, owned, standing)) continue;
    for (const target of targets) if (!never.has(target)) never.set(target, rule.id);
  }
  return never;
}

/** What fulfils `owns`, latest first; undefined when it is not fulfilled. */
function ownedFor(
  owns: Owns | undefined,
  selected: ReadonlySet<string> | undefined,
  standing: Standing,
): string[] | undefined {
  if (!owns || !selected) return undefined;
  const owned = standing.keptLatestFirst.filter((item) => selected.has(item));
  return owned.length >= owns.atLeast ? owned : undefined;
}

function complement(
  shop: Shop,
  rule: ComplementRule,
  owned: readonly string[],
  target: string,
): Effect | undefined {
  const plain: Effect = {
    weight: rule.weight,
    reason: { kind: 'complements', rule: rule.id, owned: owned.slice(0, mostNamed) },
  };
  if (rule.class === 'any') return plain;
  const targetClass = shop.classes.get(target);
  const alike = targetClass ? owned.filter((item) => shop.classes.get(item) === targetClass) : [];
  if (targetClass && alike.length > 0) {
    return {
      weight: rule.weight + sameClassWeight,
      reason: { kind: 'complements', rule: rule.id, owned: alike.slice(0, mostNamed), class: targetClass },
    };
  }
  return rule.class === 'only' ? undefined : plain;
}

function upgrade(
  shop: Shop,
  { rule, from }: Compiled<UpgradeRule> & { readonly from: ReadonlySet<string> },
  owned: readonly string[],
  sought: readonly ShopItem[],
  targetId: string,
  now: number,
): Effect | undefined {
  const target = shop.items.get(targetId);
  const price = target?.price;
  if (!target || price === undefined || from.has(targetId)) return undefined;
  const age = target.releasedAt === undefined ? Number.POSITIVE_INFINITY : (now - target.releasedAt) / dayMs;
  const isNew = rule.releasedWithinDays !== undefined && age >= 0 && age <= rule.releasedWithinDays;
  if (rule.releasedWithinDays !== undefined && !isNew) return undefined;
  // The nearest price makes the fairest comparison to tell.
  const [nearest] = sought
    .flatMap((item) =>
      item.price !== undefined && price <= item.price * rule.priceAtMost
        ? [{ item, difference: price - item.price, share: Math.abs(price - item.price) / (item.price || 1) }]
        : [],
    )
    .sort((a, b) => a.share - b.share || (a.item.id < b.item.id ? -1 : 1));
  if (!nearest) return undefined;
  const { item: instead, difference, share } = nearest;
  return {
    weight: rule.weight,
    reason: {
      kind: 'upgrade',
      rule: rule.id,
      instead: instead.id,
      price: share <= samePrice ? 'same' : difference < 0 ? 'lower' : 'higher',
      difference: Math.round(difference * 100) / 100,
      justReleased: isNew,
      ...gainOf(rule, instead, target),
      ...(owned.length > 0 ? { collection: { count: owned.length, owned: owned.slice(0, mostNamed) } } : {}),
    },
  };
}

/** The attribute the rule names, when it is known of both and did grow. */
function gainOf(rule: UpgradeRule, instead: ShopItem, target: ShopItem) {
  const attribute = rule.gain;
  if (attribute === undefined) return {};
  const from = instead.attributes?.[attribute];
  const to = target.attributes?.[attribute];
  if (typeof from !== 'number' || typeof to !== 'number' || to <= from) return {};
  return { gain: { attribute, from, to } };
}
