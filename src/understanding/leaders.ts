/** The answers that a linear model puts first for a question: one sweep over all of them, then care for the first few. */
import type { LinearModel } from './linear.ts';
import type { SparseVector } from './space.ts';

export interface Leaders {
  /**
   * The classes with the highest scores for a question, highest first; `added` is what its dense part adds to the score of
   * each class, if it has one.
   */
  ask(sparse: SparseVector, added?: Float64Array): readonly number[];
  /** The score of one of these. */
  scoreOf(klass: number): number;
}

/** The first `count` classes of `model`, question after question. */
export function leadersIn(model: LinearModel, count: number): Leaders {
  const sums = new Float64Array(model.classes);
  // One more than are wanted: where two are all but equal, rounding decides which of them comes first.
  const scores = new Float32Array(Math.min(count + 1, model.classes));
  let swept: readonly number[] = [];
  return {
    ask(sparse, added) {
      sweep(model, sparse, sums);
      if (added) addTo(sums, added);
      swept = highest(sums, scores.length);
      score(model, sparse, added, swept, scores);
      return highest(scores, count).map((place) => swept[place] ?? 0);
    },
    scoreOf: (klass) => scores[swept.indexOf(klass)] ?? 0,
  };
}

/**
 * Sets `sums` to the score of each class in double precision. To round after each feature, as scores are where they are
 * learnt, takes twice the time. Four features go through the classes together, which halves the reads and writes of sums.
 */
function sweep(
  { sparse: weights, bias, classes }: LinearModel,
  { ids, values }: SparseVector,
  sums: Float64Array,
): void {
  sums.set(bias);
  let at = 0;
  for (; at + 3 < ids.length; at += 4) {
    const one = values[at] ?? 0;
    const two = values[at + 1] ?? 0;
    const three = values[at + 2] ?? 0;
    const four = values[at + 3] ?? 0;
    const first = (ids[at] ?? 0) * classes;
    const second = (ids[at + 1] ?? 0) * classes;
    const third = (ids[at + 2] ?? 0) * classes;
    const fourth = (ids[at + 3] ?? 0) * classes;
    for (let klass = 0; klass < classes; klass++) {
      sums[klass] =
        (sums[klass] ?? 0) +
        one * (weights[first + klass] ?? 0) +
        two * (weights[second + klass] ?? 0) +
        three * (weights[third + klass] ?? 0) +
        four * (weights[fourth + klass] ?? 0);
    }
  }
  for (; at < ids.length; at++) {
    const value = values[at] ?? 0;
    const row = (ids[at] ?? 0) * classes;
    for (let klass = 0; klass < classes; klass++) {
      sums[klass] = (sums[klass] ?? 0) + value * (weights[row + klass] ?? 0);
    }
  }
}

function addTo(sums: Float64Array, added: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (added[at] ?? 0);
}

/** Sets `scores` to those of the classes `some`, rounded after each feature as where they are learnt. */
function score(
  { sparse: weights, bias, classes }: LinearModel,
  { ids, values }: SparseVector,
  added: Float64Array | undefined,
  some: readonly number[],
  scores: Float32Array,
): void {
  for (let each = 0; each < some.length; each++) scores[each] = bias[some[each] ?? 0] ?? 0;
  for (let at = 0; at < ids.length; at++) {
    const value = values[at] ?? 0;
    const row = (ids[at] ?? 0) * classes;
    for (let each = 0; each < some.length; each++) {
      scores[each] = (scores[each] ?? 0) + value * (weights[row + (some[each] ?? 0)] ?? 0);
    }
  }
  if (!added) return;
  for (let each = 0; each < some.length; each++)
    scores[each] = (scores[each] ?? 0) + (added[some[each] ?? 0] ?? 0);
}

/** The places of the `count` highest values, highest first. */
function highest(values: Float32Array | Float64Array, count: number): number[] {
  const best: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (best.length === count && value <= least) continue;
    let place = Math.min(best.length, count - 1);
    for (; place > 0 && value > (values[best[place - 1] ?? 0] ?? 0); place--)
      best[place] = best[place - 1] ?? 0;
    best[place] = at;
    least = values[best[best.length - 1] ?? 0] ?? 0;
  }
  return best;
}
