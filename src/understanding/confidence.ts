/** From evidence to a probability: how often was a question with evidence like this answered rightly? */
import { type Evidence, evidenceNames } from './evidence.ts';

/** A question whose outcome is known, with its evidence; `weight` is how much it counts. */
export interface Outcome {
  readonly evidence: Evidence;
  readonly right: boolean;
  readonly weight: number;
}

/** The weight of each number of the evidence, the constant last. */
export type Calibration = readonly number[];

/**
 * What holds for most banks, used until a bank has shown its own: the mean of the calibrations that banks of several
 * sizes found for themselves.
 */
export const usualCalibration: Calibration = [1, 0.5, 1, 2, 0.5, 2, 0.3, -2.5];

/** How many outcomes the usual calibration is worth. */
const usualWorth = 1;
const newtonSteps = 25;

/** The probability that the best contender is right, from 0 to 1. */
export function confidenceOf(calibration: Calibration, evidence: Evidence): number {
  return 1 / (1 + Math.exp(-scoreOf(calibration, evidence)));
}

/**
 * Logistic regression of being right on the evidence (J. Platt, “Probabilistic outputs for support vector machines”,
 * 1999, with several inputs), drawn towards the usual calibration; Newton's method.
 */
export function calibrate(outcomes: readonly Outcome[], usual: Calibration = usualCalibration): Calibration {
  const size = evidenceNames.length + 1;
  let weights: number[] = [...usual];
  for (let step = 0; step < newtonSteps; step++) {
    const gradient: number[] = weights.map((weight, at) => usualWorth * (weight - (usual[at] ?? 0)));
    const hessian = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column): number => (row === column ? usualWorth : 0)),
    );
    for (const { evidence, right, weight } of outcomes) {
      const chance = confidenceOf(weights, evidence);
      const error = weight * (chance - (right ? 1 : 0));
      const spread = weight * Math.max(1e-6, chance * (1 - chance));
      const inputs = [...evidence, 1];
      inputs.forEach((input, row) => {
        gradient[row] = (gradient[row] ?? 0) + error * input;
        const line = hessian[row];
        if (line)
          inputs.forEach((other, column) => {
            line[column] = (line[column] ?? 0) + spread * input * other;
          });
      });
    }
    const move = solve(hessian, gradient);
    weights = weights.map((weight, at) => weight - Math.max(-2, Math.min(2, move[at] ?? 0)));
    if (move.every((each) => Math.abs(each) < 1e-6)) break;
  }
  return weights;
}

function scoreOf(calibration: Calibration, evidence: Evidence): number {
  let score = calibration[evidence.length] ?? 0;
  evidence.forEach((value, at) => {
    score += value * (calibration[at] ?? 0);
  });
  return score;
}

/** Gaussian elimination of a small positive definite system. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  rows.forEach((pivotRow, pivot) => {
    const head = pivotRow[pivot] ?? 1;
    rows.forEach((row, at) => {
      if (at === pivot) return;
      const factor = (row[pivot] ?? 0) / head;
      for (let column = pivot; column < row.length; column++) {
        row[column] = (row[column] ?? 0) - factor * (pivotRow[column] ?? 0);
      }
    });
  });
  return rows.map((row, at) => (row[rows.length] ?? 0) / (row[at] ?? 1));
}
