/** A linear model over the features of a bank, and how it scores a question. */
import type { SparseVector } from './space.ts';

export interface LinearModel {
  readonly classes: number;
  /**
   * Feature-major: the weight of feature f for class c is at `f * classes + c`. First the sparse features, then the
   * dense ones, last the bias.
   */
  readonly weights: Float32Array;
}

/** The score of each class for a question with the sparse part `sparse` and the dense part `dense`. */
export function scoreClasses(
  { classes, weights }: LinearModel,
  sparse: SparseVector,
  dense: Float32Array,
): Float32Array {
  const bias = weights.length - classes;
  const scores = weights.slice(bias);
  for (let at = 0; at < sparse.ids.length; at++) {
    addScaled(scores, weights, (sparse.ids[at] ?? 0) * classes, sparse.values[at] ?? 0);
  }
  const firstDense = bias - dense.length * classes;
  for (let at = 0; at < dense.length; at++) {
    addScaled(scores, weights, firstDense + at * classes, dense[at] ?? 0);
  }
  return scores;
}

function addScaled(scores: Float32Array, weights: Float32Array, from: number, value: number): void {
  for (let klass = 0; klass < scores.length; klass++) {
    scores[klass] = (scores[klass] ?? 0) + value * (weights[from + klass] ?? 0);
  }
}
