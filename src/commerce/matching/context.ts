/** What the other candidates of the same record say: a pair that is clearly the best of its rivals is likelier right. */
import type { Profile } from './record.ts';
import { type WordWeights, weightedCosine } from './similarity.ts';

/** Two records that may be one product, by their positions in the list of profiles. */
export interface PairPlace {
  readonly left: number;
  readonly right: number;
}

/**
 * Features of each pair among all pairs that share one of its records: lead over the best rival, the
 * rival's score, rank, rivals, lead over the second, on either side. `known` tells of pairs already
 * confirmed as one product; a pair's own mark is never used, so that training and use see the same.
 */
export function contextFeatures(
  pairs: readonly PairPlace[],
  scores: ArrayLike<number>,
  known: (pair: number) => boolean,
  profiles: readonly Profile[],
  weights: WordWeights,
): number[][] {
  const byLeft = group(pairs, ({ left }) => left);
  const byRight = group(pairs, ({ right }) => right);
  return pairs.map((pair, at) => [
    ...standing(at, byLeft.get(pair.left) ?? [], scores),
    ...confirmed(at, byLeft.get(pair.left) ?? [], (other) => pairs[other]?.right, known, profiles, weights),
    ...standing(at, byRight.get(pair.right) ?? [], scores),
    ...confirmed(at, byRight.get(pair.right) ?? [], (other) => pairs[other]?.left, known, profiles, weights),
  ]);
}

function group(pairs: readonly PairPlace[], keyOf: (pair: PairPlace) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [at, pair] of pairs.entries()) {
    const members = groups.get(keyOf(pair));
    if (members) members.push(at);
    else groups.set(keyOf(pair), [at]);
  }
  return groups;
}

const noRival = -9;

function standing(at: number, rivals: readonly number[], scores: ArrayLike<number>): number[] {
  const own = scores[at] ?? 0;
  let best = noRival;
  let second = noRival;
  let better = 0;
  for (const rival of rivals) {
    if (rival === at) continue;
    const score = scores[rival] ?? 0;
    if (score > own) better += 1;
    if (score > best) [best, second] = [score, best];
    else if (score > second) second = score;
  }
  return [own - best, best, better, rivals.length, own - second];
}

/** How many rivals are confirmed, and how like this pair's other record is to theirs. */
function confirmed(
  at: number,
  rivals: readonly number[],
  otherOf: (pair: number) => number | undefined,
  known: (pair: number) => boolean,
  profiles: readonly Profile[],
  weights: WordWeights,
): number[] {
  let count = 0;
  let likeness = -1;
  const own = profiles[otherOf(at) ?? -1];
  for (const rival of rivals) {
    if (rival === at || !known(rival)) continue;
    count += 1;
    const other = profiles[otherOf(rival) ?? -1];
    if (own && other) likeness = Math.max(likeness, weightedCosine(own.wordSet, other.wordSet, weights));
  }
  return [count, likeness];
}
