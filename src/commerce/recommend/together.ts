/** How many customers bought both of two items: the figures behind "customers who bought X also bought Y". */
import { eachCoPurchaseRow } from './co-purchase.ts';
import { rowOf, type Sparse, type SparseVector, sparseFromRows, transpose } from './sparse.ts';

export interface Together {
  /** Customers who bought both; row and column are items. Kept for the pairs that a reason may name. */
  readonly both: Sparse;
  /** Customers per item. */
  readonly buyers: Int32Array;
}

/** Below this many shared customers a pair is chance, and a share of them could point at a person. */
export const fewestShared = 5;

/** Counts over customers × items of ones, for the pairs in `pairs`. */
export function countTogether(bought: Sparse, pairs: Sparse): Together {
  const byItem = transpose(bought);
  const buyers = Int32Array.from({ length: byItem.rows }, (_, i) => rowOf(byItem, i).index.length);
  const rows: SparseVector[] = [];
  eachCoPurchaseRow(byItem, bought, (item, sums) => {
    const index = rowOf(pairs, item).index.filter((other) => (sums[other] ?? 0) >= fewestShared);
    rows.push({ index, value: Float32Array.from(index, (other) => sums[other] ?? 0) });
  });
  return { both: sparseFromRows(rows, bought.columns), buyers };
}

/** Share of the customers of `item` who also bought `other`; 0 when too few did to say so. */
export function shareTogether(together: Together, item: number, other: number): number {
  const row = rowOf(together.both, item);
  const at = row.index.indexOf(other);
  return at < 0 ? 0 : (row.value[at] ?? 0) / Math.max(together.buyers[item] ?? 1, 1);
}
