/** Measures of likeness between words and between sets of words, each from 0 to 1. */

/** Shared members over all members. */
export function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  if (a.size === 0 || b.size === 0) return 0;
  const shared = overlap(a, b);
  return shared / (a.size + b.size - shared);
}

export function overlap<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const member of small) if (large.has(member)) shared += 1;
  return shared;
}

/** One less the edits per character of the longer word. */
export function editSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - editDistance(a, b) / longest;
}

function editDistance(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return Math.max(a.length, b.length);
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  let current = new Array<number>(b.length + 1).fill(0);
  for (let i = 1; i <= a.length; i += 1) {
    current[0] = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (letter === b.charCodeAt(j - 1) ? 0 : 1);
      current[j] = Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    }
    [previous, current] = [current, previous];
  }
  return previous[b.length] ?? 0;
}

/** Jaro's measure with Winkler's bonus for a common beginning of up to four letters. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const matched: number[] = [];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j += 1) {
      if (taken[j] === 1 || a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      taken[j] = 1;
      matched.push(a.charCodeAt(i));
      break;
    }
  }
  if (matched.length === 0) return 0;
  let transposed = 0;
  let at = 0;
  for (let j = 0; j < b.length; j += 1) {
    if (taken[j] === 0) continue;
    if (b.charCodeAt(j) !== matched[at]) transposed += 1;
    at += 1;
  }
  const share = matched.length;
  const jaro = (share / a.length + share / b.length + (share - transposed / 2) / share) / 3;
  let common = 0;
  while (common < 4 && common < Math.min(a.length, b.length) && a[common] === b[common]) common += 1;
  return jaro + common * 0.1 * (1 - jaro);
}

/** Letters that two words begin with in common. */
export function commonPrefix(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
}

/** How telling a word is within one collection of records. */
export interface WordWeights {
  weight(word: string): number;
}

/** Counts in how many documents each word stands. */
export interface WordCounts {
  add(words: ReadonlySet<string>): void;
  /**
   * Inverse document frequency as a share of what a word seen once has: 1 for the rarest in a collection
   * of any size, so that a model learnt on one collection reads another.
   */
  weights(): WordWeights;
}

export function wordCounts(): WordCounts {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    add(words) {
      total += 1;
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    },
    weights() {
      const inverse = (count: number) => Math.log((1 + total) / (1 + count)) + 0.1;
      const rarest = inverse(1);
      return { weight: (word) => Math.min(1, inverse(counts.get(word) ?? 0) / rarest) };
    },
  };
}

/** The weights of the words of a whole collection. */
export function wordWeights(documents: Iterable<ReadonlySet<string>>): WordWeights {
  const counts = wordCounts();
  for (const words of documents) counts.add(words);
  return counts.weights();
}

/** Cosine of the weighted word sets. */
export function weightedCosine(a: ReadonlySet<string>, b: ReadonlySet<string>, weights: WordWeights): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += weights.weight(word) ** 2;
  return shared === 0 ? 0 : shared / Math.sqrt(squares(a, weights) * squares(b, weights));
}

function squares(words: ReadonlySet<string>, weights: WordWeights): number {
  let sum = 0;
  for (const word of words) sum += weights.weight(word) ** 2;
  return sum;
}
