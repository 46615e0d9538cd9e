/** From evidence to a probability: how often was a question with evidence like this answered rightly? */
import { type Evidence, evidenceNames } from './evidence.ts';

/** A rehearsed question with its evidence and what came of it. */
export interface Outcome {
  readonly evidence: Evidence;
  /** False when the bank could not have answered it. */
  readonly answerable: boolean;
  /** The best contender was the right one. */
  readonly right: boolean;
}

/** The weight of each number of the evidence, the constant last. */
export type Weights = readonly number[];

/** How right answers are told from wrong ones when few and when half of all questions are out of scope. */
export interface Calibration {
  /** False for the usual calibration: it is too coarse to learn the share of questions out of scope by. */
  readonly rehearsed: boolean;
  readonly few: Weights;
  readonly many: Weights;
  /** How questions that the bank can answer are told from others, at the share `few`. */
  readonly answerable: Weights;
}

/** The shares of questions out of scope between which a calibration stands. */
const fewShare = 0.1;
const manyShare = 0.5;

/** The mean of what banks of 5 to 20 phrasings an answer find for themselves; stands until a bank has rehearsed, and where it has too few phrasings to. */
export const usualCalibration: Calibration = {
  rehearsed: false,
  few: [2.05, 1.45, 1.15, 0.3, -0.2, 0.95, 0, -2],
  many: [2.6, 0.4, 1.45, 0.3, -0.6, 1.5, 0, -3.3],
  answerable: [0.95, 0.35, 1.65, 1.35, -0.1, 1.45, -0.1, -0.6],
};

/** How many outcomes the usual calibration is worth. */
const usualWorth = 0.5;
const newtonSteps = 25;

/**
 * The probability that the best contender is right when this share of all questions is out of scope; beyond the larger
 * share that was rehearsed nothing is known, and confidence falls no further.
 */
export function confidenceOf(calibration: Calibration, evidence: Evidence, unanswerable: number): number {
  const from = logOdds(fewShare);
  const place = Math.min(1, Math.max(-0.5, (logOdds(unanswerable) - from) / (logOdds(manyShare) - from)));
  const few = scoreOf(calibration.few, evidence);
  return logistic(few + place * (scoreOf(calibration.many, evidence) - few));
}

/** ln(P(evidence | the bank can answer) / P(evidence | it cannot)). */
export function answerableLikelihood(calibration: Calibration, evidence: Evidence): number {
  return scoreOf(calibration.answerable, evidence) + logOdds(fewShare);
}

/**
 * The calibration of a bank from its own rehearsal; the usual one where that tells too little. A rehearsed bank has one
 * phrasing fewer of the `each` that an answer has, so it speaks for that much less of the real one, and the usual calibration
 * for the rest.
 */
export function calibrate(outcomes: readonly Outcome[], each = Number.POSITIVE_INFINITY): Calibration {
  const right = outcomes.map((outcome) => outcome.right);
  const answerable = outcomes.map((outcome) => outcome.answerable);
  const few = weightsAt(outcomes, fewShare);
  const many = weightsAt(outcomes, manyShare);
  if (!few || !many) return usualCalibration;
  const trust = 1 - 1 / Math.max(1, each);
  return {
    rehearsed: true,
    few: between(usualCalibration.few, regress(outcomes, right, few, usualCalibration.few), trust),
    many: between(usualCalibration.many, regress(outcomes, right, many, usualCalibration.many), trust),
    answerable: regress(outcomes, answerable, few, usualCalibration.answerable),
  };
}

/** The point between two weights that is `share` of the way from the first to the second. */
function between(from: Weights, to: Weights, share: number): Weights {
  return from.map((weight, at) => weight + share * ((to[at] ?? 0) - weight));
}

/** Fewer answerable questions than this say nothing about a bank. */
const fewestAnswerable = 20;

/** What each outcome counts so that questions out of scope have the share `share`. */
function weightsAt(outcomes: readonly Outcome[], share: number): number[] | undefined {
  const answerable = outcomes.filter((each) => each.answerable).length;
  const foreign = outcomes.length - answerable;
  if (answerable < fewestAnswerable || foreign === 0) return undefined;
  const foreignWeight = ((share / (1 - share)) * answerable) / foreign;
  return outcomes.map((each) => (each.answerable ? 1 : foreignWeight));
}

/**
 * Logistic regression (J. Platt, “Probabilistic outputs for support vector machines”, 1999, with several inputs), drawn
 * towards the usual weights; Newton's method.
 */
function regress(
  outcomes: readonly Outcome[],
  targets: readonly boolean[],
  counts: readonly number[],
  usual: Weights,
): Weights {
  const size = evidenceNames.length + 1;
  let weights: number[] = [...usual];
  for (let step = 0; step < newtonSteps; step++) {
    const gradient: number[] = weights.map((weight, at) => usualWorth * (weight - (usual[at] ?? 0)));
    const hessian: number[][] = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column): number => (row === column ? usualWorth : 0)),
    );
    outcomes.forEach(({ evidence }, at) => {
      const count = counts[at] ?? 1;
      const chance = logistic(scoreOf(weights, evidence));
      const error = count * (chance - (targets[at] ? 1 : 0));
      const spread = count * Math.max(1e-6, chance * (1 - chance));
      const inputs = [...evidence, 1];
      inputs.forEach((input, row) => {
        gradient[row] = (gradient[row] ?? 0) + error * input;
        const line = hessian[row] ?? [];
        inputs.forEach((other, column) => {
          line[column] = (line[column] ?? 0) + spread * input * other;
        });
      });
    });
    const move = solve(hessian, gradient);
    weights = weights.map((weight, at) => weight - Math.max(-2, Math.min(2, move[at] ?? 0)));
    if (move.every((each) => Math.abs(each) < 1e-6)) break;
  }
  return weights;
}

function scoreOf(weights: Weights, evidence: Evidence): number {
  let score = weights[evidence.length] ?? 0;
  for (let at = 0; at < evidence.length; at++) score += (evidence[at] ?? 0) * (weights[at] ?? 0);
  return score;
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function logOdds(share: number): number {
  return Math.log(share / (1 - share));
}

/** Gauss-Jordan elimination of a small positive definite system. */
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
