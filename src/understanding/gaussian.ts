/** Learns answers as clouds of sentence vectors: with few phrasings it is right more often than what is taught borders. */
import type { Rows } from './rows.ts';

/** A linear classifier of dense vectors; the weight of number d for class c is at `c * denseSize + d`. */
export interface DenseModel {
  readonly dense: Float32Array;
  readonly bias: Float32Array;
}

/** What all answers' phrasings scatter alike is learnt from so many of them at most: work stays bounded. */
const mostScattered = 1_500;
/** The share of an even scatter in all directions in what is seen, which has too few phrasings to tell all directions. */
const evenShare = 0.1;

/**
 * Linear discriminant analysis: every class is a normal distribution around its mean, all with one covariance, which is
 * shrunk towards the unit matrix (R. A. Fisher, 1936; J. H. Friedman, “Regularized discriminant analysis”, 1989). With
 * scatter rows R, covariance S = RᵀR/f + λ and means m the weights are S⁻¹m, found through RRᵀ, which has no more rows than
 * there are phrasings (Woodbury's identity). Nothing when no class has two phrasings or there are no dense vectors.
 */
export function gaussianOf(rows: Rows, labels: Uint32Array, classes: number): DenseModel | undefined {
  const { count, dense, denseSize } = rows;
  const { means, present } = meansOf(rows, labels, classes);
  const used = Math.min(count, mostScattered);
  const scatter = scatterOf(rows, labels, means, used);
  const gram = products(scatter, scatter, used, used, denseSize);
  const freedom = used * (1 - present / Math.max(1, count));
  let trace = 0;
  let squares = 0;
  for (let row = 0; row < used; row++) trace += gram[row * used + row] ?? 0;
  for (const value of gram) squares += value * value;
  if (dense.length === 0 || freedom < 1 || trace < tiny) return undefined;
  const even = ((evenShare / (1 - evenShare)) * squares) / trace;
  for (let row = 0; row < used; row++) gram[row * used + row] = (gram[row * used + row] ?? 0) + even;
  factorise(gram, used);
  const weights = new Float32Array(classes * denseSize);
  const bias = new Float32Array(classes);
  for (let klass = 0; klass < classes; klass++) {
    const mean = means.subarray(klass * denseSize, (klass + 1) * denseSize);
    const along = products(scatter, mean, used, 1, denseSize);
    solveFactorised(gram, used, along);
    const weight = weights.subarray(klass * denseSize, (klass + 1) * denseSize);
    const left = Float64Array.from(mean);
    for (let row = 0; row < used; row++) {
      const part = along[row] ?? 0;
      for (let at = 0; at < denseSize; at++) {
        left[at] = (left[at] ?? 0) - part * (scatter[row * denseSize + at] ?? 0);
      }
    }
    let reach = 0;
    for (let at = 0; at < denseSize; at++) {
      weight[at] = ((left[at] ?? 0) * freedom) / even;
      reach += (mean[at] ?? 0) * (weight[at] ?? 0);
    }
    bias[klass] = -reach / 2;
  }
  return { dense: weights, bias };
}

const tiny = 1e-9;

/** The mean of each class, zeros for one without rows, and how many classes have rows. */
function meansOf({ count, dense, denseSize }: Rows, labels: Uint32Array, classes: number) {
  const means = new Float32Array(classes * denseSize);
  const counts = new Uint32Array(classes);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  for (let row = 0; row < count; row++) {
    const label = labels[row] ?? 0;
    const share = 1 / (counts[label] ?? 1);
    for (let at = 0; at < denseSize; at++) {
      const place = label * denseSize + at;
      means[place] = (means[place] ?? 0) + share * (dense[row * denseSize + at] ?? 0);
    }
  }
  return { means, present: counts.filter((each) => each > 0).length };
}

/** `used` rows, evenly taken from all, without the mean of their class. */
function scatterOf(rows: Rows, labels: Uint32Array, means: Float32Array, used: number): Float32Array {
  const { count, dense, denseSize } = rows;
  const scatter = new Float32Array(used * denseSize);
  for (let place = 0; place < used; place++) {
    const row = Math.floor((place * count) / used);
    const mean = (labels[row] ?? 0) * denseSize;
    for (let at = 0; at < denseSize; at++) {
      scatter[place * denseSize + at] = (dense[row * denseSize + at] ?? 0) - (means[mean + at] ?? 0);
    }
  }
  return scatter;
}

/** The products of each of `height` rows of `left` with each of `width` rows of `right`, all of length `size`. */
function products(
  left: Float32Array,
  right: Float32Array,
  height: number,
  width: number,
  size: number,
): Float64Array {
  const result = new Float64Array(height * width);
  for (let row = 0; row < height; row++) {
    const first = row * size;
    for (let column = 0; column < width; column++) {
      const second = column * size;
      let sum = 0;
      for (let at = 0; at < size; at++) sum += (left[first + at] ?? 0) * (right[second + at] ?? 0);
      result[row * width + column] = sum;
    }
  }
  return result;
}

/** Puts Cholesky's factor of a positive definite matrix into its lower half. */
function factorise(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const [left, right] = [row * size, column * size];
      let value = matrix[left + column] ?? 0;
      for (let at = 0; at < column; at++) value -= (matrix[left + at] ?? 0) * (matrix[right + at] ?? 0);
      matrix[left + column] =
        row === column ? Math.sqrt(Math.max(tiny, value)) : value / (matrix[right + column] ?? 1);
    }
  }
}

/** Puts the solution of a factorised system in place of its right side. */
function solveFactorised(factor: Float64Array, size: number, side: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let value = side[row] ?? 0;
    for (let at = 0; at < row; at++) value -= (factor[row * size + at] ?? 0) * (side[at] ?? 0);
    side[row] = value / (factor[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    const value = (side[row] ?? 0) / (factor[row * size + row] ?? 1);
    side[row] = value;
    for (let at = 0; at < row; at++) side[at] = (side[at] ?? 0) - value * (factor[row * size + at] ?? 0);
  }
}
