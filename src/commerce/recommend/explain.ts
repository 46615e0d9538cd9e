/** Finds the reasons that hold for one item and one customer, the most telling first. */
import type { Standing } from './customer.ts';
import type { RecommendModel } from './model.ts';
import type { Reason, Through } from './reasons.ts';
import type { ShopItem } from './shop-item.ts';
import { rowOf } from './sparse.ts';
import { shareTogether } from './together.ts';

/** An item the customer owns, has in the cart or looks at, as far as the model knows it. */
export interface Anchor {
  readonly id: string;
  readonly at: number;
  readonly through: Through;
}

export interface Ground {
  readonly model: RecommendModel;
  readonly items: ReadonlyMap<string, ShopItem>;
  readonly standing: Standing;
  readonly anchors: readonly Anchor[];
}

/** A share below this is not worth a sentence. */
const leastShare = 0.1;
/** How many times more often than all customers those of the named item must have bought this one. */
const leastLift = 2;
const leastLikeness = 0.5;
const fewestOrders = 2;
const mostNamed = 5;

/** Reasons from purchases; those of rules and requests are added by the caller. */
export function reasonsFor(item: ShopItem, at: number | undefined, ground: Ground): Reason[] {
  return [
    again(item, ground.standing),
    together(at, ground),
    sameMaker(item, ground),
    similar(at, ground),
    taste(at, ground),
    popular(at, ground.model),
  ].flatMap((reason) => (reason ? [reason] : []));
}

/** How often it was ordered lately; undefined when that is next to never. */
export function popular(at: number | undefined, model: RecommendModel): Reason | undefined {
  const count = at === undefined ? 0 : (model.popularity.last30[at] ?? 0);
  return count >= fewestOrders ? { kind: 'popular', days: 30, count } : undefined;
}

function again(item: ShopItem, standing: Standing): Reason | undefined {
  const orders = standing.kept.get(item.id) ?? [];
  const last = orders.at(-1);
  return last && { kind: 'bought-again', times: orders.length, lastAt: last.at };
}

function together(at: number | undefined, { model, anchors }: Ground): Reason | undefined {
  if (at === undefined) return undefined;
  const { together: counts, customers } = model;
  const usual = (counts.buyers[at] ?? 0) / Math.max(customers, 1);
  let best: Reason | undefined;
  let bestShare = leastShare;
  for (const anchor of anchors) {
    if (anchor.at === at) continue;
    const share = shareTogether(counts, anchor.at, at);
    if (share < bestShare || share < leastLift * usual) continue;
    [best, bestShare] = [{ kind: 'bought-together', item: anchor.id, share, through: anchor.through }, share];
  }
  return best;
}

function sameMaker(item: ShopItem, { items, standing }: Ground): Reason | undefined {
  const ownedBy = (name: string, of: (other: ShopItem) => string | undefined) =>
    standing.keptLatestFirst.filter((id) => {
      const other = items.get(id);
      return other !== undefined && other.id !== item.id && of(other) === name;
    });
  if (item.artist !== undefined) {
    const owned = ownedBy(item.artist, (other) => other.artist);
    if (owned.length > 0) return { kind: 'same-artist', name: item.artist, owned: owned.slice(0, mostNamed) };
  }
  if (item.brand === undefined) return undefined;
  const owned = ownedBy(item.brand, (other) => other.brand);
  return owned.length > 0
    ? { kind: 'same-brand', name: item.brand, owned: owned.slice(0, mostNamed) }
    : undefined;
}

function similar(at: number | undefined, { model, anchors }: Ground): Reason | undefined {
  if (at === undefined) return undefined;
  const row = rowOf(model.signals.titles, at);
  let best: Reason | undefined;
  let bestLikeness = leastLikeness;
  for (const anchor of anchors) {
    const place = row.index.indexOf(anchor.at);
    const likeness = place < 0 ? 0 : (row.value[place] ?? 0);
    if (likeness < bestLikeness) continue;
    [best, bestLikeness] = [{ kind: 'similar', item: anchor.id, through: anchor.through }, likeness];
  }
  return best;
}

/** A walk from something owned over its customers ends here, so some of them bought it. */
function taste(at: number | undefined, { model, anchors }: Ground): Reason | undefined {
  if (at === undefined) return undefined;
  const reached = anchors.some(
    (anchor) => anchor.through === 'owned' && rowOf(model.signals.walk, anchor.at).index.includes(at),
  );
  return reached ? { kind: 'taste' } : undefined;
}
