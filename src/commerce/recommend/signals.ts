/**
 * Everything that speaks for or against an item for one customer, as columns over all items. The ranker
 * weighs them; each is a plain number whose meaning does not depend on the shop.
 */
import { fadedCounts, type History } from './histories.ts';
import { foldIn, type ImplicitFactors, scoreByFactors } from './implicit-factors.ts';
import type { Popularity } from './popularity.ts';
import { addProduct, type Sparse, type SparseVector } from './sparse.ts';

/** What is learned from purchases, before the weights. */
export interface Signals {
  readonly itemCount: number;
  readonly regression: Sparse;
  readonly walk: Sparse;
  readonly factors: ImplicitFactors;
  readonly titles: Sparse;
  /** From `priceLevels`; NaN where the price is unknown. */
  readonly priceLevel: Float64Array;
  /** Columns of signals that are the same for every customer, in the order of `itemSignals`. */
  readonly items: readonly Float64Array[];
}

const itemSignals = ['sold30', 'sold7', 'sold90', 'soldEver', 'age'] as const;
const tasteSignals = ['regression', 'walk', 'factors', 'title', 'price'] as const;
/** Signals that mean something else for what they own already, and so are weighed there a second time. */
const ownedAgainSignals = ['ownedSold30', 'ownedSold7', 'ownedSold90', 'ownedSoldEver', 'ownedAge'] as const;
const ownedTasteSignals = [
  'ownedRegression',
  'ownedWalk',
  'ownedFactors',
  'ownedTitle',
  'ownedPrice',
] as const;
const ownSignals = [
  'owned',
  'ownedOfMany',
  'ownedOfRepeater',
  'orders',
  'ordersFaded',
  'fresh15',
  'fresh40',
  'fresh120',
  'lastBought',
] as const;

/** Names of the columns for items the customer never bought, and for all items. */
export const newItemSignals = [...itemSignals, ...tasteSignals] as const;
export const allSignals = [
  ...newItemSignals,
  ...ownedAgainSignals,
  ...ownedTasteSignals,
  ...ownSignals,
] as const;

/** Half-life in days of purchases as evidence of taste. */
export const tasteHalfLife = 60;

/** The columns of `itemSignals`. */
export function itemColumns(popularity: Popularity): Float64Array[] {
  return [
    popularity.last30.map((count) => Math.log(count + 1)),
    popularity.last7.map((count) => Math.log(count + 0.5)),
    popularity.last90.map((count) => Math.log(count + 1)),
    popularity.ever.map((count) => Math.log(count + 1)),
    popularity.age.map((days) => Math.log(days)),
  ];
}

/** Columns in the order of `newItemSignals`, or of `allSignals` when `withOwn`. */
export function signalColumns(
  signals: Signals,
  history: History,
  today: number,
  withOwn: boolean,
): Float64Array[] {
  const faded = fadedCounts(history, today, tasteHalfLife);
  const columns = [...signals.items, ...tasteColumns(signals, faded)];
  if (!withOwn) return columns;
  const owned = columns.map((column) => {
    const there = new Float64Array(signals.itemCount);
    for (const item of faded.index) there[item] = column[item] ?? 0;
    return there;
  });
  return [...columns, ...owned, ...ownColumns(signals.itemCount, history, today)];
}

function tasteColumns(signals: Signals, faded: SparseVector): Float64Array[] {
  const n = signals.itemCount;
  const regression = new Float64Array(n);
  addProduct({ index: faded.index, value: faded.value.map(() => 1) }, signals.regression, regression);
  const walk = new Float64Array(n);
  addProduct(
    { index: faded.index, value: faded.value.map((v) => Math.sqrt(Math.min(v, 1))) },
    signals.walk,
    walk,
  );
  const factors = new Float64Array(n);
  const counts = { index: faded.index, value: faded.value.map((v) => Math.min(v, 3)) };
  scoreByFactors(signals.factors, foldIn(signals.factors, counts), factors);
  relativeLog(regression);
  relativeLog(walk);
  relativeLog(factors);
  return [
    regression,
    walk,
    factors,
    nearestTitle(signals.titles, faded, n),
    priceFit(signals.priceLevel, faded, n),
  ];
}

/** In place: logarithm of the share of the customer's best score; a floor keeps the unlikely comparable. */
function relativeLog(scores: Float64Array): void {
  let best = 1e-9;
  for (const score of scores) if (score > best) best = score;
  for (let i = 0; i < scores.length; i++) scores[i] = Math.log(Math.max(scores[i] ?? 0, 0) / best + 0.03);
}

/** Likeness to the most alike title the customer bought. */
function nearestTitle(titles: Sparse, owned: SparseVector, n: number): Float64Array {
  const nearest = new Float64Array(n);
  for (const item of owned.index) {
    const to = titles.start[item + 1] ?? 0;
    for (let e = titles.start[item] ?? 0; e < to; e++) {
      const other = titles.index[e] ?? 0;
      const likeness = titles.value[e] ?? 0;
      if (likeness > (nearest[other] ?? 0)) nearest[other] = likeness;
    }
  }
  return nearest;
}

/** 0 for a price in the middle of what the customer pays, falling by 1 per usual spread. */
function priceFit(priceLevel: Float64Array, owned: SparseVector, n: number): Float64Array {
  const fit = new Float64Array(n);
  const paid: number[] = [];
  for (const item of owned.index) {
    const price = priceLevel[item];
    if (price !== undefined && !Number.isNaN(price)) paid.push(price);
  }
  if (paid.length === 0) return fit;
  const middle = paid.reduce((sum, price) => sum + price, 0) / paid.length;
  const spread = Math.sqrt(paid.reduce((sum, price) => sum + (price - middle) ** 2, 0) / paid.length) + 0.5;
  for (let i = 0; i < n; i++) {
    const price = priceLevel[i] ?? Number.NaN;
    fit[i] = Number.isNaN(price) ? -1 : -Math.abs(price - middle) / spread;
  }
  return fit;
}

function ownColumns(n: number, history: History, today: number): Float64Array[] {
  const counts = fadedCounts(history, today, Number.POSITIVE_INFINITY);
  const many = Math.log1p(counts.index.length);
  const repeated = counts.value.filter((orders) => orders > 1).length / Math.max(counts.index.length, 1);
  const at = (value: (orders: number) => number, from = counts, floor = 0) => {
    const column = new Float64Array(n).fill(floor);
    for (let k = 0; k < from.index.length; k++) column[from.index[k] ?? 0] = value(from.value[k] ?? 0);
    return column;
  };
  return [
    at(() => 1),
    at(() => many),
    at(() => repeated),
    at((orders) => Math.log1p(orders)),
    at((orders) => Math.min(orders, 5), fadedCounts(history, today, tasteHalfLife)),
    ...[15, 40, 120].map((halfLife) =>
      at((orders) => Math.log(1e-3 + orders), fadedCounts(history, today, halfLife), Math.log(1e-3)),
    ),
    lastBought(n, history, today),
  ];
}

/** Logarithm of the days since the item was last bought; 0 when never. */
function lastBought(n: number, history: History, today: number): Float64Array {
  const days = new Float64Array(n);
  for (let k = 0; k < history.item.length; k++) {
    const item = history.item[k] ?? 0;
    const age = Math.max(today - (history.day[k] ?? 0), 1);
    if (days[item] === 0 || age < (days[item] ?? 0)) days[item] = age;
  }
  return days.map((age) => (age === 0 ? 0 : Math.log(age)));
}
