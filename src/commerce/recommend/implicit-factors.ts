/**
 * Implicit matrix factorisation (Hu, Koren, Volinsky 2008): a customer and an item are points, near when
 * bought. Confidence of a purchase fades with time. A customer's point is solved from their items alone, so a
 * new purchase counts at once (fold-in).
 */
import { solveSymmetric } from './cholesky.ts';
import { seededNormal } from './random.ts';
import { rowOf, type Sparse, type SparseVector, transpose } from './sparse.ts';

export interface ImplicitFactors {
  readonly factors: number;
  /** Row-major, items × factors. */
  readonly items: Float64Array;
  /** itemsᵀ items + ridge, the part of the normal equations that no customer changes. */
  readonly gram: Float64Array;
}

export interface FactorOptions {
  readonly factors: number;
  readonly sweeps: number;
  /** Conjugate gradient steps per row and sweep. */
  readonly steps: number;
  readonly ridge: number;
  /** Weight of one fresh purchase against the 1 of an item not bought. */
  readonly confidence: number;
  readonly seed: number;
}

export const defaultFactorOptions: FactorOptions = {
  factors: 64,
  sweeps: 6,
  steps: 3,
  ridge: 60,
  confidence: 10,
  seed: 1,
};

/** A customer with more items is folded in by the heaviest of them, which bounds the time of one answer. */
const mostFoldedItems = 200;

/** Trains on customers × items of faded purchase counts by alternating least squares. */
export function trainImplicitFactors(
  counts: Sparse,
  options: FactorOptions = defaultFactorOptions,
): ImplicitFactors {
  const { factors, ridge } = options;
  const normal = seededNormal(options.seed);
  const items = Float64Array.from(
    { length: counts.columns * factors },
    () => (normal() * 0.1) / Math.sqrt(factors),
  );
  const customers = new Float64Array(counts.rows * factors);
  const byItem = transpose(counts);
  for (let sweep = 0; sweep < options.sweeps; sweep++) {
    improveSide(counts, items, customers, options);
    improveSide(byItem, customers, items, options);
  }
  return { factors, items, gram: gramOf(items, factors, ridge) };
}

/** The point of a customer with these faded counts; all zeros when they are empty. */
export function foldIn(
  model: ImplicitFactors,
  counts: SparseVector,
  confidence = defaultFactorOptions.confidence,
): Float64Array {
  if (counts.index.length === 0) return new Float64Array(model.factors);
  return solveExactly(model, heaviest(counts, mostFoldedItems), confidence);
}

/** Writes the closeness of each item to `point` into `out`. */
export function scoreByFactors(model: ImplicitFactors, point: Float64Array, out: Float64Array): void {
  const { factors, items } = model;
  for (let i = 0; i < out.length; i++) {
    const row = i * factors;
    let sum = 0;
    for (let f = 0; f < factors; f++) sum += (items[row + f] ?? 0) * (point[f] ?? 0);
    out[i] = sum;
  }
}

/**
 * Improves each row of `solved` by a few conjugate gradient steps from where it stands (Takács and others
 * 2011): a quarter of the work of exact solutions, and as good once the sweeps have settled.
 */
function improveSide(
  counts: Sparse,
  fixed: Float64Array,
  solved: Float64Array,
  { factors, ridge, confidence, steps }: FactorOptions,
): void {
  const gram = gramOf(fixed, factors, ridge);
  const residual = new Float64Array(factors);
  const direction = new Float64Array(factors);
  const image = new Float64Array(factors);
  for (let row = 0; row < counts.rows; row++) {
    const point = solved.subarray(row * factors, (row + 1) * factors);
    const entries = rowOf(counts, row);
    if (entries.index.length === 0) {
      point.fill(0);
      continue;
    }
    multiply(gram, entries, fixed, confidence, point, image);
    for (let f = 0; f < factors; f++) residual[f] = -(image[f] ?? 0);
    addWanted(entries, fixed, confidence, residual);
    direction.set(residual);
    let size = dot(residual, residual);
    for (let step = 0; step < steps && size > 1e-12; step++) {
      multiply(gram, entries, fixed, confidence, direction, image);
      const length = size / dot(direction, image);
      for (let f = 0; f < factors; f++) {
        point[f] = (point[f] ?? 0) + length * (direction[f] ?? 0);
        residual[f] = (residual[f] ?? 0) - length * (image[f] ?? 0);
      }
      const next = dot(residual, residual);
      for (let f = 0; f < factors; f++) {
        direction[f] = (residual[f] ?? 0) + (next / size) * (direction[f] ?? 0);
      }
      size = next;
    }
  }
}

/** image = (gram + Σ c v vᵀ) x, without building the matrix. */
function multiply(
  gram: Float64Array,
  entries: SparseVector,
  fixed: Float64Array,
  confidence: number,
  x: Float64Array,
  image: Float64Array,
): void {
  const factors = x.length;
  for (let i = 0; i < factors; i++) {
    let sum = 0;
    for (let j = 0, at = i * factors; j < factors; j++, at++) sum += (gram[at] ?? 0) * (x[j] ?? 0);
    image[i] = sum;
  }
  for (let k = 0; k < entries.index.length; k++) {
    const at = (entries.index[k] ?? 0) * factors;
    let along = 0;
    for (let f = 0; f < factors; f++) along += (fixed[at + f] ?? 0) * (x[f] ?? 0);
    along *= confidence * (entries.value[k] ?? 0);
    for (let f = 0; f < factors; f++) image[f] = (image[f] ?? 0) + along * (fixed[at + f] ?? 0);
  }
}

/** Adds the right-hand side Σ (1 + c) v. */
function addWanted(entries: SparseVector, fixed: Float64Array, confidence: number, into: Float64Array): void {
  for (let k = 0; k < entries.index.length; k++) {
    const at = (entries.index[k] ?? 0) * into.length;
    const wanted = 1 + confidence * (entries.value[k] ?? 0);
    for (let f = 0; f < into.length; f++) into[f] = (into[f] ?? 0) + wanted * (fixed[at + f] ?? 0);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let f = 0; f < a.length; f++) sum += (a[f] ?? 0) * (b[f] ?? 0);
  return sum;
}

/** Solves (gram + Σ c v vᵀ) x = Σ (1 + c) v exactly, c = confidence × count. */
function solveExactly(model: ImplicitFactors, counts: SparseVector, confidence: number): Float64Array {
  const { factors, items, gram } = model;
  const point = new Float64Array(factors);
  const matrix = gram.slice();
  for (let k = 0; k < counts.index.length; k++) {
    const at = (counts.index[k] ?? 0) * factors;
    const c = confidence * (counts.value[k] ?? 0);
    for (let i = 0; i < factors; i++) {
      const scaled = c * (items[at + i] ?? 0);
      const row = i * factors;
      for (let j = 0; j <= i; j++) matrix[row + j] = (matrix[row + j] ?? 0) + scaled * (items[at + j] ?? 0);
    }
  }
  addWanted(counts, items, confidence, point);
  solveSymmetric(matrix, point, factors);
  return point;
}

function gramOf(points: Float64Array, factors: number, ridge: number): Float64Array {
  const gram = new Float64Array(factors * factors);
  for (let at = 0; at < points.length; at += factors) {
    for (let i = 0; i < factors; i++) {
      const vi = points[at + i] ?? 0;
      const row = i * factors;
      for (let j = 0; j <= i; j++) gram[row + j] = (gram[row + j] ?? 0) + vi * (points[at + j] ?? 0);
    }
  }
  for (let i = 0; i < factors; i++) {
    gram[i * factors + i] = (gram[i * factors + i] ?? 0) + ridge;
    for (let j = 0; j < i; j++) gram[j * factors + i] = gram[i * factors + j] ?? 0;
  }
  return gram;
}

function heaviest(counts: SparseVector, most: number): SparseVector {
  if (counts.index.length <= most) return counts;
  const order = Array.from(counts.index.keys());
  order.sort((a, b) => (counts.value[b] ?? 0) - (counts.value[a] ?? 0) || a - b);
  const kept = order.slice(0, most).sort((a, b) => a - b);
  return {
    index: Int32Array.from(kept, (k) => counts.index[k] ?? 0),
    value: Float32Array.from(kept, (k) => counts.value[k] ?? 0),
  };
}
