/** What the recommender is measured against; each is tuned on a window before the one it is measured on. */
import { fadedCounts, fadedMatrix, type History } from './histories.ts';
import { foldIn, type ImplicitFactors, scoreByFactors, trainImplicitFactors } from './implicit-factors.ts';
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

/** The same baseline with different settings; the best on the earlier window is taken. */
export type Candidates = (past: Past) => readonly Scorer[];

export const popularityCandidates: Candidates = (past) => {
  const { ever } = countPopularity(past.histories, past.items, past.today);
  return [() => ever];
};

export const recentPopularityCandidates: Candidates = (past) => {
  const { last30 } = countPopularity(past.histories, past.items, past.today);
  return [() => last30];
};

export const itemNeighbourCandidates: Candidates = ({ histories, items, today }) =>
  [Number.POSITIVE_INFINITY, 120, tasteHalfLife].flatMap((halfLife) => {
    const faded = mapValues(fadedMatrix(histories, items, today, halfLife), (v) => Math.sqrt(Math.min(v, 1)));
    return [0, 10, 30].flatMap((shrinkage) =>
      [100, 400].map((neighbours): Scorer => {
        const weights = trainItemNeighbours(faded, { neighbours, shrinkage });
        return (history) => {
          const scores = new Float64Array(items);
          const { index, value } = fadedCounts(history, today, halfLife);
          addProduct({ index, value: value.map((v) => Math.sqrt(Math.min(v, 1))) }, weights, scores);
          return scores;
        };
      }),
    );
  });

/** The customer's own faded order counts; what they never bought follows by recent popularity. */
export const personalFrequencyCandidates: Candidates = (past) => {
  const popular = shareOfBest(countPopularity(past.histories, past.items, past.today).last30);
  return frequencyHalfLives.map(
    (halfLife): Scorer =>
      (history) =>
        sum([ownCounts(past, history, halfLife), popular], [1, 1e-4]),
  );
};

export const factorCandidates: Candidates = (past) => {
  const factors = trainFactors(past);
  return [(history) => factorScores(past, factors, history)];
};

export const factorsAndPopularityCandidates: Candidates = (past) => {
  const factors = trainFactors(past);
  const popular = shareOfBest(countPopularity(past.histories, past.items, past.today).last30);
  return [0.02, 0.05, 0.1, 0.2, 0.4].map(
    (weight): Scorer =>
      (history) =>
        sum([factorScores(past, factors, history), popular], [1, weight]),
  );
};

export const frequencyFactorsPopularityCandidates: Candidates = (past) => {
  const factors = trainFactors(past);
  const popular = shareOfBest(countPopularity(past.histories, past.items, past.today).last30);
  return frequencyHalfLives.flatMap((halfLife) =>
    [0.3, 1, 3].flatMap((factorWeight) =>
      [0.1, 0.3, 1].map(
        (popularWeight): Scorer =>
          (history) =>
            sum(
              [ownCounts(past, history, halfLife), factorScores(past, factors, history), popular],
              [1, factorWeight, popularWeight],
            ),
      ),
    ),
  );
};

const frequencyHalfLives = [30, 60, 120, Number.POSITIVE_INFINITY];

function trainFactors({ histories, items, today }: Past): ImplicitFactors {
  const faded = fadedMatrix(histories, items, today, tasteHalfLife);
  return trainImplicitFactors(mapValues(faded, (v) => Math.min(v, 3)));
}

function factorScores(past: Past, factors: ImplicitFactors, history: History): Float64Array {
  const scores = new Float64Array(past.items);
  const { index, value } = fadedCounts(history, past.today, tasteHalfLife);
  scoreByFactors(factors, foldIn(factors, { index, value: value.map((v) => Math.min(v, 3)) }), scores);
  return scores;
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
