/** Maximal marginal relevance (Carbonell and Goldstein 1998): each next item is good and unlike those before. */

import type { ShopItem } from './shop-item.ts';
import { rowOf, type Sparse } from './sparse.ts';

export interface Ranked {
  readonly item: ShopItem;
  /** Number in the model; absent when the item is newer than it. */
  readonly at: number | undefined;
  readonly score: number;
}

/** How much likeness to an item already chosen takes off, in units of the score (logarithm of odds). */
const penalty = 3;

/** Picks `count` of `ranked` (best first), each the best after its likeness to those picked is taken off. */
export function pickDiverse<Candidate extends Ranked>(
  ranked: readonly Candidate[],
  count: number,
  titles: Sparse,
): Candidate[] {
  const left = [...ranked];
  const nearest = left.map(() => 0);
  const picked: Candidate[] = [];
  while (picked.length < count && left.length > 0) {
    let best = 0;
    let bestScore = Number.NEGATIVE_INFINITY;
    left.forEach((candidate, at) => {
      const score = candidate.score - penalty * (nearest[at] ?? 0);
      if (score > bestScore) [best, bestScore] = [at, score];
    });
    const [next] = left.splice(best, 1);
    nearest.splice(best, 1);
    if (!next) break;
    picked.push(next);
    left.forEach((candidate, at) => {
      nearest[at] = Math.max(nearest[at] ?? 0, likeness(candidate, next, titles));
    });
  }
  return picked;
}

/** 0…1 by titles; only near-duplicates count, for two players of one brand are a choice and not a repetition. */
function likeness(a: Ranked, b: Ranked, titles: Sparse): number {
  if (a.item.title !== '' && a.item.title.toLowerCase() === b.item.title.toLowerCase()) return 1;
  if (a.at === undefined || b.at === undefined) return 0;
  const row = rowOf(titles, a.at);
  const place = row.index.indexOf(b.at);
  const cosine = place < 0 ? 0 : (row.value[place] ?? 0);
  return cosine < 0.5 ? 0 : cosine;
}
