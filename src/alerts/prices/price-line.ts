/** What the best offer of a product cost over time, and whether that has really fallen. */

/** A price of one offer that held from `at` on; `cost` is undefined while it could not be bought. */
export interface CostPoint {
  readonly offer: string;
  readonly at: number;
  /** Total in minor units. */
  readonly cost: number | undefined;
}

/** The best cost over all offers from `from` until the next period. */
export interface CostPeriod {
  readonly from: number;
  readonly cost: number | undefined;
  /** The offer that has it. */
  readonly offer: string | undefined;
}

export interface Fall {
  /** What it had cost for long enough to be called its price; undefined when it could not be bought. */
  readonly before: number | undefined;
  readonly now: number;
  readonly offer: string;
  /** When today's price began. */
  readonly at: number;
  /**
   * When the price before had begun: as long as no other one held for long, this is the same fall, however often a feed
   * goes to and fro.
   */
  readonly since: number;
}

/** Points of all offers of a product, in any order. */
export function costPeriods(points: readonly CostPoint[]): CostPeriod[] {
  const costs = new Map<string, number | undefined>();
  const periods: CostPeriod[] = [];
  const sorted = [...points].sort((one, other) => one.at - other.at);
  for (const [index, { offer, at, cost }] of sorted.entries()) {
    costs.set(offer, cost);
    // Several offers may change in one import: what counts is how it stands after all of them.
    if (sorted[index + 1]?.at === at) continue;
    let best: { offer: string; cost: number } | undefined;
    for (const [each, price] of costs) {
      if (price !== undefined && (best === undefined || price < best.cost))
        best = { offer: each, cost: price };
    }
    const last = periods.at(-1);
    if (!last || last.cost !== best?.cost) periods.push({ from: at, cost: best?.cost, offer: best?.offer });
  }
  return periods;
}

/**
 * The fall that today's price is, measured from the last price that had held for `steadyMs`; undefined where it cannot
 * be bought, or is not lower.
 */
export function fallNow(periods: readonly CostPeriod[], now: number, steadyMs: number): Fall | undefined {
  const past = periods.filter(({ from }) => from <= now);
  const current = past.at(-1);
  if (current?.cost === undefined || current.offer === undefined) return undefined;
  for (let at = past.length - 2; at >= 0; at -= 1) {
    const period = past[at];
    const end = past[at + 1]?.from ?? now;
    if (!period || end - period.from < steadyMs) continue;
    if (period.cost !== undefined && period.cost <= current.cost) return undefined;
    const { cost, offer, from } = current;
    return { before: period.cost, now: cost, offer, at: from, since: period.from };
  }
  return undefined;
}

/** Since when it has been this cheap: the start of the last stretch at or below `limit`, steady prices above it apart. */
export function belowSince(
  periods: readonly CostPeriod[],
  now: number,
  limit: number,
  steadyMs: number,
): number | undefined {
  const past = periods.filter(({ from }) => from <= now);
  const current = past.at(-1);
  if (current?.cost === undefined || current.cost > limit) return undefined;
  for (let at = past.length - 2; at >= 0; at -= 1) {
    const period = past[at];
    const end = past[at + 1]?.from ?? now;
    const isAbove = period !== undefined && (period.cost === undefined || period.cost > limit);
    if (isAbove && end - period.from >= steadyMs) return end;
  }
  return past[0]?.from;
}
