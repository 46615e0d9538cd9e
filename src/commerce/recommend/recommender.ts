/** Recommendations for one customer on one page: the model's ranking, the merchant's rules, and true reasons. */
import { type CustomerRecord, isBoughtAgain, type Standing, standingOf } from './customer.ts';
import { pickDiverse, type Ranked } from './diversity.ts';
import { obstacleTo, type Surroundings } from './eligibility.ts';
import { type Anchor, popular, reasonsFor } from './explain.ts';
import { historyOf } from './histories.ts';
import { type RecommendModel, scoreItems } from './model.ts';
import { topItems } from './ranking-measures.ts';
import type { Reason } from './reasons.ts';
import { type Effect, forbidden, ruleEffects } from './rule-effects.ts';
import type { Rule } from './rules.ts';
import { matches, type Selector } from './selector.ts';
import { prepareShop, type Shop } from './shop.ts';
import type { ShopItem } from './shop-item.ts';
import { dayOf } from './types.ts';

export interface RecommendRequest {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Absent for a visitor nobody knows. */
  readonly customer?: CustomerRecord;
  /** What they asked for; then only such items, and upgrades from them, are shown. */
  readonly wanted?: Selector;
  readonly page?: { readonly item?: string; readonly category?: string };
  readonly cart?: readonly string[];
  /** 6 when absent. */
  readonly count?: number;
}

export interface Recommendation {
  readonly item: ShopItem;
  /** Logarithm of odds, comparable within one answer. */
  readonly score: number;
  /** The most telling first; at least one, all true. */
  readonly reasons: readonly Reason[];
}

export interface Recommender {
  readonly shop: Shop;
  /** Best first; fewer than asked when nothing more may be shown or there is no reason for it. */
  recommend(request: RecommendRequest): Recommendation[];
}

export interface RecommenderParts {
  readonly model: RecommendModel;
  /** Everything customers may own or buy, sold out and discontinued included. */
  readonly items: readonly ShopItem[];
  readonly rules: readonly Rule[];
}

const nobody: CustomerRecord = { purchases: [], declined: [], personalised: true };
/** Candidates that compete for a place once likeness counts. */
const shortlist = 60;
/** In favour of the category of the page, and per e-fold of items owned by the artist. */
const [pageCategoryWeight, artistWeight] = [1, 0.5];

export function createRecommender({ model, items, rules }: RecommenderParts): Recommender {
  const shop = prepareShop(items, rules);
  const itemAt = new Map(model.items.map((id, at) => [id, at]));
  const catalogue = items.map((item) => ({ item, at: itemAt.get(item.id) }));
  return {
    shop,
    recommend(request) {
      const customer = request.customer ?? nobody;
      const standing = standingOf(customer);
      const sought = soughtItems(shop, request);
      const surroundings: Surroundings = {
        standing,
        never: forbidden(shop, standing),
        cart: new Set(request.cart),
        pageItem: request.page?.item,
      };
      const known = customer.personalised ? standing : standingOf(nobody);
      const effects = ruleEffects(shop, known, sought, request.now);
      const isUpgrade = (item: ShopItem) =>
        effects.get(item.id)?.some(({ reason }) => reason.kind === 'upgrade') ?? false;
      const candidates = catalogue.filter(
        ({ item }) =>
          (!request.wanted || matches(request.wanted, item, shop.classes) || isUpgrade(item)) &&
          !obstacleTo(item, surroundings),
      );
      const anchors = customer.personalised ? anchorsOf(standing, request, itemAt) : [];
      const ranked = rank(
        candidates,
        ({ item }) => isUpgrade(item),
        (candidate, base) =>
          customer.personalised ? base + lift(candidate.item, shop, known, effects, request) : base,
        customer.personalised
          ? modelScores(model, customer, standing, candidates, request, itemAt)
          : (at) =>
              Math.log((model.popularity.last30[at] ?? 0) + 0.01 * (model.popularity.ever[at] ?? 0) + 0.001),
      );
      const ground = { model, items: shop.items, standing: known, anchors };
      const explained = ranked.flatMap((candidate) => {
        const reasons = reasonsOf(candidate, customer, request, shop, effects, ground);
        return reasons.length > 0 ? [{ ...candidate, reasons }] : [];
      });
      return pickDiverse(explained, request.count ?? 6, model.signals.titles).map(
        ({ item, score, reasons }) => ({
          item,
          score,
          reasons,
        }),
      );
    },
  };
}

interface Candidate {
  readonly item: ShopItem;
  readonly at: number | undefined;
}

/** What is asked for and on sale, or the item of the page: what an upgrade would replace. */
function soughtItems(shop: Shop, { wanted, page }: RecommendRequest): ShopItem[] {
  if (wanted) {
    return [...shop.items.values()].filter((item) => item.inStock && matches(wanted, item, shop.classes));
  }
  const onPage = page?.item === undefined ? undefined : shop.items.get(page.item);
  return onPage ? [onPage] : [];
}

function anchorsOf(
  standing: Standing,
  { page, cart = [] }: RecommendRequest,
  itemAt: ReadonlyMap<string, number>,
): Anchor[] {
  const anchor = (through: Anchor['through']) => (id: string) => {
    const at = itemAt.get(id);
    return at === undefined ? [] : [{ id, at, through }];
  };
  return [
    ...(page?.item === undefined ? [] : anchor('page')(page.item)),
    ...cart.flatMap(anchor('cart')),
    ...standing.keptLatestFirst.flatMap(anchor('owned')),
  ];
}

/** Page and cart count like purchases of today: they say what the customer is after. */
function modelScores(
  model: RecommendModel,
  customer: CustomerRecord,
  standing: Standing,
  candidates: readonly Candidate[],
  { now, page, cart = [] }: RecommendRequest,
  itemAt: ReadonlyMap<string, number>,
): (at: number) => number {
  const present = [...cart, ...(page?.item === undefined ? [] : [page.item])];
  const history = historyOf(
    [
      ...customer.purchases.filter((purchase) => !purchase.returned),
      ...present.map((item) => ({ item, at: now, order: 'now', quantity: 1 })),
    ],
    itemAt,
  );
  const repeats = candidates.some(({ item }) => isBoughtAgain(standing, item.id, item.consumable));
  const today = Math.max(dayOf(now), model.today);
  const scores = scoreItems(model, history, today, repeats ? 'all' : 'new');
  return (at) => scores[at] ?? 0;
}

/** The best of the candidates. What upgrades the item in question starts level with the best; an item the model has not seen yet stands where the average one does. */
function rank(
  candidates: readonly Candidate[],
  upgrades: (candidate: Candidate) => boolean,
  adjust: (candidate: Candidate, base: number) => number,
  scoreAt: (at: number) => number,
): Ranked[] {
  const base = candidates.map(({ at }) => (at === undefined ? undefined : scoreAt(at)));
  const seen = base.filter((score) => score !== undefined);
  const average = seen.reduce((sum, score) => sum + score, 0) / Math.max(seen.length, 1);
  const best = seen.reduce((most, score) => Math.max(most, score), average);
  const scores = Float64Array.from(candidates, (candidate, c) =>
    adjust(candidate, upgrades(candidate) ? best : (base[c] ?? average)),
  );
  return topItems(scores, shortlist).flatMap((c) => {
    const candidate = candidates[c];
    return candidate ? [{ ...candidate, score: scores[c] ?? 0 }] : [];
  });
}

function lift(
  item: ShopItem,
  shop: Shop,
  standing: Standing,
  effects: ReadonlyMap<string, readonly Effect[]>,
  { page }: RecommendRequest,
): number {
  let sum = 0;
  for (const effect of effects.get(item.id) ?? []) sum += effect.weight;
  const category =
    page?.category ?? (page?.item === undefined ? undefined : shop.items.get(page.item)?.category);
  if (category !== undefined && item.category === category) sum += pageCategoryWeight;
  if (item.artist !== undefined) {
    let owned = 0;
    for (const id of standing.keptLatestFirst) if (shop.items.get(id)?.artist === item.artist) owned++;
    sum += artistWeight * Math.log1p(owned);
  }
  return sum;
}

function reasonsOf(
  { item, at }: Candidate,
  customer: CustomerRecord,
  { wanted }: RecommendRequest,
  shop: Shop,
  effects: ReadonlyMap<string, readonly Effect[]>,
  ground: Parameters<typeof reasonsFor>[2],
): Reason[] {
  const asked: Reason[] = wanted && matches(wanted, item, shop.classes) ? [{ kind: 'asked-for' }] : [];
  if (!customer.personalised) {
    const often = popular(at, ground.model);
    return [...asked, ...(often ? [often] : []), { kind: 'not-personalised' }];
  }
  const ruled = [...(effects.get(item.id) ?? [])]
    .sort((a, b) => b.weight - a.weight)
    .map(({ reason }) => reason);
  return [...ruled, ...asked, ...reasonsFor(item, at, ground)];
}
