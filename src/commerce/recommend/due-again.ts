/** Which items a customer is about to need again, from the rhythm of their orders. */
import { type CustomerRecord, standingOf } from './customer.ts';
import { dayMs } from './types.ts';

export interface DueAgain {
  readonly item: string;
  /** Orders so far. */
  readonly times: number;
  /** Days from one order to the next, theirs drawn towards what is usual for the item. */
  readonly usualDays: number;
  readonly lastAt: number;
  /** When the next order would be in rhythm. */
  readonly dueAt: number;
  /** 0…1, to rank by: alert only the few highest. */
  readonly score: number;
}

/** How many own gaps weigh as much as what is usual for the item. */
const priorGaps = 1;
/** A gap this many times the usual means they stopped. */
const lapsedAfter = 2.5;
/** Share of the usual gap before which nobody needs a reminder. */
const earliest = 0.7;

/** Items ordered at least twice and due between `earliest` and `lapsedAfter` gaps, the most certain first. */
export function dueAgain(
  customer: CustomerRecord,
  usualGapDays: (item: string) => number | undefined,
  now: number,
): DueAgain[] {
  if (!customer.personalised) return [];
  const { kept, returned, declined } = standingOf(customer);
  return [...kept]
    .flatMap(([item, orders]): DueAgain[] => {
      const [first, last] = [orders[0], orders.at(-1)];
      const times = new Set(orders.map(({ at }) => Math.floor(at / dayMs))).size;
      if (!first || !last || times < 2 || returned.has(item) || declined.has(item)) return [];
      const own = (last.at - first.at) / dayMs / (times - 1);
      const usual = usualGapDays(item) ?? own;
      const usualDays = (own * (times - 1) + usual * priorGaps) / (times - 1 + priorGaps);
      const passed = (now - last.at) / dayMs / usualDays;
      if (passed < earliest || passed > lapsedAfter) return [];
      // Evidence grows with orders; certainty fades as the due day lies further behind.
      const evidence = 1 - 1 / times;
      const timely = passed <= 1.2 ? 1 : (lapsedAfter - passed) / (lapsedAfter - 1.2);
      return [
        {
          item,
          times,
          usualDays,
          lastAt: last.at,
          dueAt: last.at + usualDays * dayMs,
          score: evidence * timely,
        },
      ];
    })
    .sort((a, b) => b.score - a.score || a.dueAt - b.dueAt);
}

/**
 * The median gap in days between orders of an item over all customers; undefined where fewer than three are known.
 * @param customers what each of them bought, in any order, each customer once.
 */
export async function usualGaps(
  customers: AsyncIterable<readonly { readonly item: string; readonly at: number }[]>,
): Promise<(item: string) => number | undefined> {
  const gaps = new Map<string, number[]>();
  for await (const bought of customers) {
    const last = new Map<string, number>();
    for (const { item, at } of [...bought].sort((a, b) => a.at - b.at)) {
      const before = last.get(item);
      const days = before === undefined ? 0 : Math.floor(at / dayMs) - Math.floor(before / dayMs);
      const known = gaps.get(item);
      if (days > 0 && known) known.push(days);
      else if (days > 0) gaps.set(item, [days]);
      last.set(item, at);
    }
  }
  const medians = new Map<string, number>();
  for (const [item, list] of gaps) {
    if (list.length < 3) continue;
    list.sort((a, b) => a - b);
    medians.set(item, list[Math.floor(list.length / 2)] ?? 0);
  }
  return (item) => medians.get(item);
}
