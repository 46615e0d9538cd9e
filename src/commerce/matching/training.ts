/** Training of the matcher: bagged trees, scores for rows the trees have not seen, the best threshold. */
import { seededRandom } from '../recommend/random.ts';
import { probability, score, type TreeModel, type TreeSettings, trainTrees } from './boosted-trees.ts';

/** Settings that cross-validation on pairs of three kinds of shops chose. */
export const matcherSettings: TreeSettings = {
  trees: 250,
  depth: 5,
  learningRate: 0.06,
  rowShare: 0.8,
  featureShare: 0.6,
  leastWeight: 2,
  ridge: 1,
};

/** Trees that differ only in what they drew; their mean steadies the score. */
export function trainBag(
  rows: readonly ArrayLike<number>[],
  labels: readonly number[],
  bags: number,
): TreeModel[] {
  return Array.from({ length: bags }, (_, seed) =>
    trainTrees(rows, labels, matcherSettings, seededRandom(seed + 1)),
  );
}

/** The mean log-odds of a bag. */
export function bagScore(bag: readonly TreeModel[], row: ArrayLike<number>): number {
  let sum = 0;
  for (const model of bag) sum += score(model, row);
  return sum / Math.max(1, bag.length);
}

/** Log-odds of each row by trees that were trained on the other folds only. */
export function outOfFold(
  rows: readonly ArrayLike<number>[],
  labels: readonly number[],
  folds: number,
  bags: number,
): Float64Array {
  const random = seededRandom(7);
  const foldOf = rows.map(() => Math.floor(random() * folds));
  const scores = new Float64Array(rows.length);
  for (let fold = 0; fold < folds; fold += 1) {
    const inside = rows.flatMap((_, row) => (foldOf[row] === fold ? [] : [row]));
    const bag = trainBag(
      inside.map((row) => rows[row] ?? []),
      inside.map((row) => labels[row] ?? 0),
      bags,
    );
    for (const [row, features] of rows.entries())
      if (foldOf[row] === fold) scores[row] = bagScore(bag, features);
  }
  return scores;
}

export interface Counts {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Precision, recall and F1 when log-odds at or above `threshold` (a probability) count as a match. */
export function countAt(scores: ArrayLike<number>, labels: readonly number[], threshold: number): Counts {
  let hits = 0;
  let claimed = 0;
  let positives = 0;
  for (const [row, label] of labels.entries()) {
    const claims = probability(scores[row] ?? 0) >= threshold;
    if (claims) claimed += 1;
    if (label === 1) positives += 1;
    if (claims && label === 1) hits += 1;
  }
  const precision = claimed === 0 ? 0 : hits / claimed;
  const recall = positives === 0 ? 0 : hits / positives;
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The threshold in the middle of those whose F1 is within half a point of the best, so that it is no lucky one. */
export function bestThreshold(scores: ArrayLike<number>, labels: readonly number[]): number {
  const thresholds = Array.from({ length: 181 }, (_, at) => 0.05 + at * 0.005);
  const curve = thresholds.map((threshold) => countAt(scores, labels, threshold).f1);
  const best = Math.max(...curve);
  const good = thresholds.filter((_, at) => (curve[at] ?? 0) >= best - 0.0025);
  return good[Math.floor(good.length / 2)] ?? 0.5;
}
