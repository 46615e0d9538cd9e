/** What the dense part of a question, a vector of the sentence or the sense of its words, adds to the score of each answer. */
import { type LinearModel, sumDense } from './linear.ts';
import { senseOf } from './word-vectors.ts';

export interface DenseScores {
  /** By a vector that was centred as those of the fit were. Good until the next question, like `ofWords`. */
  ofVector(centred: Float32Array): Float64Array;
  /** By the words of which that vector is the sense; nothing when none of them has one. */
  ofWords(words: readonly string[]): Float64Array | undefined;
}

/** So many numbers are kept of what words add: 2 MB. */
const mostRemembered = 500_000;

/** The dense scores of questions by a model; `denseMean` was taken from the vectors that it was taught with. */
export function denseScoresIn({ classes, dense }: LinearModel, denseMean: Float32Array): DenseScores {
  const scores = new Float64Array(classes);
  /** The scores of a sum of words are the sum of their scores: each word is multiplied out once, its vector lies behind. */
  const remembered = new Map<string, Float32Array | undefined>();
  const sums = new Float64Array(classes + denseMean.length);
  let mean: Float32Array | undefined;

  return {
    ofVector(centred) {
      multiply(centred, scores);
      return scores;
    },
    ofWords(words) {
      let any = false;
      sums.fill(0);
      for (const word of words) {
        const added = rowOf(word);
        if (!added) continue;
        any = true;
        for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (added[at] ?? 0);
      }
      if (!any) return undefined;
      mean ??= multipliedOut(denseMean);
      let squares = 0;
      for (let at = classes; at < sums.length; at++) squares += ((sums[at] ?? 0) - (mean[at] ?? 0)) ** 2;
      const scale = 1 / (Math.sqrt(squares) || 1);
      for (let klass = 0; klass < classes; klass++)
        scores[klass] = ((sums[klass] ?? 0) - (mean[klass] ?? 0)) * scale;
      return scores;
    },
  };

  function rowOf(word: string): Float32Array | undefined {
    const known = remembered.get(word);
    if (known || remembered.has(word)) return known;
    if (remembered.size * sums.length > mostRemembered) remembered.clear();
    const sense = senseOf([word]);
    const row = sense && multipliedOut(sense);
    remembered.set(word, row);
    return row;
  }

  /** The score of each class, and then the vector itself. */
  function multipliedOut(vector: Float32Array): Float32Array {
    const row = new Float32Array(sums.length);
    multiply(vector, row);
    row.set(vector, classes);
    return row;
  }

  function multiply(vector: Float32Array, products: Float32Array | Float64Array): void {
    for (let klass = 0; klass < classes; klass++)
      products[klass] = sumDense(dense, klass, vector, 0, vector.length);
  }
}
