/** Fits the space and the linear model of a set of phrasings. */
import { centred, meanOf } from './encoder.ts';
import type { LinearModel } from './linear.ts';
import type { ReadPhrasing } from './phrasings.ts';
import { type Rows, rowsOf } from './rows.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import { trainSoftmax } from './softmax.ts';
import { Space, type SpaceData, spaceOf } from './space.ts';

/** What is learnt from phrasings, as plain data that threads can share. */
export interface Fit {
  readonly classes: number;
  readonly space: SpaceData;
  readonly rows: Rows;
  /** The class of each row. */
  readonly owners: Uint32Array;
  /** Rows of class c are `order[firsts[c]..firsts[c + 1]]`. */
  readonly order: Uint32Array;
  readonly firsts: Uint32Array;
  /** Empty without an encoder. */
  readonly denseMean: Float32Array;
  /** Missing when the bank has too many answers for one; the nearest phrasings then decide alone. */
  readonly linear: LinearModel | undefined;
}

/** The squared length that sentence vectors have in a question's vector; the rest is words and letters. */
export const denseShare = 0.5;

/** Weights beyond this many (160 MB) are not learnt: such banks have few phrasings an answer, where it helps least. */
const mostWeights = 40_000_000;

/**
 * Learns from `phrasings` for `classes` answers. `dense` holds the encoder's vector of each phrasing, one after another;
 * empty without an encoder.
 */
export function learn(phrasings: readonly ReadPhrasing[], classes: number, dense: Float32Array): Fit {
  const space = spaceOf(phrasings.map(({ features }) => features));
  const size = phrasings.length === 0 ? 0 : dense.length / phrasings.length;
  const denseMean = meanOf(dense, size);
  const block = sharedFloats(dense.length);
  for (let row = 0; size > 0 && row < phrasings.length; row++) {
    block.set(centred(dense.subarray(row * size, (row + 1) * size), denseMean), row * size);
  }
  const vectors = phrasings.map(({ features }) => space.vectorOf(features));
  const rows = rowsOf(vectors, space.size, block);
  const owners = sharedInts(phrasings.length);
  phrasings.forEach(({ owner }, row) => {
    owners[row] = owner;
  });
  return {
    classes,
    owners,
    space: space.data,
    rows,
    ...grouped(owners, classes),
    denseMean,
    linear: linearOf(rows, owners, classes),
  };
}

function linearOf(rows: Rows, labels: Uint32Array, classes: number): LinearModel | undefined {
  const size = (rows.features + rows.denseSize + 1) * classes;
  if (classes < 2 || size > mostWeights) return undefined;
  const epochs = Math.round(Math.min(30, Math.max(12, 20_000 / rows.count)));
  return trainSoftmax(rows, labels, classes, {
    sparseScale: rows.denseSize > 0 ? Math.sqrt(1 - denseShare) : 1,
    denseScale: Math.sqrt(denseShare),
    regularisation: 0.01,
    epochs,
    step: 4,
  });
}

/** Rows sorted by class (counting sort). */
function grouped(labels: Uint32Array, classes: number): { order: Uint32Array; firsts: Uint32Array } {
  const firsts = sharedInts(classes + 1);
  for (const label of labels) firsts[label + 1] = (firsts[label + 1] ?? 0) + 1;
  for (let klass = 0; klass < classes; klass++)
    firsts[klass + 1] = (firsts[klass + 1] ?? 0) + (firsts[klass] ?? 0);
  const next = firsts.slice();
  const order = sharedInts(labels.length);
  labels.forEach((label, row) => {
    const place = next[label] ?? 0;
    next[label] = place + 1;
    order[place] = row;
  });
  return { order, firsts };
}

/** The space of a fit, ready for questions. */
export function spaceIn({ space }: Fit): Space {
  return new Space(space);
}
