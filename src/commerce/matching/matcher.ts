/** The general matcher that ships with the product: one model for shops it has never seen. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { probability, score, type TreeModel } from './boosted-trees.ts';
import { contextFeatures, type PairPlace } from './context.ts';
import { featureNames, pairFeatures, type Weights } from './features.ts';
import { type Profile, profileOf } from './record.ts';
import { wordWeights } from './similarity.ts';

export interface Matcher {
  /** From this probability on, a pair counts as one product without anyone asked. */
  readonly threshold: number;
  /** From this one on it is worth a merchant's look. */
  readonly worthAsking: number;
  readonly model: TreeModel;
}

/** Reads the shipped model. Throws `matching.model` when it was trained for other features. */
export async function loadMatcher(
  path: URL = new URL('./model/matcher.trees', import.meta.url),
): Promise<Matcher> {
  const stored = storedMatcher.parse(JSON.parse(await readFile(path, 'utf8')));
  if (stored.features.join() !== matcherFeatureNames().join()) {
    throw new ShopdeskError('matching.model', 'The stored matcher was trained for other features.', {
      remedy: 'Train it again: src/commerce/matching/model/README.md says how.',
    });
  }
  return { threshold: stored.threshold, worthAsking: stored.worthAsking, model: stored.model };
}

/** The file's text for a trained matcher. */
export function storeMatcher(matcher: Matcher): string {
  return `${JSON.stringify({ features: matcherFeatureNames(), ...matcher })}\n`;
}

/** The rows that the general matcher scores: the pair itself, and its standing among its rivals by title. */
export function matcherRows(
  pairs: readonly PairPlace[],
  profiles: readonly Profile[],
  weights: Weights,
): Float64Array[] {
  const alone = pairs.map(({ left, right }) => {
    const [a, b] = [profiles[left], profiles[right]];
    return a && b ? pairFeatures(a, b, weights) : new Float64Array();
  });
  const likeness = alone.map((row) => row[likenessAt] ?? 0);
  const context = contextFeatures(pairs, likeness, () => false, profiles, weights.title);
  return alone.map((row, at) =>
    Float64Array.from([...row, ...standings.map((place) => context[at]?.[place] ?? 0)]),
  );
}

/** The probability that each row's pair is one product. */
export function probabilities(matcher: Matcher, rows: readonly ArrayLike<number>[]): number[] {
  return rows.map((row) => probability(score(matcher.model, row)));
}

/** Lead, rank and lead over the second, on both sides; counts of rivals depend on how candidates were found. */
const standings = [0, 2, 4, 7, 9, 11];

const nothing = profileOf({
  title: '',
  brand: '',
  model: '',
  category: '',
  description: '',
  price: undefined,
});
const nameless = { title: wordWeights([]), all: wordWeights([]) };
const likenessAt = featureNames(nothing, nameless).indexOf('title soft cosine');

function matcherFeatureNames(): string[] {
  return [...featureNames(nothing, nameless), ...standings.map((place) => `standing ${place}`)];
}

const numbers = z.array(z.number());
const storedMatcher = z.object({
  features: z.array(z.string()),
  threshold: z.number(),
  worthAsking: z.number(),
  model: z.object({
    base: z.number(),
    trees: z.array(
      z.object({ feature: numbers, threshold: numbers, left: numbers, right: numbers, value: numbers }),
    ),
  }),
});
