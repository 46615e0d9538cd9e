/** Adds what clouds of sentence vectors say to what a linear model was taught: two learners that err differently. */
import { gaussianOf } from './gaussian.ts';
import { addDense, addSparse, type LinearModel } from './linear.ts';
import type { Rows } from './rows.ts';

/** With so many phrasings an answer, its name among them, both count alike. */
const bestPhrasings = 5;
/** With more than so many, or without a second one, nothing is gained by them. */
const mostPhrasings = 15;
/** Both are set to the same spread by what they say about so many of the bank's own phrasings. */
const mostCompared = 200;
/** A class without phrasings is put so many spreads below others. */
const outOfReach = 4;

/**
 * The model with the dense weights and biases of both, so that a question costs no more. What is learnt from the way
 * vectors are spread needs fewer phrasings than what is taught to tell them apart, which in the end is better (A. Ng, M.
 * Jordan, “On discriminative vs. generative classifiers”, 2001).
 */
export function withGaussian(
  model: LinearModel,
  rows: Rows,
  labels: Uint32Array,
  classes: number,
): LinearModel {
  const counts = new Uint32Array(classes);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = [...counts.keys()].filter((klass) => counts[klass] !== 0);
  const share = shareOf(rows.count / Math.max(1, present.length));
  if (share <= 0) return model;
  const gaussian = gaussianOf(rows, labels, classes);
  if (!gaussian) return model;
  const clouds = { classes, sparse: new Float32Array(0), ...gaussian };
  const taught = spreadOf(model, rows, present);
  const scale = (share * taught) / spreadOf(clouds, rows, present);
  if (!Number.isFinite(scale)) return model;
  addScaled(model.dense, gaussian.dense, scale);
  addScaled(model.bias, gaussian.bias, scale);
  for (let klass = 0; klass < classes; klass++) {
    if (counts[klass] === 0) model.bias[klass] = (model.bias[klass] ?? 0) - outOfReach * taught;
  }
  return model;
}

/**
 * How much the clouds count against what was taught, with `each` phrasings an answer: with fewer than the best number they are
 * learnt too badly, and it must not matter much to a rehearsal that it has one less; with more the taught one is better.
 */
function shareOf(each: number): number {
  if (each > mostPhrasings) return 0;
  return Math.min(1, (each - 1) / (bestPhrasings - 1), bestPhrasings / each);
}

/** The standard deviation of the scores of classes that have phrasings, each phrasing's mean apart. */
function spreadOf(
  { classes, sparse, dense, bias }: LinearModel,
  rows: Rows,
  present: readonly number[],
): number {
  const { count, starts, ids, values, denseSize } = rows;
  const scores = new Float32Array(classes);
  const compared = Math.min(count, mostCompared);
  let squares = 0;
  for (let place = 0; place < compared; place++) {
    const row = Math.floor((place * count) / compared);
    scores.set(bias);
    if (sparse.length > 0) addSparse(scores, sparse, ids, values, starts[row] ?? 0, starts[row + 1] ?? 0, 1);
    addDense(scores, dense, rows.dense, row * denseSize, denseSize, 1);
    const mean = present.reduce((sum, klass) => sum + (scores[klass] ?? 0), 0) / present.length;
    for (const klass of present) squares += ((scores[klass] ?? 0) - mean) ** 2;
  }
  return Math.sqrt(squares / (compared * present.length));
}

function addScaled(to: Float32Array, from: Float32Array, scale: number): void {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + scale * (from[at] ?? 0);
}
