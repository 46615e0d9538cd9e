/** Learns a linear model that shares a question's probability out among all answers of a bank. */
import { isNoVector } from './encoder.ts';
import { addDense, addSparse, type LinearModel, moveDense } from './linear.ts';
import { seededRandom, shuffled } from './random.ts';
import type { Rows } from './rows.ts';
import { sharedFloats } from './shared.ts';

export interface SoftmaxOptions {
  /** Lengths of the sparse and the dense part of each row. */
  readonly sparseScale: number;
  readonly denseScale: number;
  /** Weight of the squared length of the weights against the summed loss. */
  readonly regularisation: number;
  readonly epochs: number;
  /** The first step; it falls in a straight line to zero. */
  readonly step: number;
  /** Go on from these weights (same features and classes) instead of zeros, taught by these rows only. */
  readonly from?: { readonly model: LinearModel; readonly rows: readonly number[] };
}

/** Gradients smaller than this move nothing that could be seen. */
const negligible = 2e-3;
/** The bias has no length to hold it back, so it learns more slowly. */
const biasStep = 0.1;

/**
 * Multinomial logistic regression by stochastic gradient descent with a linearly falling step (L. Bottou, “Stochastic
 * gradient descent tricks”, 2012). Every class weighs the same however many phrasings it has: a merchant who writes more
 * phrasings does not mean that it is asked more often. `labels[i]` is the class of row i.
 */
export function trainSoftmax(
  rows: Rows,
  labels: Uint32Array,
  classes: number,
  { sparseScale, denseScale, regularisation, epochs, step, from: start }: SoftmaxOptions,
): LinearModel {
  const { count, starts, ids, values, dense, denseSize, features } = rows;
  const sparseWeights = start?.model.sparse ?? sharedFloats(features * classes);
  const denseWeights = start?.model.dense ?? sharedFloats(denseSize * classes);
  const bias = start?.model.bias ?? sharedFloats(classes);
  if (start) {
    multiply(sparseWeights, 1 / sparseScale);
    multiply(denseWeights, 1 / denseScale);
  }
  const importance = balancedImportance(labels, classes);
  const first = Math.min(step, 4 / importance.reduce((most, each) => Math.max(most, each), 1));
  const scores = new Float32Array(classes);
  // Of the row at hand: the classes whose weights move, how far, and how far those of features of value 1.
  const moved = new Uint32Array(classes);
  const moves = new Float64Array(classes);
  const steps = new Float64Array(classes);
  const random = seededRandom(1);
  const taught = start?.rows ?? Array.from({ length: count }, (_, row) => row);
  // The weights are kept divided by `scale`, so that shrinking them all is one multiplication.
  let scale = 1;
  let done = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const row of shuffled(taught, random)) {
      const rate = first * (1 - done++ / (epochs * taught.length));
      const from = starts[row] ?? 0;
      const to = starts[row + 1] ?? 0;
      const label = labels[row] ?? 0;
      scores.set(bias);
      addSparse(scores, sparseWeights, ids, values, from, to, scale * sparseScale);
      const place = row * denseSize;
      const isDense = !isNoVector(dense.subarray(place, place + denseSize));
      if (isDense) addDense(scores, denseWeights, dense, place, denseSize, scale * denseScale);
      softmaxInPlace(scores);
      scale *= 1 - (rate * regularisation) / count;
      const move = rate * (importance[label] ?? 1);
      let moving = 0;
      for (let klass = 0; klass < classes; klass++) {
        const gradient = (klass === label ? 1 : 0) - (scores[klass] ?? 0);
        if (Math.abs(gradient) < negligible) continue;
        moved[moving] = klass;
        moves[moving] = move * gradient;
        steps[moving++] = (move * gradient * sparseScale) / scale;
      }
      // Feature by feature: the weights of one feature lie side by side.
      for (let at = from; at < to; at++) {
        const place = (ids[at] ?? 0) * classes;
        const value = values[at] ?? 0;
        for (let each = 0; each < moving; each++) {
          const weight = place + (moved[each] ?? 0);
          sparseWeights[weight] = (sparseWeights[weight] ?? 0) + (steps[each] ?? 0) * value;
        }
      }
      if (isDense)
        moveDense(
          denseWeights,
          dense,
          place,
          denseSize,
          moved.subarray(0, moving),
          moves,
          denseScale / scale,
        );
      for (let each = 0; each < moving; each++) {
        const klass = moved[each] ?? 0;
        bias[klass] = (bias[klass] ?? 0) + (moves[each] ?? 0) * biasStep;
      }
    }
  }
  // Questions come unscaled, so the scales go into the weights.
  multiply(sparseWeights, scale * sparseScale);
  multiply(denseWeights, scale * denseScale);
  return { classes, sparse: sparseWeights, dense: denseWeights, bias };
}

/** How much one phrasing of each class counts, so that all classes together count alike; 1 on average. */
export function balancedImportance(labels: Uint32Array, classes: number): Float32Array {
  const counts = new Float32Array(classes);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}

function multiply(numbers: Float32Array, factor: number): void {
  for (let at = 0; at < numbers.length; at++) numbers[at] = (numbers[at] ?? 0) * factor;
}

/** exp(score) / Σ exp(score), safe for any size of scores. */
function softmaxInPlace(scores: Float32Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  for (let at = 0; at < scores.length; at++) {
    const share = Math.exp((scores[at] ?? 0) - highest);
    scores[at] = share;
    sum += share;
  }
  multiply(scores, 1 / sum);
}
