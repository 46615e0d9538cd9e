/** The phrasings of a bank as numbers: a sparse part (words and letters) and a dense part (sentence vectors). */
import { sharedFloats, sharedInts } from './shared.ts';
import type { SparseVector } from './space.ts';

/** Row i has the sparse entries `starts[i]..starts[i + 1]` and the dense values from `i * denseSize`. */
export interface Rows {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  readonly values: Float32Array;
  /** How many sparse features there are. */
  readonly features: number;
  readonly dense: Float32Array;
  /** 0 without an encoder. */
  readonly denseSize: number;
}

/** Sparse vectors packed as rows, with the dense values of all rows one after another. */
export function rowsOf(
  vectors: readonly SparseVector[],
  features: number,
  dense: Float32Array = new Float32Array(0),
): Rows {
  const count = vectors.length;
  const starts = sharedInts(count + 1);
  vectors.forEach((vector, row) => {
    starts[row + 1] = (starts[row] ?? 0) + vector.ids.length;
  });
  const total = starts[count] ?? 0;
  const ids = sharedInts(total);
  const values = sharedFloats(total);
  vectors.forEach((vector, row) => {
    ids.set(vector.ids, starts[row] ?? 0);
    values.set(vector.values, starts[row] ?? 0);
  });
  return { count, starts, ids, values, features, dense, denseSize: count === 0 ? 0 : dense.length / count };
}

/** Cosines of single rows with one question; the question is spread over all features once. */
export class RowComparer {
  readonly #rows: Rows;
  readonly #spread: Float32Array;
  #ids: Uint32Array = new Uint32Array(0);

  constructor(rows: Rows) {
    this.#rows = rows;
    this.#spread = new Float32Array(rows.features);
  }

  /** Sets the question that the next calls of `cosine` compare with. */
  ask({ ids, values }: SparseVector): void {
    const spread = this.#spread;
    for (let at = 0; at < this.#ids.length; at++) spread[this.#ids[at] ?? 0] = 0;
    for (let at = 0; at < ids.length; at++) spread[ids[at] ?? 0] = values[at] ?? 0;
    this.#ids = ids;
  }

  cosine(row: number): number {
    const { starts, ids, values } = this.#rows;
    const spread = this.#spread;
    const to = starts[row + 1] ?? 0;
    let sum = 0;
    for (let at = starts[row] ?? 0; at < to; at++) sum += (values[at] ?? 0) * (spread[ids[at] ?? 0] ?? 0);
    return sum;
  }
}
