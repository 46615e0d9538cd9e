/** Fits the space and the linear model of a set of phrasings. */
import { withGaussian } from './blend.ts';
import { centre, meanOf, type VectorBlock, vectorAt } from './encoder.ts';
import { trainHinge } from './hinge.ts';
import { carriedOver, type LinearModel } from './linear.ts';
import { type InvertedIndex, invert } from './nearest.ts';
import { type ClassIndex, indexByClass } from './nearest-in-class.ts';
import type { ReadPhrasing } from './phrasings.ts';
import { type Rows, rowsOfTexts } from './rows.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import { trainSoftmax } from './softmax.ts';
import { Space, type SpaceData, spaceOf } from './space.ts';

/**
 * What the linear model is taught to avoid: `shares` that are off the right answer (softmax), or `margins` between answers
 * that are too small (hinge). Which suits a bank is for its rehearsal to say.
 */
export type Loss = 'shares' | 'margins';

/** What is learnt from phrasings, as plain data that threads can share. */
export interface Fit {
  readonly loss: Loss;
  readonly classes: number;
  readonly space: SpaceData;
  readonly rows: Rows;
  /** The class of each row. */
  readonly owners: Uint32Array;
  /** Rows of class c are `order[firsts[c]..firsts[c + 1]]`. */
  readonly order: Uint32Array;
  readonly firsts: Uint32Array;
  /** What the dense vectors are of; the mean is empty where there are none. */
  readonly denseOf: VectorBlock['of'];
  readonly denseMean: Float32Array;
  readonly densePartSize: number;
  /** Missing when the bank has too many answers for one; the nearest phrasings then decide alone. */
  readonly linear: LinearModel | undefined;
  /** Only there with a linear model: compares with the phrasings of the answers that it puts first. */
  readonly classIndex: ClassIndex | undefined;
  /** Only there without a linear model: finds the phrasings to compare with. */
  readonly index: InvertedIndex | undefined;
}

/** The squared length that vectors of sentences or of words have in a question's vector; the rest is words and letters. */
export const denseShare = { sentences: 0.5, words: 0.15 };

/**
 * Models with more weights (160 MB) or more multiplications (about a minute) are not learnt:
 * banks with so many answers have few phrasings for each, where the nearest phrasing is nearly as good.
 */
const mostWeights = 40_000_000;
const mostSteps = 8_000_000_000;
/** Dense numbers lie side by side and are multiplied this much faster. */
const denseSpeed = 8;

/** A fit of nearly the same bank to go on from, when a change must be live at once. */
export interface Earlier {
  readonly fit: Fit;
  /** The class that each class had in it; -1 for a new one. */
  readonly classes: readonly number[];
  /** The rows that it has not seen, or saw in another class. */
  readonly unseen: readonly number[];
}

const training = { regularisation: 0.01, step: 4 };

/** Learns from `phrasings` for `classes` answers; `block` holds a vector of each phrasing, if there are any. */
export function learn(
  phrasings: readonly ReadPhrasing[],
  classes: number,
  block: VectorBlock,
  loss: Loss,
  earlier?: Earlier,
): Fit {
  const space = spaceOf(phrasings);
  const denseMean = meanOf(block);
  const dense = sharedFloats(block.values.length);
  for (let row = 0; block.size > 0 && row < phrasings.length; row++) {
    const place = dense.subarray(row * block.size, (row + 1) * block.size);
    centre(vectorAt(block, row), denseMean, block.partSize, place);
  }
  const rows = rowsOfTexts(space, phrasings, dense);
  const owners = sharedInts(phrasings.length);
  phrasings.forEach(({ owner }, row) => {
    owners[row] = owner;
  });
  const linear =
    (earlier && goOn(earlier, loss, space, rows, owners, classes, block.of)) ??
    linearOf(rows, owners, classes, loss, block.of);
  const { order, firsts } = grouped(owners, classes);
  const classIndex = linear && indexByClass(rows, order, firsts);
  const index = linear ? undefined : invert(rows);
  return {
    loss,
    classes,
    owners,
    space: space.data,
    rows,
    order,
    firsts,
    denseOf: block.of,
    denseMean,
    densePartSize: block.partSize,
    linear,
    classIndex,
    index,
  };
}

/** Some epochs over the unseen rows and as many others of all kinds, from the earlier weights. */
function goOn(
  { fit, classes: before, unseen }: Earlier,
  loss: Loss,
  space: Space,
  rows: Rows,
  labels: Uint32Array,
  classes: number,
  denseOf: VectorBlock['of'],
): LinearModel | undefined {
  if (!fit.linear || fit.loss !== 'shares' || loss !== 'shares') return undefined;
  if (denseOf === 'sentences' || rows.denseSize !== fit.rows.denseSize) return undefined;
  if ((rows.features + rows.denseSize + 1) * classes > mostWeights) return undefined;
  const stride = Math.max(1, Math.floor(rows.count / fewestRepeated));
  const repeated = Array.from({ length: Math.ceil(rows.count / stride) }, (_, at) => at * stride);
  const model = carriedOver(fit.linear, new Space(fit.space), space, before);
  return trainSoftmax(rows, labels, classes, {
    ...training,
    ...scalesOf(rows, denseOf),
    epochs: 4,
    step: 1,
    from: { model, rows: [...unseen, ...repeated] },
  });
}

/** Rows taught again beside new ones, so that nothing is forgotten. */
const fewestRepeated = 400;

/** Small banks need more rounds, and with sentence vectors more still: their numbers are never far apart. */
const words = { most: 30, fewest: 12, rowsTaught: 130_000 };
const sentences = { most: 60, fewest: 12, rowsTaught: 45_000 };

function linearOf(
  rows: Rows,
  labels: Uint32Array,
  classes: number,
  loss: Loss,
  denseOf: VectorBlock['of'],
): LinearModel | undefined {
  const size = (rows.features + rows.denseSize + 1) * classes;
  const { most, fewest, rowsTaught } = denseOf === 'sentences' ? sentences : words;
  const epochs = Math.round(Math.min(most, Math.max(fewest, rowsTaught / rows.count)));
  const steps = (rows.ids.length + rows.dense.length / denseSpeed) * classes * epochs;
  if (classes < 2 || size > mostWeights || steps > mostSteps) return undefined;
  const scales = scalesOf(rows, denseOf);
  const model =
    loss === 'margins'
      ? trainHinge(rows, labels, classes, { ...scales, cost: 1, epochs: marginEpochs })
      : trainSoftmax(rows, labels, classes, { ...training, ...scales, epochs });
  return denseOf === 'sentences' ? withGaussian(model, rows, labels, classes) : model;
}

function scalesOf({ denseSize }: Rows, denseOf: VectorBlock['of']) {
  const share = denseSize > 0 ? denseShare[denseOf] : 0;
  return { sparseScale: Math.sqrt(1 - share), denseScale: Math.sqrt(share) };
}

const marginEpochs = 20;

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
