/**
 * Learns how much each signal counts: for each customer of a past window, the items bought then against those
 * that were not, by listwise softmax (ListNet's top-one form), solved with damped Newton steps. Convex, a
 * dozen unknowns, no seed. A pull towards given weights carries shops with few customers.
 */
import { solveSymmetric } from './cholesky.ts';

/** One customer's candidates: `rows` is row-major, candidates × signals. */
export interface RankingExample {
  readonly rows: Float32Array;
  /** 1 where the candidate was bought. */
  readonly bought: Uint8Array;
  /** Each candidate not bought stands for this many (above 1 when they were sampled). */
  readonly standsFor: number;
}

/** Strength of the pull, in customers: with as many customers the data and the prior weigh alike. */
const priorCustomers = 5;
const mostSteps = 12;

/** Weights per signal, to be applied to raw signals. */
export function learnWeights(examples: readonly RankingExample[], prior: readonly number[]): number[] {
  const size = prior.length;
  const spread = spreads(examples, size);
  const target = Float64Array.from(prior, (weight, f) => weight * (spread[f] ?? 1));
  let weights = target.slice();
  let here = measure(examples, weights, target, spread, true);
  for (let step = 0; step < mostSteps; step++) {
    const move = here.gradient.slice();
    solveSymmetric(here.curvature, move, size);
    let length = 1;
    let tried = weights;
    let loss = Number.POSITIVE_INFINITY;
    while (length > 1e-3) {
      tried = weights.map((weight, f) => weight - length * (move[f] ?? 0));
      loss = measure(examples, tried, target, spread, false).loss;
      if (loss <= here.loss) break;
      length /= 2;
    }
    if (!(loss < here.loss - 1e-5 * Math.abs(here.loss))) break;
    weights = tried;
    here = measure(examples, weights, target, spread, true);
  }
  return Array.from(weights, (weight, f) => weight / (spread[f] ?? 1));
}

interface Measured {
  readonly loss: number;
  readonly gradient: Float64Array;
  /** Lower triangle, row-major. */
  readonly curvature: Float64Array;
}

function measure(
  examples: readonly RankingExample[],
  weights: Float64Array,
  target: Float64Array,
  spread: Float64Array,
  derivatives: boolean,
): Measured {
  const size = weights.length;
  const total = { loss: 0, gradient: new Float64Array(size), curvature: new Float64Array(size * size) };
  for (const example of examples) addExample(total, example, weights, spread, derivatives);
  for (let f = 0; f < size; f++) {
    const off = (weights[f] ?? 0) - (target[f] ?? 0);
    total.loss += (priorCustomers / 2) * off * off;
    total.gradient[f] = (total.gradient[f] ?? 0) + priorCustomers * off;
    total.curvature[f * size + f] = (total.curvature[f * size + f] ?? 0) + priorCustomers;
  }
  return total;
}

function addExample(
  total: { loss: number; gradient: Float64Array; curvature: Float64Array },
  { rows, bought, standsFor }: RankingExample,
  weights: Float64Array,
  spread: Float64Array,
  derivatives: boolean,
): void {
  const size = weights.length;
  const raw = weights.map((weight, f) => weight / (spread[f] ?? 1));
  const count = bought.length;
  const share = new Float64Array(count);
  let best = Number.NEGATIVE_INFINITY;
  let purchases = 0;
  for (let i = 0; i < count; i++) {
    let score = 0;
    for (let f = 0; f < size; f++) score += (raw[f] ?? 0) * (rows[i * size + f] ?? 0);
    share[i] = score;
    if (score > best) best = score;
    purchases += bought[i] ?? 0;
  }
  if (purchases === 0) return;
  // A customer with many purchases counts more than one with few, but not in proportion.
  const each = 1 / Math.sqrt(purchases);
  const mass = purchases * each;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const score = share[i] ?? 0;
    if (bought[i]) total.loss -= each * score;
    share[i] = Math.exp(score - best) * (bought[i] ? 1 : standsFor);
    sum += share[i] ?? 0;
  }
  total.loss += mass * (best + Math.log(sum));
  if (!derivatives) return;
  const mean = new Float64Array(size);
  const z = new Float64Array(size);
  for (let i = 0; i < count; i++) {
    const p = (share[i] ?? 0) / sum;
    const pull = mass * p - (bought[i] ? each : 0);
    for (let f = 0; f < size; f++) {
      const value = (rows[i * size + f] ?? 0) / (spread[f] ?? 1);
      z[f] = value;
      mean[f] = (mean[f] ?? 0) + p * value;
      total.gradient[f] = (total.gradient[f] ?? 0) + pull * value;
    }
    // Rows of next to no probability change the curvature by nothing.
    if (p > 1e-6) addOuter(total.curvature, z, mass * p, size);
  }
  addOuter(total.curvature, mean, -mass, size);
}

function addOuter(into: Float64Array, vector: Float64Array, weight: number, size: number): void {
  for (let f = 0; f < size; f++) {
    const scaled = weight * (vector[f] ?? 0);
    if (scaled === 0) continue;
    for (let g = 0; g <= f; g++) into[f * size + g] = (into[f * size + g] ?? 0) + scaled * (vector[g] ?? 0);
  }
}

/** Standard deviation of each signal; 1 for one that never varies. */
function spreads(examples: readonly RankingExample[], size: number): Float64Array {
  const sum = new Float64Array(size);
  const squares = new Float64Array(size);
  let count = 0;
  for (const { rows } of examples) {
    count += rows.length / size;
    for (let at = 0; at < rows.length; at++) {
      const f = at % size;
      const value = rows[at] ?? 0;
      sum[f] = (sum[f] ?? 0) + value;
      squares[f] = (squares[f] ?? 0) + value * value;
    }
  }
  return sum.map((s, f) => {
    const mean = s / Math.max(count, 1);
    return Math.sqrt(Math.max((squares[f] ?? 0) / Math.max(count, 1) - mean * mean, 0)) || 1;
  });
}
