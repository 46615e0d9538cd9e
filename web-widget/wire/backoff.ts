/** How long to wait before trying again: doubling from one second to sixteen, spread so that clients of a
 * restarted server do not return all at once. */

const firstMs = 1000;
const longestMs = 16_000;

/** Milliseconds before try number `attempt` (from 0); `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return full / 2 + (full / 2) * random;
}
