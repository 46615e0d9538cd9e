/** The phrasings nearest to a question: cosine similarity through an inverted index. */

import type { SparseVector } from './space.ts';
import type { SparseRows } from './svm.ts';

/** Which rows have a feature, feature by feature: entries `starts[f]..starts[f + 1]`. */
export interface InvertedIndex {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly values: Float32Array;
}

/** Turns rows of features into features with rows. */
export function invert({ starts, ids, values }: SparseRows, features: number): InvertedIndex {
  const offsets = new Uint32Array(features + 1);
  for (const id of ids) offsets[id + 1] = (offsets[id + 1] ?? 0) + 1;
  for (let feature = 0; feature < features; feature++) {
    offsets[feature + 1] = (offsets[feature + 1] ?? 0) + (offsets[feature] ?? 0);
  }
  const next = offsets.slice();
  const rows = new Uint32Array(ids.length);
  const weights = new Float32Array(ids.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const id = ids[at] ?? 0;
      const place = next[id] ?? 0;
      next[id] = place + 1;
      rows[place] = row;
      weights[place] = values[at] ?? 0;
    }
  }
  return { starts: offsets, rows, values: weights };
}

/** The cosine of every row with the question, exact. */
export function cosines(index: InvertedIndex, question: SparseVector, rowCount: number): Float32Array {
  const scores = new Float32Array(rowCount);
  for (let at = 0; at < question.ids.length; at++) {
    const feature = question.ids[at] ?? 0;
    const value = question.values[at] ?? 0;
    for (let place = index.starts[feature] ?? 0; place < (index.starts[feature + 1] ?? 0); place++) {
      const row = index.rows[place] ?? 0;
      scores[row] = (scores[row] ?? 0) + value * (index.values[place] ?? 0);
    }
  }
  return scores;
}
