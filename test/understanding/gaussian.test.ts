/** Answers as clouds of sentence vectors, beside what is taught to tell them apart. */
import { expect, it } from 'vitest';
import { withGaussian } from '../../src/understanding/blend.ts';
import { gaussianOf } from '../../src/understanding/gaussian.ts';
import { addDense, type LinearModel } from '../../src/understanding/linear.ts';
import { seededRandom } from '../../src/understanding/random.ts';
import type { Rows } from '../../src/understanding/rows.ts';
import { trainSoftmax } from '../../src/understanding/softmax.ts';

const size = 24;
const classes = 8;
const telling = 6;

/** Vectors that differ a little by class in their first numbers and widely, whatever the class, in the others. */
function cloud(random: () => number, klass: number): number[] {
  const own = seededRandom(klass + 1);
  const noise = () => random() + random() - 1;
  const vector = Array.from({ length: size }, (_, at) =>
    at < telling ? 0.5 * (own() - 0.5) + 0.1 * noise() : noise(),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function rowsOf(vectors: readonly (readonly number[])[]): Rows {
  return {
    count: vectors.length,
    starts: new Uint32Array(vectors.length + 1),
    ids: new Uint32Array(0),
    values: new Float32Array(0),
    features: 0,
    dense: Float32Array.from(vectors.flat()),
    denseSize: size,
  };
}

function bankOf(each: number): { rows: Rows; labels: Uint32Array } {
  const random = seededRandom(1);
  const labels = Uint32Array.from({ length: each * classes }, (_, row) => row % classes);
  return { rows: rowsOf(Array.from(labels, (klass) => cloud(random, klass))), labels };
}

const taught = ({ rows, labels }: ReturnType<typeof bankOf>): LinearModel =>
  trainSoftmax(rows, labels, classes, {
    sparseScale: 1,
    denseScale: 1,
    regularisation: 0.01,
    epochs: 30,
    step: 4,
  });

function bestOf({ bias, dense }: Pick<LinearModel, 'bias' | 'dense'>, vector: readonly number[]): number {
  const scores = bias.slice();
  addDense(scores, dense, Float32Array.from(vector), 0, size, 1);
  return scores.indexOf(Math.max(...scores));
}

/** How many of 400 new vectors are told rightly. */
function rightOf(model: Pick<LinearModel, 'bias' | 'dense'>): number {
  const random = seededRandom(2);
  return Array.from({ length: 400 }, (_, at) => at % classes).filter(
    (klass) => bestOf(model, cloud(random, klass)) === klass,
  ).length;
}

it('solves what it says: the scatter and its even part times the weights are the means', () => {
  const { rows, labels } = bankOf(6);
  const { dense } = gaussianOf(rows, labels, classes) ?? { dense: new Float32Array(0) };
  const vectors = Array.from(labels, (_, row) => [...rows.dense.slice(row * size, (row + 1) * size)]);
  const means = Array.from({ length: classes }, (_, klass) => {
    const own = vectors.filter((_, row) => labels[row] === klass);
    return Array.from(
      { length: size },
      (_, at) => own.reduce((sum, each) => sum + (each[at] ?? 0), 0) / own.length,
    );
  });
  const scatter = vectors.map((vector, row) =>
    vector.map((value, at) => value - (means[labels[row] ?? 0]?.[at] ?? 0)),
  );
  const freedom = vectors.length - classes;
  const covariance = Array.from({ length: size }, (_, one) =>
    Array.from(
      { length: size },
      (_, other) => scatter.reduce((sum, each) => sum + (each[one] ?? 0) * (each[other] ?? 0), 0) / freedom,
    ),
  );
  const trace = covariance.reduce((sum, line, at) => sum + (line[at] ?? 0), 0);
  const even = covariance.flat().reduce((sum, value) => sum + value * value, 0) / trace / 9;
  means.forEach((mean, klass) => {
    const weight = dense.slice(klass * size, (klass + 1) * size);
    mean.forEach((value, at) => {
      const there = weight.reduce(
        (sum, each, other) => sum + each * (covariance[at]?.[other] ?? 0),
        even * (weight[at] ?? 0),
      );
      expect(there).toBeCloseTo(value, 4);
    });
  });
});

it('is right more often with few phrasings than what is taught alone', () => {
  const bank = bankOf(6);
  const alone = rightOf(taught(bank));
  const together = rightOf(withGaussian(taught(bank), bank.rows, bank.labels, classes));
  expect(together).toBeGreaterThan(alone + 20);
});

it('leaves a bank alone that has one phrasing an answer, or very many', () => {
  for (const bank of [bankOf(1), bankOf(80)]) {
    const model = taught(bank);
    const before = { dense: model.dense.slice(), bias: model.bias.slice() };
    withGaussian(model, bank.rows, bank.labels, classes);
    expect(model.dense).toEqual(before.dense);
    expect(model.bias).toEqual(before.bias);
  }
});

it('never prefers an answer without phrasings', () => {
  const { rows, labels } = bankOf(6);
  const model = { ...taught({ rows, labels }), classes: classes + 1 };
  const dense = new Float32Array((classes + 1) * size);
  dense.set(model.dense);
  const bias = new Float32Array(classes + 1);
  bias.set(model.bias);
  const wider = withGaussian({ ...model, dense, bias }, rows, labels, classes + 1);
  const random = seededRandom(3);
  for (let at = 0; at < 200; at++) expect(bestOf(wider, cloud(random, at % classes))).not.toBe(classes);
});
