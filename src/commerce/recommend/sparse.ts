/** Sparse matrices in compressed rows, in typed arrays so that they cross to and from a worker cheaply. */

export interface Sparse {
  readonly rows: number;
  readonly columns: number;
  /** `rows + 1` offsets into `index` and `value`. */
  readonly start: Int32Array;
  /** Column of each entry, ascending within a row. */
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** Entries of one row, or of a vector: `index` and `value` run in parallel. */
export interface SparseVector {
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** A matrix from its rows. */
export function sparseFromRows(rows: readonly SparseVector[], columns: number): Sparse {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => {
    start[r + 1] = (start[r] ?? 0) + row.index.length;
  });
  const total = start[rows.length] ?? 0;
  const index = new Int32Array(total);
  const value = new Float32Array(total);
  rows.forEach((row, r) => {
    index.set(row.index, start[r]);
    value.set(row.value, start[r]);
  });
  return { rows: rows.length, columns, start, index, value };
}

/** A vector from a map of column to value, columns ascending. */
export function sparseVector(entries: ReadonlyMap<number, number>): SparseVector {
  const index = Int32Array.from(entries.keys()).sort();
  return { index, value: Float32Array.from(index, (column) => entries.get(column) ?? 0) };
}

export function rowOf(matrix: Sparse, row: number): SparseVector {
  const from = matrix.start[row] ?? 0;
  const to = matrix.start[row + 1] ?? from;
  return { index: matrix.index.subarray(from, to), value: matrix.value.subarray(from, to) };
}

export function transpose(matrix: Sparse): Sparse {
  const start = new Int32Array(matrix.columns + 1);
  for (const column of matrix.index) start[column + 1] = (start[column + 1] ?? 0) + 1;
  for (let c = 0; c < matrix.columns; c++) start[c + 1] = (start[c + 1] ?? 0) + (start[c] ?? 0);
  const next = start.slice();
  const index = new Int32Array(matrix.index.length);
  const value = new Float32Array(matrix.index.length);
  for (let row = 0; row < matrix.rows; row++) {
    const to = matrix.start[row + 1] ?? 0;
    for (let k = matrix.start[row] ?? 0; k < to; k++) {
      const column = matrix.index[k] ?? 0;
      const at = next[column] ?? 0;
      index[at] = row;
      value[at] = matrix.value[k] ?? 0;
      next[column] = at + 1;
    }
  }
  return { rows: matrix.columns, columns: matrix.rows, start, index, value };
}

/** The same places with values through `change`. */
export function mapValues(matrix: Sparse, change: (value: number) => number): Sparse {
  return { ...matrix, value: matrix.value.map(change) };
}

/** Adds `vector × matrix` to `out` (length `matrix.columns`). */
export function addProduct(vector: SparseVector, matrix: Sparse, out: Float64Array): void {
  for (let k = 0; k < vector.index.length; k++) {
    const row = vector.index[k] ?? 0;
    const weight = vector.value[k] ?? 0;
    const to = matrix.start[row + 1] ?? 0;
    for (let e = matrix.start[row] ?? 0; e < to; e++) {
      const column = matrix.index[e] ?? 0;
      out[column] = (out[column] ?? 0) + weight * (matrix.value[e] ?? 0);
    }
  }
}

/** The `count` largest entries above zero of `scores`, as a sparse row; ties go to the smaller column. */
export function largest(
  scores: ArrayLike<number>,
  candidates: readonly number[],
  count: number,
): SparseVector {
  const kept = candidates.filter((column) => (scores[column] ?? 0) > 0);
  kept.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const index = Int32Array.from(kept.slice(0, count)).sort();
  return { index, value: Float32Array.from(index, (column) => scores[column] ?? 0) };
}
