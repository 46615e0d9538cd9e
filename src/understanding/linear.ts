/** A linear model over the features of a bank: how it is scored and moved while it learns. */
import { sharedFloats } from './shared.ts';
import type { Space } from './space.ts';

export interface LinearModel {
  readonly classes: number;
  /** Feature-major: the weight of sparse feature f for class c is at `f * classes + c`. */
  readonly sparse: Float32Array;
  /** Class-major: the weight of dense number d for class c is at `c * denseSize + d`. */
  readonly dense: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Adds the scores of the sparse entries from `from` to `to`. Four entries go through the classes together, which halves the
 * reads and writes of scores; the sum is rounded after each of them, so that it does not depend on where the fours begin.
 */
export function addSparse(
  scores: Float32Array,
  weights: Float32Array,
  ids: Uint32Array,
  values: Float32Array,
  from: number,
  to: number,
  scale: number,
): void {
  const classes = scores.length;
  let at = from;
  for (; at + 3 < to; at += 4) {
    const one = (values[at] ?? 0) * scale;
    const two = (values[at + 1] ?? 0) * scale;
    const three = (values[at + 2] ?? 0) * scale;
    const four = (values[at + 3] ?? 0) * scale;
    const first = (ids[at] ?? 0) * classes;
    const second = (ids[at + 1] ?? 0) * classes;
    const third = (ids[at + 2] ?? 0) * classes;
    const fourth = (ids[at + 3] ?? 0) * classes;
    for (let klass = 0; klass < classes; klass++) {
      let score = Math.fround((scores[klass] ?? 0) + one * (weights[first + klass] ?? 0));
      score = Math.fround(score + two * (weights[second + klass] ?? 0));
      score = Math.fround(score + three * (weights[third + klass] ?? 0));
      scores[klass] = score + four * (weights[fourth + klass] ?? 0);
    }
  }
  for (; at < to; at++) {
    const value = (values[at] ?? 0) * scale;
    const row = (ids[at] ?? 0) * classes;
    for (let klass = 0; klass < classes; klass++) {
      scores[klass] = (scores[klass] ?? 0) + value * (weights[row + klass] ?? 0);
    }
  }
}

/** Adds the scores of `size` dense numbers that begin at `from`. */
export function addDense(
  scores: Float32Array,
  weights: Float32Array,
  numbers: Float32Array,
  from: number,
  size: number,
  scale: number,
): void {
  for (let klass = 0; klass < scores.length; klass++) {
    scores[klass] = (scores[klass] ?? 0) + sumDense(weights, klass, numbers, from, size) * scale;
  }
}

/**
 * What `size` dense numbers that begin at `from` add to the score of a class: four sums side by side, since each addition
 * to one sum would wait for the one before.
 */
export function sumDense(
  weights: Float32Array,
  klass: number,
  numbers: Float32Array,
  from: number,
  size: number,
): number {
  const row = klass * size;
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let at = 0;
  for (; at + 3 < size; at += 4) {
    one += (weights[row + at] ?? 0) * (numbers[from + at] ?? 0);
    two += (weights[row + at + 1] ?? 0) * (numbers[from + at + 1] ?? 0);
    three += (weights[row + at + 2] ?? 0) * (numbers[from + at + 2] ?? 0);
    four += (weights[row + at + 3] ?? 0) * (numbers[from + at + 3] ?? 0);
  }
  for (; at < size; at++) one += (weights[row + at] ?? 0) * (numbers[from + at] ?? 0);
  return one + two + (three + four);
}

/**
 * Moves the weights of the classes `moved` by `moves * scale` times the sparse entries from `from` to `to`: feature by
 * feature, since the weights of one feature lie side by side.
 */
export function moveSparse(
  weights: Float32Array,
  classes: number,
  ids: Uint32Array,
  values: Float32Array,
  from: number,
  to: number,
  moved: Uint32Array,
  moves: Float64Array,
  scale: number,
): void {
  for (let at = from; at < to; at++) {
    const place = (ids[at] ?? 0) * classes;
    const value = (values[at] ?? 0) * scale;
    for (let each = 0; each < moved.length; each++) {
      const weight = place + (moved[each] ?? 0);
      weights[weight] = (weights[weight] ?? 0) + (moves[each] ?? 0) * value;
    }
  }
}

/** Moves the weights of the classes `moved` by `moves * scale` times the `size` dense numbers that begin at `from`. */
export function moveDense(
  weights: Float32Array,
  numbers: Float32Array,
  from: number,
  size: number,
  moved: Uint32Array,
  moves: Float64Array,
  scale: number,
): void {
  for (let each = 0; each < moved.length; each++) {
    const place = (moved[each] ?? 0) * size;
    const move = (moves[each] ?? 0) * scale;
    for (let at = 0; at < size; at++) {
      weights[place + at] = (weights[place + at] ?? 0) + move * (numbers[from + at] ?? 0);
    }
  }
}

/** The weights and biases of a model in a new space, for classes in a new order (-1: a new class). */
export function carriedOver(
  model: LinearModel,
  oldSpace: Space,
  newSpace: Space,
  oldClasses: readonly number[],
): LinearModel {
  const classes = oldClasses.length;
  const sparse = sharedFloats(newSpace.size * classes);
  const { keys, slots } = newSpace.data;
  for (let at = 0; at < keys.length; at++) {
    const slot = slots[at] ?? 0;
    const old = slot === 0 ? -1 : oldSpace.idOf(keys[at] ?? 0);
    if (old < 0) continue;
    for (let klass = 0; klass < classes; klass++) {
      const from = oldClasses[klass] ?? -1;
      if (from >= 0) sparse[(slot - 1) * classes + klass] = model.sparse[old * model.classes + from] ?? 0;
    }
  }
  const bias = sharedFloats(classes);
  oldClasses.forEach((from, klass) => {
    bias[klass] = from < 0 ? 0 : (model.bias[from] ?? 0);
  });
  const denseSize = model.dense.length / model.classes;
  const dense = sharedFloats(denseSize * classes);
  oldClasses.forEach((from, klass) => {
    if (from >= 0)
      dense.set(model.dense.subarray(from * denseSize, (from + 1) * denseSize), klass * denseSize);
  });
  return { classes, sparse, dense, bias };
}
