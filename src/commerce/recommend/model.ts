/** The trained recommender as plain data: signals, their weights, and the numbering of items. */
import { fadedMatrix, gatherHistories, type Histories, type History, historyBefore } from './histories.ts';
import { trainImplicitFactors } from './implicit-factors.ts';
import { trainNeighbourRegression } from './neighbour-regression.ts';
import { countPopularity, type Popularity } from './popularity.ts';
import { priceLevels } from './price-levels.ts';
import { trainRandomWalk } from './random-walk.ts';
import { learnWeights, type RankingExample } from './ranker.ts';
import { rankingExample } from './ranking-example.ts';
import {
  allSignals,
  itemColumns,
  newItemSignals,
  type Signals,
  signalColumns,
  tasteHalfLife,
} from './signals.ts';
import { mapValues, type Sparse } from './sparse.ts';
import { titleLikeness } from './title-likeness.ts';
import { countTogether, type Together } from './together.ts';
import type { ItemFacts, Purchase } from './types.ts';

export interface RecommendModel {
  readonly items: readonly string[];
  /** The first day not trained on; ages are counted up to it or to the day of the question, if later. */
  readonly today: number;
  readonly signals: Signals;
  readonly popularity: Popularity;
  readonly together: Together;
  /** How many customers had bought anything. */
  readonly customers: number;
  /** In the order of `newItemSignals`: for ranking what the customer never bought. */
  readonly newWeights: readonly number[];
  /** In the order of `allSignals`: for ranking everything, repeats included. */
  readonly allWeights: readonly number[];
}

export interface TrainingOptions {
  /** Purchases of this day and later are left out. */
  readonly today: number;
  /** Days held back at the end of the training time to learn the weights from. */
  readonly windowDays?: number;
}

/** Below this many customers with purchases in the held-back window the given weights are used as they are. */
const fewestExamples = 20;
/** More add nothing measurable to a dozen weights. */
const mostExamples = 800;

/** What a model learns in two independent parts, so that two threads can share the work. */
export type ModelWeights = Pick<RecommendModel, 'newWeights' | 'allWeights'>;

/**
 * Trains on purchases before `options.today`: weights are learned on the last `windowDays` from signals of the
 * time before, then the signals are trained again on everything. Deterministic.
 */
export function trainModel(
  purchases: readonly Purchase[],
  facts: readonly ItemFacts[],
  options: TrainingOptions,
): RecommendModel {
  return {
    ...trainModelSignals(purchases, facts, options),
    ...trainModelWeights(purchases, facts, options),
  };
}

export function trainModelSignals(
  purchases: readonly Purchase[],
  facts: readonly ItemFacts[],
  { today }: TrainingOptions,
): Omit<RecommendModel, keyof ModelWeights> {
  const histories = gatherHistories(purchases, facts);
  const until = histories.of.map((history) => historyBefore(history, today));
  const { signals, popularity, bought } = trainSignals(histories, until, facts, today);
  const together = countTogether(bought, signals.regression);
  return { items: histories.items, today, signals, popularity, together, customers: bought.rows };
}

export function trainModelWeights(
  purchases: readonly Purchase[],
  facts: readonly ItemFacts[],
  { today, windowDays = 30 }: TrainingOptions,
): ModelWeights {
  const histories = gatherHistories(purchases, facts);
  const until = histories.of.map((history) => historyBefore(history, today));
  return weightsFromWindow(histories, until, facts, today - windowDays);
}

/** Scores per item for items never bought (`newItems`) or for all; higher is better. */
export function scoreItems(
  model: RecommendModel,
  history: History,
  today: number,
  which: 'new' | 'all',
): Float64Array {
  const columns = signalColumns(model.signals, history, today, which === 'all');
  const weights = which === 'all' ? model.allWeights : model.newWeights;
  const scores = new Float64Array(model.items.length);
  columns.forEach((column, f) => {
    const weight = weights[f] ?? 0;
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + weight * (column[i] ?? 0);
  });
  return scores;
}

/** Trains all signals on histories that end before `today`. */
export function trainSignals(
  numbering: Pick<Histories, 'items' | 'itemAt'>,
  histories: readonly History[],
  facts: readonly ItemFacts[],
  today: number,
): { signals: Signals; popularity: Popularity; bought: Sparse } {
  const n = numbering.items.length;
  const active = histories.filter((history) => history.item.length > 0);
  const faded = fadedMatrix(active, n, today, tasteHalfLife);
  const bought = mapValues(faded, () => 1);
  const popularity = countPopularity(active, n, today);
  const titles = new Array<string>(n).fill('');
  for (const fact of facts) {
    const at = numbering.itemAt.get(fact.id);
    if (at !== undefined) titles[at] = fact.title;
  }
  const signals: Signals = {
    itemCount: n,
    regression: trainNeighbourRegression(bought),
    walk: trainRandomWalk(
      bought,
      mapValues(faded, (v) => Math.sqrt(Math.min(v, 1))),
    ),
    factors: trainImplicitFactors(mapValues(faded, (v) => Math.min(v, 3))),
    titles: titleLikeness(titles),
    priceLevel: priceLevels(numbering, facts),
    items: itemColumns(popularity),
  };
  return { signals, popularity, bought };
}

/** Where a shop's own purchases are too few to learn from. */
const priorNew: Record<(typeof newItemSignals)[number], number> = {
  sold30: 0.8,
  sold7: 0.1,
  sold90: -0.2,
  soldEver: -0.4,
  age: -0.4,
  regression: 0.2,
  walk: 0.5,
  factors: 0.5,
  title: 1,
  price: 0.1,
};
const priorAll: Partial<Record<(typeof allSignals)[number], number>> = {
  ...priorNew,
  owned: 0.5,
  orders: 1,
  ordersFaded: 0.5,
  fresh40: 0.1,
  fresh120: 0.1,
};

/**
 * The softmax fits the whole list; its first ten places are measured better with more trust in what was ordered
 * before (chosen on windows before those reported, where it never lost and gained most in a change of season).
 */
const headOfList: Readonly<Record<string, number>> = { owned: 0.1, orders: 0.6 };

function weightsFromWindow(
  histories: Histories,
  until: readonly History[],
  facts: readonly ItemFacts[],
  from: number,
): ModelWeights {
  const prior = {
    newWeights: newItemSignals.map((name) => priorNew[name]),
    allWeights: allSignals.map((name) => priorAll[name] ?? 0),
  };
  const pairs = until
    .map((history) => ({ before: historyBefore(history, from), history }))
    .filter(({ before, history }) => before.item.length > 0 && before.item.length < history.item.length);
  if (pairs.length < fewestExamples) return prior;
  const past = until.map((history) => historyBefore(history, from));
  const { signals } = trainSignals(histories, past, facts, from);
  const every = Math.max(pairs.length / mostExamples, 1);
  const newExamples: RankingExample[] = [];
  const allExamples: RankingExample[] = [];
  for (let at = 0; at < pairs.length; at += every) {
    const pair = pairs[Math.floor(at)];
    if (!pair) continue;
    const bought = new Set(pair.history.item.filter((_, k) => (pair.history.day[k] ?? 0) >= from));
    const columns = signalColumns(signals, pair.before, from, true);
    const owned = new Set(pair.before.item);
    newExamples.push(rankingExample(columns.slice(0, newItemSignals.length), bought, owned, at));
    allExamples.push(rankingExample(columns, bought, new Set(), at));
  }
  return {
    newWeights: learnWeights(newExamples, prior.newWeights),
    allWeights: learnWeights(allExamples, prior.allWeights).map(
      (weight, f) => weight + (headOfList[allSignals[f] ?? ''] ?? 0),
    ),
  };
}
