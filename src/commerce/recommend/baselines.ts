/** What the recommender is measured against; each is tuned on a window before the one it is measured on. */
import { fadedCounts, fadedMatrix, type History } from './histories.ts';
import { foldIn, scoreByFactors, trainImplicitFactors } from './implicit-factors.ts';
import { trainItemNeighbours } from './item-neighbours.ts';
import { countPopularity } from './popularity.ts';
import { tasteHalfLife } from './signals.ts';
import { addProduct, mapValues } from './sparse.ts';

/** Scores per item for one customer. */
export type Scorer = (history: History) => Float64Array;

/** What a baseline is built from: histories that end before `today`. */
export interface Past {
  readonly histories: readonly History[];
  readonly items: number;
  readonly today: number;
}

/** The same baseline with different settings, each built when asked for; the best on an earlier window is taken. */
export type Candidates = (past: Past) => readonly (() => Scorer)[];

export const popularityCandidates: Candidates = (past) => {
  const { ever } = countPopularity(past.histories, past.items, past.today);
  return [() => () => ever];
};

export const recentPopularityCandidates: Candidates = (past) => {
  const { last30 } = countPopularity(past.histories, past.items, past.today);
  return [() => () => last30];
};

export const itemNeighbourCandidates: Candidates = ({ histories, items, today }) =>
  [Number.POSITIVE_INFINITY, 120, tasteHalfLife].flatMap((halfLife) =>
    [0, 20].flatMap((shrinkage) =>
      [100, 400].map((neighbours) => () => {
        const soft = (value: number) => Math.sqrt(Math.min(value, 1));
        const faded = mapValues(fadedMatrix(histories, items, today, halfLife), soft);
        const weights = trainItemNeighbours(faded, { neighbours, shrinkage });
        return (history: History) => {
          const scores = new Float64Array(items);
          const { index, value } = fadedCounts(history, today, halfLife);
          addProduct({ index, value: value.map(soft) }, weights, scores);
          return scores;
        };
      }),
    ),
  );

/** The customer's own faded order counts; what they never bought follows by recent popularity. */
export const personalFrequencyCandidates: Candidates = (past) => {
  const popular = shareOfBest(countPopularity(past.histories, past.items, past.today).last30);
  return frequencyHalfLives.map(
    (halfLife) => () => (history) => sum([ownCounts(past, history, halfLife), popular], [1, 1e-4]),
  );
};

export const factorCandidates: Candidates = (past) => {
  const scores = factorScorer(past);
  return [() => scores];
};

export const factorsAndPopularityCandidates: Candidates = (past) => {
  const factors = factorScorer(past);
  const popular = shareOfBest(countPopularity(past.histories, past.items, past.today).last30);
  return [0.02, 0.05, 0.1, 0.2, 0.4].map(
    (weight) => () => (history) => sum([factors(history), popular], [1, weight]),
  );
};

export const frequencyFactorsPopularityCandidates: Candidates = (past) => {
  const factors = factorScorer(past);
  const popular = shareOfBest(countPopularity(past.histories, past.items, past.today).last30);
  return frequencyHalfLives.flatMap((halfLife) =>
    [0.3, 1, 3].flatMap((factorWeight) =>
      [0.1, 0.3, 1].map(
        (popularWeight) => () => (history) =>
          sum(
            [ownCounts(past, history, halfLife), factors(history), popular],
            [1, factorWeight, popularWeight],
          ),
      ),
    ),
  );
};

const frequencyHalfLives = [30, 60, 120, Number.POSITIVE_INFINITY];

const factorScorers = new WeakMap<Past, Scorer>();

/** Trained once per past, and each customer scored once, since three baselines and all their settings share it. */
function factorScorer(past: Past): Scorer {
  const ready = factorScorers.get(past);
  if (ready) return ready;
  const { histories, items, today } = past;
  const capped = (value: number) => Math.min(value, 3);
  const model = trainImplicitFactors(mapValues(fadedMatrix(histories, items, today, tasteHalfLife), capped));
  const known = new WeakMap<History, Float64Array>();
  const scorer: Scorer = (history) => {
    const before = known.get(history);
    if (before) return before;
    const scores = new Float64Array(items);
    const { index, value } = fadedCounts(history, today, tasteHalfLife);
    scoreByFactors(model, foldIn(model, { index, value: value.map(capped) }), scores);
    known.set(history, scores);
    return scores;
  };
  factorScorers.set(past, scorer);
  return scorer;
}

function ownCounts(past: Past, history: History, halfLife: number): Float64Array {
  const scores = new Float64Array(past.items);
  const { index, value } = fadedCounts(history, past.today, halfLife);
  index.forEach((item, k) => {
    scores[item] = value[k] ?? 0;
  });
  return scores;
}

function shareOfBest(counts: Float64Array): Float64Array {
  const best = counts.reduce((most, count) => Math.max(most, count), 1);
  return counts.map((count) => count / best);
}

function sum(columns: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const total = new Float64Array(columns[0]?.length ?? 0);
  columns.forEach((column, c) => {
    for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + (weights[c] ?? 0) * (column[i] ?? 0);
  });
  return total;
}
