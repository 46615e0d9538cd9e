/** How much likelier a word is beside its neighbours than anywhere: what tells "form" for "from" in a question. */
import { FeatureCounter } from './feature-counter.ts';
import { finishHash, startHash, stepHash, stepText } from './hash.ts';
import { sharedFloats, sharedInts } from './shared.ts';

/** Hashes of neighbouring words, rising, and how often each pair occurs. The edge of a text is the word ''. */
export interface WordPairs {
  readonly keys: Uint32Array;
  readonly counts: Float32Array;
  readonly texts: number;
}

/** Counts the pairs of neighbouring words in one text after another. */
export class PairCounter {
  readonly #counter = new FeatureCounter();
  #texts = 0;

  add(words: readonly string[]): void {
    let before = '';
    for (const word of words) {
      this.#counter.add(pairHash(before, word), 1);
      before = word;
    }
    if (before !== '') this.#counter.add(pairHash(before, ''), 1);
    this.#texts++;
  }

  take(): WordPairs {
    const { features, counts } = this.#counter.take();
    const order = Uint32Array.from(features.keys()).sort(
      (left, right) => (features[left] ?? 0) - (features[right] ?? 0),
    );
    const keys = sharedInts(order.length);
    const sorted = sharedFloats(order.length);
    order.forEach((from, to) => {
      keys[to] = features[from] ?? 0;
      sorted[to] = counts[from] ?? 0;
    });
    return { keys, counts: sorted, texts: this.#texts };
  }
}

/** What the pairs of a bank are worth against its single words: so many meetings of a word as if they were by chance. */
const chanceMeetings = 5;
/** A pair that was never seen makes a word less likely only so far: a bank has few of all pairs there are. */
const leastLift = -2;

/** A word of the bank, or the edge of a text, and how often it occurs. */
export interface CountedWord {
  readonly word: string;
  readonly count: number;
}

/**
 * ln(P(word | before) / P(word)) with P(word | before) drawn towards P(word) (Dirichlet smoothing: MacKay, Peto, “A
 * hierarchical Dirichlet language model”, 1995); 0 where either is unknown. Single words are counted out of `total`.
 */
export function liftOf(
  { keys, counts, texts }: WordPairs,
  total: number,
  before: CountedWord,
  word: CountedWord,
): number {
  if (before.count === 0 || word.count === 0) return 0;
  const place = placeOf(keys, pairHash(before.word, word.word));
  const together = place < 0 ? 0 : (counts[place] ?? 0);
  const chance = word.count / (total + texts);
  return Math.max(
    leastLift,
    Math.log((together / chance + chanceMeetings) / (before.count + chanceMeetings)),
  );
}

/** Where a key is in rising keys; -1 when it is not. */
function placeOf(keys: Uint32Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = keys[middle] ?? 0;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function pairHash(before: string, word: string): number {
  return finishHash(stepText(stepHash(stepText(startHash('b'), before), space), word));
}

const space = 32;
