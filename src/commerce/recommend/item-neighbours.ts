/** Item-kNN (Sarwar 2001, shrunk as in Koren 2008): cosine of shared customers, weak where few share. */
import { eachCoPurchaseRow } from './co-purchase.ts';
import { largest, type Sparse, type SparseVector, sparseFromRows, transpose } from './sparse.ts';

export interface NeighbourOptions {
  readonly neighbours: number;
  /** Added to the denominator: pairs that share less than about this are pulled to zero. */
  readonly shrinkage: number;
}

/** Weights items × items from customers × items of (faded) purchases. */
export function trainItemNeighbours(weights: Sparse, options: NeighbourOptions): Sparse {
  const norm = new Float64Array(weights.columns);
  for (let k = 0; k < weights.index.length; k++) {
    const item = weights.index[k] ?? 0;
    norm[item] = (norm[item] ?? 0) + (weights.value[k] ?? 0) ** 2;
  }
  const rows: SparseVector[] = [];
  eachCoPurchaseRow(transpose(weights), weights, (item, sums, others) => {
    sums[item] = 0;
    for (const other of others) {
      const scale = Math.sqrt((norm[item] ?? 0) * (norm[other] ?? 0)) + options.shrinkage;
      sums[other] = (sums[other] ?? 0) / scale;
    }
    rows.push(largest(sums, others, options.neighbours));
  });
  return sparseFromRows(rows, weights.columns);
}
