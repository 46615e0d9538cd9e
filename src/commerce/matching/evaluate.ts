/** `shopdesk eval matching`: how well the matcher tells equal products on labelled pairs. */
import { writeFile } from 'node:fs/promises';
import { probability } from './boosted-trees.ts';
import { contextFeatures } from './context.ts';
import { pairFeatures } from './features.ts';
import { type LabelledPair, readPairFiles } from './pair-file.ts';
import type { Profile } from './record.ts';
import { wordWeights } from './similarity.ts';
import { bagScore, bestThreshold, countAt, outOfFold, trainBag } from './training.ts';

export interface MatchingEvaluationOptions {
  readonly train: string;
  readonly valid: string;
  readonly test: string;
  /** File for one JSON line `{line, match, predicted, probability}` per test pair. */
  readonly predictions?: string;
}

export interface MatchingEvaluation {
  readonly n: number;
  readonly positives: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** The probability from which a pair counts as one product. */
  readonly threshold: number;
}

/**
 * Trains on `train`, chooses threshold and blend on `valid` together with cross-validated scores of
 * `train`, and reports `test`. Labels of `valid` and `test` train nothing; their texts, and which records compete
 * for which, are seen as they would be in use.
 */
export async function evaluateMatching(options: MatchingEvaluationOptions): Promise<MatchingEvaluation> {
  const { files, profiles } = await readPairFiles([options.train, options.valid, options.test]);
  const [train = [], valid = [], test = []] = files;
  const scores = scorePairs(train, [...valid, ...test], profiles);
  const chosenOn = [...train, ...valid];
  const chosenLabels = chosenOn.map(({ match }) => match);
  const choices = aloneShares.map((aloneShare) => {
    const chosen = chosenOn.map((pair) => scores(pair, aloneShare));
    const threshold = bestThreshold(chosen, chosenLabels);
    return { aloneShare, threshold, f1: countAt(chosen, chosenLabels, threshold).f1 };
  });
  const { aloneShare, threshold } = choices.reduce((best, choice) => (choice.f1 > best.f1 ? choice : best));
  const testScores = test.map((pair) => scores(pair, aloneShare));
  if (options.predictions !== undefined)
    await writePredictions(options.predictions, test, testScores, threshold);
  const labels = test.map(({ match }) => match);
  const counts = countAt(testScores, labels, threshold);
  return {
    n: test.length,
    positives: labels.filter((label) => label === 1).length,
    precision: round(counts.precision),
    recall: round(counts.recall),
    f1: round(counts.f1),
    threshold: round(threshold),
  };
}

const folds = 5;
/** How much the score that looks at the pair alone may count beside the one that sees its rivals. */
const aloneShares = [0.2, 0.35, 0.5, 0.65, 0.8];

/** Log-odds of pairs: those of `train` cross-validated, those of `others` by trees trained on `train`. */
function scorePairs(
  train: readonly LabelledPair[],
  others: readonly LabelledPair[],
  profiles: readonly Profile[],
): (pair: LabelledPair, aloneShare: number) => number {
  const weights = {
    title: wordWeights(profiles.map(({ wordSet }) => wordSet)),
    all: wordWeights(profiles.map(({ allWords }) => allWords)),
  };
  // A pair that is in two files is one pair: it must not be its own rival.
  const { distinct, placeOf } = withoutRepeats([...train, ...others]);
  const rows = distinct.map(({ left, right }) => featuresOf(profiles[left], profiles[right], weights));
  const trained = new Set(train.map((pair) => placeOf(pair)));
  const trainPlaces = [...trained];
  const labels = trainPlaces.map((place) => distinct[place]?.match ?? 0);
  const trainRows = trainPlaces.map((place) => rows[place] ?? []);
  const alone = scoreAll(rows, trainRows, labels, trainPlaces);
  const context = contextFeatures(
    distinct,
    alone,
    (pair) => trained.has(pair) && distinct[pair]?.match === 1,
    profiles,
    weights.title,
  );
  const seeing = rows.map((row, at) => [...row, ...(context[at] ?? [])]);
  const together = scoreAll(
    seeing,
    trainPlaces.map((place) => seeing[place] ?? []),
    labels,
    trainPlaces,
  );
  return (pair, aloneShare) => {
    const place = placeOf(pair);
    return aloneShare * (alone[place] ?? 0) + (1 - aloneShare) * (together[place] ?? 0);
  };
}

function featuresOf(
  a: Profile | undefined,
  b: Profile | undefined,
  weights: Parameters<typeof pairFeatures>[2],
): number[] {
  return a && b ? [...pairFeatures(a, b, weights)] : [];
}

/** Training rows by trees of other folds, all others by trees of all training rows. */
function scoreAll(
  rows: readonly ArrayLike<number>[],
  trainRows: readonly ArrayLike<number>[],
  labels: readonly number[],
  trainPlaces: readonly number[],
): Float64Array {
  const bag = trainBag(trainRows, labels, 3);
  const scores = Float64Array.from(rows, (row) => bagScore(bag, row));
  const honest = outOfFold(trainRows, labels, folds, 2);
  for (const [at, place] of trainPlaces.entries()) scores[place] = honest[at] ?? 0;
  return scores;
}

function withoutRepeats(pairs: readonly LabelledPair[]): {
  distinct: LabelledPair[];
  placeOf: (pair: LabelledPair) => number;
} {
  const places = new Map<string, number>();
  const distinct: LabelledPair[] = [];
  const keyOf = ({ left, right }: LabelledPair) => `${left} ${right}`;
  for (const pair of pairs) {
    if (places.has(keyOf(pair))) continue;
    places.set(keyOf(pair), distinct.length);
    distinct.push(pair);
  }
  return { distinct, placeOf: (pair) => places.get(keyOf(pair)) ?? -1 };
}

async function writePredictions(
  path: string,
  test: readonly LabelledPair[],
  scores: readonly number[],
  threshold: number,
): Promise<void> {
  const lines = test.map(({ match }, at) => {
    const likely = probability(scores[at] ?? 0);
    return JSON.stringify({
      line: at + 1,
      match,
      predicted: likely >= threshold ? 1 : 0,
      probability: round(likely),
    });
  });
  await writeFile(path, `${lines.join('\n')}\n`);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
