/** Which items share customers: one weighted co-purchase row at a time, so that no items × items table is held. */
import type { Sparse } from './sparse.ts';

/**
 * Calls `visit` for each item with the summed weights Σ_u left[item,u] · right[u,other] and the list of
 * others that are not zero (unsorted, the item itself among them). Both are reused between calls.
 */
export function eachCoPurchaseRow(
  left: Sparse,
  right: Sparse,
  visit: (item: number, sums: Float64Array, others: readonly number[]) => void,
): void {
  const sums = new Float64Array(right.columns);
  let others: number[] = [];
  for (let item = 0; item < left.rows; item++) {
    const to = left.start[item + 1] ?? 0;
    for (let k = left.start[item] ?? 0; k < to; k++) {
      const customer = left.index[k] ?? 0;
      const weight = left.value[k] ?? 0;
      const end = right.start[customer + 1] ?? 0;
      for (let e = right.start[customer] ?? 0; e < end; e++) {
        const other = right.index[e] ?? 0;
        const sum = sums[other] ?? 0;
        if (sum === 0) others.push(other);
        sums[other] = sum + weight * (right.value[e] ?? 0);
      }
    }
    visit(item, sums, others);
    for (const other of others) sums[other] = 0;
    others = [];
  }
}
