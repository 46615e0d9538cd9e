/** The phrasings of a bank as numbers: a sparse part (words and letters) and a dense part (vectors of sentences, or the sense of words). */
import type { Features } from './features.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import { type Space, type SparseVector, vectorBuffer } from './space.ts';

/** Row i has the sparse entries `starts[i]..starts[i + 1]` and the dense values from `i * denseSize`. */
export interface Rows {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  readonly values: Float32Array;
  /** How many sparse features there are. */
  readonly features: number;
  readonly dense: Float32Array;
  /** 0 without vectors. */
  readonly denseSize: number;
}

/** Sparse vectors packed as rows. */
export function rowsOf(vectors: readonly SparseVector[], features: number): Rows {
  const sizes = vectors.map(({ ids }) => ids.length);
  return packed(sizes, (row) => vectors[row] ?? noVector, features);
}

const noVector: SparseVector = { ids: new Uint32Array(0), values: new Float32Array(0) };

function packed(
  sizes: readonly number[],
  vectorAt: (row: number) => SparseVector,
  features: number,
  dense: Float32Array = new Float32Array(0),
): Rows {
  const count = sizes.length;
  const starts = sharedInts(count + 1);
  sizes.forEach((size, row) => {
    starts[row + 1] = (starts[row] ?? 0) + size;
  });
  const ids = sharedInts(starts[count] ?? 0);
  const values = sharedFloats(starts[count] ?? 0);
  for (let row = 0; row < count; row++) {
    const vector = vectorAt(row);
    ids.set(vector.ids, starts[row] ?? 0);
    values.set(vector.values, starts[row] ?? 0);
  }
  return { count, starts, ids, values, features, dense, denseSize: count === 0 ? 0 : dense.length / count };
}

/** Texts as rows of `space`, which must know all their features; no vector of a text is kept beside its row. */
export function rowsOfTexts(
  space: Space,
  texts: readonly { readonly features: Features }[],
  dense?: Float32Array,
): Rows {
  const sizes = texts.map(
    ({ features: { words, letters } }) => words.features.length + letters.features.length,
  );
  const buffer = vectorBuffer();
  const vectorAt = (row: number) => {
    const text = texts[row];
    return text ? space.vectorOf(text.features, buffer) : noVector;
  };
  return packed(sizes, vectorAt, space.size, dense);
}

/** Cosines of single rows with one question; the question is spread over all features once. */
export class RowComparer {
  readonly #rows: Rows;
  readonly #spread: Float32Array;
  /** The features of the question, to be swept away before the next one. */
  #asked = new Uint32Array(0);
  #askedCount = 0;

  constructor(rows: Rows) {
    this.#rows = rows;
    this.#spread = new Float32Array(rows.features);
  }

  /** Sets the question that the next calls of `cosine` compare with. */
  ask({ ids, values }: SparseVector): void {
    const spread = this.#spread;
    for (let at = 0; at < this.#askedCount; at++) spread[this.#asked[at] ?? 0] = 0;
    for (let at = 0; at < ids.length; at++) spread[ids[at] ?? 0] = values[at] ?? 0;
    if (this.#asked.length < ids.length) this.#asked = new Uint32Array(2 * ids.length);
    this.#asked.set(ids);
    this.#askedCount = ids.length;
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
