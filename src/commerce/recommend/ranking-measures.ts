/** Recall, nDCG and hit rate of ranked lists, averaged over customers. */

export interface RankingMeasures {
  /** Mean share of a customer's relevant items among the first 10. */
  readonly recall10: number;
  readonly recall20: number;
  /** Binary gain, logarithmic discount, divided by the best possible list. */
  readonly ndcg10: number;
  readonly ndcg20: number;
  /** Share of customers with at least one relevant item among the first 10. */
  readonly hitRate10: number;
}

/** A ranked list (20 or more long, best first) and what was relevant; `relevant` must not be empty. */
export interface RankedList {
  readonly ranked: readonly number[];
  readonly relevant: ReadonlySet<number>;
}

export function rankingMeasures(lists: readonly RankedList[]): RankingMeasures {
  const mean = (of: (list: RankedList) => number) =>
    lists.length === 0 ? 0 : lists.reduce((sum, list) => sum + of(list), 0) / lists.length;
  return {
    recall10: mean((list) => hits(list, 10) / list.relevant.size),
    recall20: mean((list) => hits(list, 20) / list.relevant.size),
    ndcg10: mean((list) => ndcg(list, 10)),
    ndcg20: mean((list) => ndcg(list, 20)),
    hitRate10: mean((list) => (hits(list, 10) > 0 ? 1 : 0)),
  };
}

/** The `count` items of highest score without those `excluded`; ties go to the smaller number. */
export function topItems(scores: Float64Array, count: number, excluded?: ReadonlySet<number>): number[] {
  const top: number[] = [];
  let bar = Number.NEGATIVE_INFINITY;
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item] ?? 0;
    if ((top.length === count && score <= bar) || excluded?.has(item)) continue;
    let place = Math.min(top.length, count - 1);
    while (place > 0 && (scores[top[place - 1] ?? 0] ?? 0) < score) {
      top[place] = top[place - 1] ?? 0;
      place--;
    }
    top[place] = item;
    if (top.length === count) bar = scores[top[count - 1] ?? 0] ?? 0;
  }
  return top;
}

function hits({ ranked, relevant }: RankedList, count: number): number {
  return ranked.slice(0, count).filter((item) => relevant.has(item)).length;
}

function ndcg({ ranked, relevant }: RankedList, count: number): number {
  const discount = (place: number) => 1 / Math.log2(place + 2);
  const gained = ranked
    .slice(0, count)
    .reduce((sum, item, place) => sum + (relevant.has(item) ? discount(place) : 0), 0);
  let ideal = 0;
  for (let place = 0; place < Math.min(count, relevant.size); place++) ideal += discount(place);
  return gained / ideal;
}
