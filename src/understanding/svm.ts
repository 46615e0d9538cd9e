/** One linear support vector machine per answer: does this question belong to it rather than to all others? */
import { seededRandom } from './random.ts';
import type { SparseVector } from './space.ts';

/** Rows of sparse vectors in one block of memory: row i is `ids[starts[i]..starts[i + 1])` with its values. */
export interface SparseRows {
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  readonly values: Float32Array;
}

export interface LinearModel {
  readonly classes: number;
  /** Feature-major: the weight of feature f for class c is at `f * classes + c`; the last row is the bias. */
  readonly weights: Float32Array;
}

export interface SvmOptions {
  /** The cost of a training error, C in the source. */
  readonly cost: number;
  /** Errors on a class's own phrasings cost this many times more, since they are so few among all. */
  readonly positiveWeight: number;
}

const mostEpochs = 60;
/** Stop when the largest violation of the optimality conditions is below this, as LIBLINEAR's default. */
const tolerance = 0.1;

/** Trains every class against the rest. `labels[i]` is the class of row i. */
export function trainSvm(
  rows: SparseRows,
  labels: Uint32Array,
  classes: number,
  features: number,
  options: SvmOptions,
): LinearModel {
  const weights = new Float32Array((features + 1) * classes);
  const norms = squaredNorms(rows);
  for (let klass = 0; klass < classes; klass++) {
    const own = trainOne(rows, norms, labels, klass, features, options);
    for (let feature = 0; feature <= features; feature++)
      weights[feature * classes + klass] = own[feature] ?? 0;
  }
  return { classes, weights };
}

/**
 * The weights of one class (and its bias, last): dual coordinate descent for L2-regularised squared hinge loss
 * with shrinking. Hsieh, Chang, Lin, Keerthi, Sundararajan, “A dual coordinate descent method for large-scale
 * linear SVM”, ICML 2008, algorithm 3.
 */
export function trainOne(
  rows: SparseRows,
  norms: Float32Array,
  labels: Uint32Array,
  klass: number,
  features: number,
  { cost, positiveWeight }: SvmOptions,
): Float32Array {
  const { starts, ids, values } = rows;
  const count = labels.length;
  const weights = new Float32Array(features + 1);
  const alphas = new Float32Array(count);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const random = seededRandom(klass + 1);
  let active = count;
  let bound = Number.POSITIVE_INFINITY;
  for (let epoch = 0; epoch < mostEpochs; epoch++) {
    let largest = 0;
    for (let at = 0; at < active; at++) {
      const other = at + Math.floor(random() * (active - at));
      const row = order[other] ?? 0;
      order[other] = order[at] ?? 0;
      order[at] = row;
      const positive = labels[row] === klass;
      const sign = positive ? 1 : -1;
      const diagonal = 0.5 / (cost * (positive ? positiveWeight : 1));
      const from = starts[row] ?? 0;
      const to = starts[row + 1] ?? 0;
      let score = weights[features] ?? 0;
      for (let entry = from; entry < to; entry++)
        score += (weights[ids[entry] ?? 0] ?? 0) * (values[entry] ?? 0);
      const alpha = alphas[row] ?? 0;
      const gradient = sign * score - 1 + diagonal * alpha;
      if (alpha === 0 && gradient > 0) {
        if (gradient > bound) {
          active--;
          order[at] = order[active] ?? 0;
          order[active] = row;
          at--;
        }
        continue;
      }
      largest = Math.max(largest, Math.abs(gradient));
      if (Math.abs(gradient) < 1e-12) continue;
      const next = Math.max(alpha - gradient / ((norms[row] ?? 0) + 1 + diagonal), 0);
      const move = (next - alpha) * sign;
      if (move === 0) continue;
      alphas[row] = next;
      for (let entry = from; entry < to; entry++) {
        const id = ids[entry] ?? 0;
        weights[id] = (weights[id] ?? 0) + move * (values[entry] ?? 0);
      }
      weights[features] = (weights[features] ?? 0) + move;
    }
    if (largest < tolerance) {
      if (active === count) break;
      active = count;
      bound = Number.POSITIVE_INFINITY;
    } else {
      bound = largest;
    }
  }
  return weights;
}

/** The squared length of each row, without the bias. */
export function squaredNorms({ starts, values }: SparseRows): Float32Array {
  const norms = new Float32Array(starts.length - 1);
  for (let row = 0; row < norms.length; row++) {
    let sum = 0;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) sum += (values[at] ?? 0) ** 2;
    norms[row] = sum;
  }
  return norms;
}

/** The score of each class for a question: the signed distance from its border. */
export function scoreClasses({ classes, weights }: LinearModel, question: SparseVector): Float32Array {
  const scores = new Float32Array(classes);
  const bias = weights.length - classes;
  for (let klass = 0; klass < classes; klass++) scores[klass] = weights[bias + klass] ?? 0;
  for (let at = 0; at < question.ids.length; at++) {
    const row = (question.ids[at] ?? 0) * classes;
    const value = question.values[at] ?? 0;
    for (let klass = 0; klass < classes; klass++) {
      scores[klass] = (scores[klass] ?? 0) + value * (weights[row + klass] ?? 0);
    }
  }
  return scores;
}

/** Vectors packed as rows. */
export function rowsOf(vectors: readonly SparseVector[]): SparseRows {
  const starts = new Uint32Array(vectors.length + 1);
  vectors.forEach((vector, row) => {
    starts[row + 1] = (starts[row] ?? 0) + vector.ids.length;
  });
  const total = starts[vectors.length] ?? 0;
  const ids = new Uint32Array(total);
  const values = new Float32Array(total);
  vectors.forEach((vector, row) => {
    ids.set(vector.ids, starts[row] ?? 0);
    values.set(vector.values, starts[row] ?? 0);
  });
  return { starts, ids, values };
}
