/** `shopdesk train matcher`: trains the general matcher on labelled pairs of several shops. */
import { writeFile } from 'node:fs/promises';
import { seededRandom } from '../recommend/random.ts';
import { score, type TreeSettings, trainTrees } from './boosted-trees.ts';
import { type Matcher, matcherRows, storeMatcher } from './matcher.ts';
import { readPairFiles } from './pair-file.ts';
import { type ProductRecord, profileOf } from './record.ts';
import { wordWeights } from './similarity.ts';
import { bestThreshold, countAt } from './training.ts';

export interface MatcherTrainingOptions {
  /** One entry per pair of shops: its files of pairs, separated by commas. */
  readonly set: readonly string[];
  readonly out: string;
}

export interface MatcherTraining {
  readonly pairs: number;
  readonly threshold: number;
  readonly worthAsking: number;
  readonly bytes: number;
  /** Each set scored by a model that was trained on the others only: what to expect of an unseen shop. */
  readonly unseen: Record<string, { f1: number; precision: number; recall: number; bestF1: number }>;
}

/** Shallow trees on few features at a time: they must not learn one shop by heart. */
const settings: TreeSettings = {
  trees: 140,
  depth: 4,
  learningRate: 0.07,
  rowShare: 0.6,
  featureShare: 0.4,
  leastWeight: 10,
  ridge: 2,
};

/** Trains on all sets, chooses thresholds from scores of unseen sets, writes the model. */
export async function trainMatcher({ set, out }: MatcherTrainingOptions): Promise<MatcherTraining> {
  const sets = await Promise.all(set.map(readSet));
  const unseen = sets.map((left) => {
    const model = train(sets.filter((other) => other !== left));
    return { name: left.name, labels: left.labels, scores: left.rows.map((row) => score(model, row)) };
  });
  // A wrong price comparison costs more than a missed one; a question to the merchant costs little.
  const threshold = bestMean(unseen, 0.5);
  const worthAsking = Math.min(threshold, bestMean(unseen, 2));
  const matcher: Matcher = { threshold, worthAsking, model: train(sets) };
  const text = storeMatcher(matcher);
  await writeFile(out, text);
  return {
    pairs: sets.reduce((sum, { rows }) => sum + rows.length, 0),
    threshold,
    worthAsking,
    bytes: Buffer.byteLength(text),
    unseen: Object.fromEntries(
      unseen.map(({ name, labels, scores }) => {
        const { f1, precision, recall } = countAt(scores, labels, threshold);
        return [
          name,
          { f1, precision, recall, bestF1: countAt(scores, labels, bestThreshold(scores, labels)).f1 },
        ];
      }),
    ),
  };
}

interface TrainingSet {
  readonly name: string;
  readonly rows: readonly Float64Array[];
  readonly labels: readonly number[];
  /** The same pairs again with fields left out. */
  readonly allRows: readonly Float64Array[];
  readonly allLabels: readonly number[];
}

/** What other shops leave out: each pair is learnt with and without these fields. */
const leftOut: readonly Partial<ProductRecord>[] = [
  {},
  { description: '', category: '' },
  { model: '', brand: '' },
  { description: '', model: '', price: undefined },
];

async function readSet(files: string): Promise<TrainingSet> {
  const { files: read, profiles } = await readPairFiles(files.split(','));
  const pairs = read.flat();
  const variants = leftOut.map((missing) => {
    const seen = profiles.map(({ record }) => profileOf({ ...record, ...missing }));
    const weights = {
      title: wordWeights(seen.map(({ wordSet }) => wordSet)),
      all: wordWeights(seen.map(({ allWords }) => allWords)),
    };
    return matcherRows(pairs, seen, weights);
  });
  const labels = pairs.map(({ match }) => match);
  return {
    name: files,
    rows: variants[0] ?? [],
    labels,
    allRows: variants.flat(),
    allLabels: variants.flatMap(() => labels),
  };
}

function train(sets: readonly TrainingSet[]) {
  return trainTrees(
    sets.flatMap(({ allRows }) => allRows),
    sets.flatMap(({ allLabels }) => allLabels),
    settings,
    seededRandom(1),
  );
}

/**
 * The threshold with the best mean F-measure over the sets; `beta` below 1 weighs precision more. Every
 * shop counts alike, however many pairs it brought.
 */
function bestMean(
  sets: readonly { labels: readonly number[]; scores: readonly number[] }[],
  beta: number,
): number {
  let best = 0.5;
  let bestMeasure = -1;
  for (let step = 5; step <= 95; step += 1) {
    const counts = sets.map(({ labels, scores }) => countAt(scores, labels, step / 100));
    const measure = counts.reduce((sum, { precision, recall }) => {
      const weighted = beta * beta * precision + recall;
      return sum + (weighted === 0 ? 0 : ((1 + beta * beta) * precision * recall) / weighted);
    }, 0);
    if (measure > bestMeasure) [best, bestMeasure] = [step / 100, measure];
  }
  return best;
}
