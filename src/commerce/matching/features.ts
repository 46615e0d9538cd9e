/** What the matcher looks at in a pair of records: string features only, so that it serves any kind of goods. */
import type { Profile } from './record.ts';
import {
  commonPrefix,
  editSimilarity,
  jaccard,
  jaroWinkler,
  overlap,
  type WordWeights,
  weightedCosine,
} from './similarity.ts';

/** Weights of the words of one collection: titles, and titles with descriptions. */
export interface Weights {
  readonly title: WordWeights;
  readonly all: WordWeights;
}

type Feature = readonly [name: string, value: number];

/** The features of a pair in the order of `featureNames`; unknown values are -1. Nothing depends on which is left. */
export function pairFeatures(a: Profile, b: Profile, weights: Weights): Float64Array {
  return Float64Array.from(features(a, b, weights), ([, value]) => value);
}

/** The names of the features, for reading a model. */
export function featureNames(empty: Profile, weights: Weights): string[] {
  return features(empty, empty, weights).map(([name]) => name);
}

function features(a: Profile, b: Profile, weights: Weights): Feature[] {
  return [
    ...titleFeatures(a, b, weights.title),
    ...unsharedFeatures(a, b, weights.title),
    ...codeFeatures(a, b),
    ...numberFeatures(a, b),
    ...fieldFeatures(a, b, weights),
    ...priceFeatures(a.record.price, b.record.price),
  ];
}

function titleFeatures(a: Profile, b: Profile, weights: WordWeights): Feature[] {
  const shared = overlap(a.wordSet, b.wordSet);
  const [shorter, longer] = a.words.length <= b.words.length ? [a, b] : [b, a];
  const compactA = a.compact.slice(0, 120);
  const compactB = b.compact.slice(0, 120);
  return [
    ['title jaccard', jaccard(a.wordSet, b.wordSet)],
    ['title containment', share(shared, Math.min(a.wordSet.size, b.wordSet.size))],
    ['title reverse containment', share(shared, Math.max(a.wordSet.size, b.wordSet.size))],
    ['title cosine', weightedCosine(a.wordSet, b.wordSet, weights)],
    ['title trigrams', jaccard(a.trigrams, b.trigrams)],
    ['title edits', editSimilarity(compactA, compactB)],
    ['title jaro-winkler', jaroWinkler(compactA, compactB)],
    ['title monge-elkan', mongeElkan(shorter.words, longer.words, weights, false)],
    ['title weighted monge-elkan', mongeElkan(shorter.words, longer.words, weights, true)],
    ['title weighted monge-elkan back', mongeElkan(longer.words, shorter.words, weights, true)],
    ['title soft cosine', softCosine(a, b, weights)],
    [
      'title common beginning',
      share(commonPrefix(compactA, compactB), Math.min(compactA.length, compactB.length)),
    ],
    ['title first word', a.words[0] === b.words[0] ? 1 : 0],
    ['title second word', a.words[1] === b.words[1] ? 1 : 0],
    ['title last word', a.words.at(-1) === b.words.at(-1) ? 1 : 0],
    ['title shared words', shared],
    ['title words fewer', Math.min(a.words.length, b.words.length)],
    ['title words difference', Math.abs(a.words.length - b.words.length)],
    ['title bigrams', jaccard(bigrams(a.words), bigrams(b.words))],
  ];
}

/** What one title has and the other lacks tells more than what they share. */
function unsharedFeatures(a: Profile, b: Profile, weights: WordWeights): Feature[] {
  const [lackA, lackB] = [unshared(a, b, weights), unshared(b, a, weights)];
  const shared = [...a.wordSet].filter((word) => b.wordSet.has(word)).map((word) => weights.weight(word));
  const [less, more] = lackA.sum <= lackB.sum ? [lackA, lackB] : [lackB, lackA];
  return [
    ['shared weight', sum(shared)],
    ['shared rarest', Math.max(0, ...shared)],
    ['unshared weight less', less.sum],
    ['unshared weight more', more.sum],
    ['unshared rarest less', Math.min(lackA.rarest, lackB.rarest)],
    ['unshared rarest more', Math.max(lackA.rarest, lackB.rarest)],
    ['unshared words less', Math.min(lackA.count, lackB.count)],
    ['unshared words more', Math.max(lackA.count, lackB.count)],
    ['unshared share less', share(less.sum, less.sum + sum(shared))],
    ['unshared share more', share(more.sum, more.sum + sum(shared))],
  ];
}

function codeFeatures(a: Profile, b: Profile): Feature[] {
  const best = bestCodes(a.codes, b.codes);
  const inOther = Math.max(longestWithin(a.codes, b.compact), longestWithin(b.codes, a.compact));
  const inText = Math.max(longestAmong(a.codes, b.otherCodes), longestAmong(b.codes, a.otherCodes));
  const both = a.codes.length > 0 && b.codes.length > 0;
  return [
    ['codes known', (a.codes.length > 0 ? 1 : 0) + (b.codes.length > 0 ? 1 : 0)],
    ['codes equal length', best.equal],
    ['codes shared', both ? overlap(new Set(a.codes), new Set(b.codes)) : -1],
    ['codes fewer', Math.min(a.codes.length, b.codes.length)],
    ['codes likeness', both ? best.likeness : -1],
    ['codes common beginning', both ? best.beginning : -1],
    ['codes beginning share', both ? best.beginningShare : -1],
    ['codes one within other', both ? best.within : -1],
    ['codes within title', inOther],
    ['codes in description', inText],
    ['codes conflict', both && best.equal === 0 && inOther === 0 ? 1 : 0],
    ['model edits', a.compactModel && b.compactModel ? editSimilarity(a.compactModel, b.compactModel) : -1],
    ['model equal', a.compactModel && b.compactModel ? Number(a.compactModel === b.compactModel) : -1],
    ['model within title', modelWithin(a, b)],
  ];
}

function numberFeatures(a: Profile, b: Profile): Feature[] {
  const shared = overlap(a.numbers, b.numbers);
  const [onlyA, onlyB] = [a.numbers.size - shared, b.numbers.size - shared];
  const [sizesA, sizesB] = [withUnit(a.numbers), withUnit(b.numbers)];
  return [
    ['numbers shared', shared],
    ['numbers jaccard', a.numbers.size + b.numbers.size === 0 ? -1 : jaccard(a.numbers, b.numbers)],
    ['numbers only in one', Math.max(onlyA, onlyB)],
    ['numbers only in each', Math.min(onlyA, onlyB)],
    ['sizes shared', sizesA.size === 0 || sizesB.size === 0 ? -1 : overlap(sizesA, sizesB)],
    ['sizes conflict', sizesConflict(sizesA, sizesB)],
    ['years conflict', yearsConflict(a.numbers, b.numbers)],
    ['small numbers conflict', smallConflict(a.numbers, b.numbers)],
  ];
}

function fieldFeatures(a: Profile, b: Profile, weights: Weights): Feature[] {
  const brands = a.brandWords.size > 0 && b.brandWords.size > 0;
  const described = a.descriptionWords.size > 0 && b.descriptionWords.size > 0;
  return [
    ['brand likeness', brands ? jaccard(a.brandWords, b.brandWords) : -1],
    ['brand in title', Math.max(containedIn(a.brandWords, b.wordSet), containedIn(b.brandWords, a.wordSet))],
    ['brand edits', brands ? jaroWinkler([...a.brandWords].join(''), [...b.brandWords].join('')) : -1],
    ['category likeness', categoryLikeness(a, b)],
    [
      'description cosine',
      described ? weightedCosine(a.descriptionWords, b.descriptionWords, weights.all) : -1,
    ],
    ['text cosine', weightedCosine(a.allWords, b.allWords, weights.all)],
    ['text containment', share(overlap(a.allWords, b.allWords), Math.min(a.allWords.size, b.allWords.size))],
    ['title in text less', Math.min(weightIn(a, b, weights), weightIn(b, a, weights))],
    ['title in text more', Math.max(weightIn(a, b, weights), weightIn(b, a, weights))],
  ];
}

function priceFeatures(a: number | undefined, b: number | undefined): Feature[] {
  const known = a !== undefined && b !== undefined && a > 0 && b > 0;
  return [
    ['prices known', (a === undefined ? 0 : 1) + (b === undefined ? 0 : 1)],
    ['price ratio', known ? Math.min(a, b) / Math.max(a, b) : -1],
    ['price difference', known ? Math.min(10_000, Math.abs(a - b)) : -1],
    ['price lower', known ? Math.min(a, b) : -1],
  ];
}

function mongeElkan(
  from: readonly string[],
  to: readonly string[],
  weights: WordWeights,
  weighted: boolean,
): number {
  let total = 0;
  let weight = 0;
  for (const word of from) {
    const amount = weighted ? weights.weight(word) : 1;
    let best = 0;
    for (const other of to) {
      best = Math.max(best, wordLikeness(word, other));
      if (best === 1) break;
    }
    total += amount * best;
    weight += amount;
  }
  return share(total, weight);
}

/** Words that look alike count by how much, weighted by their rarity (Cohen, Ravikumar and Fienberg 2003). */
function softCosine(a: Profile, b: Profile, weights: WordWeights): number {
  let product = 0;
  for (const word of a.wordSet) {
    let best = 0;
    let partner = '';
    for (const other of b.wordSet) {
      const likeness = wordLikeness(word, other);
      if (likeness > best) [best, partner] = [likeness, other];
    }
    if (best >= 0.9) product += best * weights.weight(word) * weights.weight(partner);
  }
  const norm = Math.sqrt(sumSquares(a.wordSet, weights) * sumSquares(b.wordSet, weights));
  return norm === 0 ? 0 : product / norm;
}

/** Words that differ in a digit are other words, however alike. */
function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  if (/\d/u.test(a) !== /\d/u.test(b)) return 0;
  if (Math.abs(a.length - b.length) > 4 && !a.startsWith(b) && !b.startsWith(a)) return 0;
  return jaroWinkler(a, b);
}

function unshared(
  a: Profile,
  b: Profile,
  weights: WordWeights,
): { sum: number; rarest: number; count: number } {
  const lacking = [...a.wordSet].filter((word) => !b.wordSet.has(word) && !b.compact.includes(word));
  const weightsOf = lacking.map((word) => weights.weight(word));
  return { sum: sum(weightsOf), rarest: Math.max(0, ...weightsOf), count: lacking.length };
}

function bestCodes(
  a: readonly string[],
  b: readonly string[],
): {
  equal: number;
  likeness: number;
  beginning: number;
  beginningShare: number;
  within: number;
} {
  const best = { equal: 0, likeness: 0, beginning: 0, beginningShare: 0, within: 0 };
  for (const left of a) {
    for (const right of b) {
      const shorter = Math.min(left.length, right.length);
      if (left === right) best.equal = Math.max(best.equal, left.length);
      best.likeness = Math.max(best.likeness, editSimilarity(left, right));
      const prefix = commonPrefix(left, right);
      best.beginning = Math.max(best.beginning, prefix);
      best.beginningShare = Math.max(best.beginningShare, prefix / Math.max(left.length, right.length));
      if (left.includes(right) || right.includes(left)) best.within = Math.max(best.within, shorter);
    }
  }
  return best;
}

function longestWithin(codes: readonly string[], compact: string): number {
  return Math.max(0, ...codes.filter((code) => compact.includes(code)).map(({ length }) => length));
}

function longestAmong(codes: readonly string[], others: ReadonlySet<string>): number {
  return Math.max(0, ...codes.filter((code) => others.has(code)).map(({ length }) => length));
}

function modelWithin(a: Profile, b: Profile): number {
  if (!a.compactModel && !b.compactModel) return -1;
  return Math.max(
    longestWithin(a.compactModel ? [a.compactModel] : [], b.compact),
    longestWithin(b.compactModel ? [b.compactModel] : [], a.compact),
  );
}

function withUnit(numbers: ReadonlySet<string>): Set<string> {
  return new Set([...numbers].filter((number) => /[a-z]$/u.test(number)));
}

/** Both give a size in the same unit, and none agrees. */
function sizesConflict(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const unitsOf = (sizes: ReadonlySet<string>) =>
    new Set([...sizes].map((size) => size.replace(/^[\d.]+/u, '')));
  const [unitsA, unitsB] = [unitsOf(a), unitsOf(b)];
  for (const unit of unitsA) {
    if (!unitsB.has(unit)) continue;
    if (![...a].some((size) => size.endsWith(unit) && b.has(size))) return 1;
  }
  return 0;
}

function yearsConflict(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const years = (numbers: ReadonlySet<string>) =>
    [...numbers].filter((number) => /^(?:19|20)\d\d$/u.test(number));
  const [yearsA, yearsB] = [years(a), years(b)];
  if (yearsA.length === 0 || yearsB.length === 0) return yearsA.length + yearsB.length > 0 ? 0 : -1;
  return yearsA.some((year) => b.has(year)) ? 1 : 2;
}

/** Versions: `cs3` apart, `5` against `6`. */
function smallConflict(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const small = (numbers: ReadonlySet<string>) =>
    [...numbers].filter((number) => /^\d{1,2}(?:\.\d+)?$/u.test(number));
  const [smallA, smallB] = [small(a), small(b)];
  if (smallA.length === 0 || smallB.length === 0) return smallA.length + smallB.length > 0 ? 0 : -1;
  return smallA.some((number) => b.has(number)) ? 1 : 2;
}

function containedIn(words: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return words.size === 0 ? -1 : overlap(words, other) / words.size;
}

function categoryLikeness(a: Profile, b: Profile): number {
  if (a.record.category === '' || b.record.category === '') return -1;
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
  return jaccard(words(a.record.category), words(b.record.category));
}

/** The share of a title's weight that the whole text of the other shows. */
function weightIn(a: Profile, b: Profile, { title }: Weights): number {
  let shown = 0;
  let all = 0;
  for (const word of a.wordSet) {
    const weight = title.weight(word);
    all += weight;
    if (b.allWords.has(word) || (word.length >= 4 && b.compact.includes(word))) shown += weight;
  }
  return share(shown, all);
}

function bigrams(words: readonly string[]): Set<string> {
  return new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
}

function sumSquares(words: ReadonlySet<string>, weights: WordWeights): number {
  let total = 0;
  for (const word of words) total += weights.weight(word) ** 2;
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
