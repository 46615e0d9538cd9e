/** One customer's candidates for the ranker: what they bought, and a sample of what they did not. */
import { seededRandom } from './random.ts';
import type { RankingExample } from './ranker.ts';

/** Bounds memory and time on large catalogues. */
const mostOthers = 800;

/**
 * Rows of `columns` for the items in `bought` and a seeded sample of the others; items in `excluded` are no
 * candidates at all.
 */
export function rankingExample(
  columns: readonly Float64Array[],
  bought: ReadonlySet<number>,
  excluded: ReadonlySet<number>,
  seed: number,
): RankingExample {
  const items = columns[0]?.length ?? 0;
  const random = seededRandom(seed);
  const keep = Math.min(mostOthers / Math.max(items, 1), 1);
  const chosen: number[] = [];
  let others = 0;
  let possible = 0;
  for (let item = 0; item < items; item++) {
    if (excluded.has(item)) continue;
    if (!bought.has(item)) {
      possible++;
      if (random() >= keep) continue;
      others++;
    }
    chosen.push(item);
  }
  const rows = new Float32Array(chosen.length * columns.length);
  chosen.forEach((item, r) => {
    columns.forEach((column, f) => {
      rows[r * columns.length + f] = column[item] ?? 0;
    });
  });
  return {
    rows,
    bought: Uint8Array.from(chosen, (item) => (bought.has(item) ? 1 : 0)),
    standsFor: others > 0 ? possible / others : 1,
  };
}
