/** One linear model that shares a question's probability out among all answers of a bank. */

import type { LinearModel } from './linear.ts';
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
}

/** Gradients smaller than this move nothing that could be seen. */
const negligible = 1e-3;

/**
 * Multinomial logistic regression by stochastic gradient descent with a linearly falling step (L. Bottou,
 * “Stochastic gradient descent tricks”, 2012). Every class weighs the same however many phrasings it has: a merchant
 * who writes more phrasings does not mean that it is asked more often.
 * `labels[i]` is the class of row i.
 */
export function trainSoftmax(
  rows: Rows,
  labels: Uint32Array,
  classes: number,
  { sparseScale, denseScale, regularisation, epochs, step }: SoftmaxOptions,
): LinearModel {
  const { count, starts, ids, denseSize, features } = rows;
  const values = rows.values.map((value) => value * sparseScale);
  const dense = rows.dense.map((value) => value * denseScale);
  const weights = sharedFloats((features + denseSize + 1) * classes);
  const bias = weights.length - classes;
  const importance = balancedImportance(labels, classes);
  const heaviest = importance.reduce((most, each) => Math.max(most, each), 1);
  const first = Math.min(step, 4 / heaviest);
  const scores = new Float32Array(classes);
  const random = seededRandom(1);
  const rowsInOrder = Array.from({ length: count }, (_, row) => row);
  const total = epochs * count;
  let scale = 1;
  let done = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const row of shuffled(rowsInOrder, random)) {
      const rate = first * (1 - done++ / total);
      const from = starts[row] ?? 0;
      const to = starts[row + 1] ?? 0;
      scores.fill(0);
      for (let at = from; at < to; at++) addRow(scores, weights, (ids[at] ?? 0) * classes, values[at] ?? 0);
      for (let at = 0; at < denseSize; at++) {
        addRow(scores, weights, (features + at) * classes, dense[row * denseSize + at] ?? 0);
      }
      for (let klass = 0; klass < classes; klass++) {
        scores[klass] = (scores[klass] ?? 0) * scale + (weights[bias + klass] ?? 0);
      }
      softmaxInPlace(scores);
      scale *= 1 - (rate * regularisation) / count;
      const move = rate * (importance[labels[row] ?? 0] ?? 1);
      for (let klass = 0; klass < classes; klass++) {
        const gradient = (klass === labels[row] ? 1 : 0) - (scores[klass] ?? 0);
        if (Math.abs(gradient) < negligible) continue;
        const amount = (move * gradient) / scale;
        for (let at = from; at < to; at++) {
          const place = (ids[at] ?? 0) * classes + klass;
          weights[place] = (weights[place] ?? 0) + amount * (values[at] ?? 0);
        }
        for (let at = 0; at < denseSize; at++) {
          const place = (features + at) * classes + klass;
          weights[place] = (weights[place] ?? 0) + amount * (dense[row * denseSize + at] ?? 0);
        }
        weights[bias + klass] = (weights[bias + klass] ?? 0) + move * gradient * biasStep;
      }
    }
  }
  // Questions come unscaled, so the scales go into the weights.
  const firstDense = features * classes;
  for (let at = 0; at < bias; at++) {
    weights[at] = (weights[at] ?? 0) * scale * (at < firstDense ? sparseScale : denseScale);
  }
  return { classes, weights };
}

/** The bias has no length to hold it back, so it learns more slowly. */
const biasStep = 0.1;

/** How much one phrasing of each class counts, so that all classes together count alike; 1 on average. */
function balancedImportance(labels: Uint32Array, classes: number): Float32Array {
  const counts = new Float32Array(classes);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}

function addRow(scores: Float32Array, weights: Float32Array, from: number, value: number): void {
  if (value === 0) return;
  for (let klass = 0; klass < scores.length; klass++) {
    scores[klass] = (scores[klass] ?? 0) + value * (weights[from + klass] ?? 0);
  }
}

/** exp(score) / Σ exp(score), safe for any size of scores. */
export function softmaxInPlace(scores: Float32Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  for (let at = 0; at < scores.length; at++) {
    const share = Math.exp((scores[at] ?? 0) - highest);
    scores[at] = share;
    sum += share;
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / sum;
}
