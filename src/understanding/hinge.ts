/** Learns a linear model that sets each answer of a bank apart from all others by a margin. */
import { addDense, addSparse, type LinearModel, moveDense, moveSparse } from './linear.ts';
import { seededRandom, shuffled } from './random.ts';
import type { Rows } from './rows.ts';
import { sharedFloats } from './shared.ts';
import { balancedImportance } from './softmax.ts';

export interface HingeOptions {
  /** Lengths of the sparse and the dense part of each row. */
  readonly sparseScale: number;
  readonly denseScale: number;
  /** What a unit of squared distance from the margin costs against the squared length of the weights. */
  readonly cost: number;
  readonly epochs: number;
}

/** A margin of 1 is about this much log-odds, the unit in which the nearest phrasing and the calibration reckon. */
const marginInLogOdds = 5;
/** Duals that would move less than this are left alone: nothing could be seen of it. */
const negligible = 2e-3;

/**
 * One-against-rest support vector machines with the squared hinge loss by dual coordinate descent, all answers side by side
 * (Hsieh, Chang, Lin, Keerthi, Sundararajan, “A dual coordinate descent method for large-scale linear SVM”, ICML 2008). An
 * answer's phrasings count as if it had the square root of their number: half way to each answer weighing the same.
 */
export function trainHinge(
  rows: Rows,
  labels: Uint32Array,
  classes: number,
  { sparseScale, denseScale, cost, epochs }: HingeOptions,
): LinearModel {
  const { count, starts, ids, values, dense, denseSize, features } = rows;
  const sparseWeights = sharedFloats(features * classes);
  const denseWeights = sharedFloats(denseSize * classes);
  const bias = sharedFloats(classes);
  const importance = balancedImportance(labels, classes).map(Math.sqrt);
  const lengths = Float32Array.from({ length: count }, (_, row) => 1 + squaredLength(row));
  const duals = new Float32Array(count * classes);
  const scores = new Float32Array(classes);
  // Of the row at hand: the classes whose weights move, and how far.
  const moved = new Uint32Array(classes);
  const moves = new Float64Array(classes);
  const random = seededRandom(1);
  const order = Array.from({ length: count }, (_, row) => row);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const row of shuffled(order, random)) {
      const from = starts[row] ?? 0;
      const to = starts[row + 1] ?? 0;
      const label = labels[row] ?? 0;
      const slack = 1 / (2 * cost * (importance[label] ?? 1));
      scores.set(bias);
      addSparse(scores, sparseWeights, ids, values, from, to, sparseScale);
      if (denseSize > 0) addDense(scores, denseWeights, dense, row * denseSize, denseSize, denseScale);
      let moving = 0;
      for (let klass = 0; klass < classes; klass++) {
        const side = klass === label ? 1 : -1;
        const at = row * classes + klass;
        const before = duals[at] ?? 0;
        const gradient = side * (scores[klass] ?? 0) - 1 + slack * before;
        const after = Math.max(0, before - gradient / ((lengths[row] ?? 1) + slack));
        if (Math.abs(after - before) < negligible) continue;
        duals[at] = after;
        moved[moving] = klass;
        moves[moving++] = side * (after - before);
        bias[klass] = (bias[klass] ?? 0) + side * (after - before);
      }
      moveSparse(
        sparseWeights,
        classes,
        ids,
        values,
        from,
        to,
        moved.subarray(0, moving),
        moves,
        sparseScale,
      );
      if (denseSize > 0)
        moveDense(
          denseWeights,
          dense,
          row * denseSize,
          denseSize,
          moved.subarray(0, moving),
          moves,
          denseScale,
        );
    }
  }
  scaleBy(sparseWeights, sparseScale * marginInLogOdds);
  scaleBy(denseWeights, denseScale * marginInLogOdds);
  scaleBy(bias, marginInLogOdds);
  return { classes, sparse: sparseWeights, dense: denseWeights, bias };

  function squaredLength(row: number): number {
    let squares = 0;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++)
      squares += ((values[at] ?? 0) * sparseScale) ** 2;
    for (let at = row * denseSize; at < (row + 1) * denseSize; at++)
      squares += ((dense[at] ?? 0) * denseScale) ** 2;
    return squares;
  }
}

function scaleBy(numbers: Float32Array, factor: number): void {
  for (let at = 0; at < numbers.length; at++) numbers[at] = (numbers[at] ?? 0) * factor;
}
