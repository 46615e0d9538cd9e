/**
 * RP3beta (Paudel and others 2017): where a walk item → customer → item ends, with popular ends held down.
 * Steps to what the customer bought lately weigh more.
 */
import { eachCoPurchaseRow } from './co-purchase.ts';
import { largest, mapValues, type Sparse, type SparseVector, sparseFromRows, transpose } from './sparse.ts';

export interface WalkOptions {
  readonly beta: number;
  readonly neighbours: number;
}

/** Weights items × items: row = the item owned, column = where the walk ends. */
export function trainRandomWalk(
  bought: Sparse,
  faded: Sparse,
  options: WalkOptions = { beta: 0.5, neighbours: 300 },
): Sparse {
  const byItem = transpose(mapValues(bought, () => 1));
  const buyers = Float64Array.from(
    { length: byItem.rows },
    (_, i) => (byItem.start[i + 1] ?? 0) - (byItem.start[i] ?? 0),
  );
  const penalty = buyers.map((count) => Math.max(count, 1) ** -options.beta);
  const rows: SparseVector[] = [];
  eachCoPurchaseRow(byItem, rowShares(faded), (item, sums, others) => {
    sums[item] = 0;
    const share = 1 / Math.max(buyers[item] ?? 1, 1);
    for (const other of others) sums[other] = (sums[other] ?? 0) * share * (penalty[other] ?? 1);
    rows.push(largest(sums, others, options.neighbours));
  });
  return sparseFromRows(rows, bought.columns);
}

/** Each row divided by its sum. */
export function rowShares(matrix: Sparse): Sparse {
  const value = matrix.value.slice();
  for (let row = 0; row < matrix.rows; row++) {
    const from = matrix.start[row] ?? 0;
    const to = matrix.start[row + 1] ?? from;
    let sum = 0;
    for (let k = from; k < to; k++) sum += value[k] ?? 0;
    if (sum > 0) for (let k = from; k < to; k++) value[k] = (value[k] ?? 0) / sum;
  }
  return { ...matrix, value };
}
