/** How much is too much: a limit per day and per week over all kinds together. */

export interface Caps {
  readonly day: number;
  readonly week: number;
}

const dayMs = 86_400_000;

/**
 * The first moment from `now` on at which one more message is not too much, given when the last ones were sent
 * (any order). Rolling days, so that midnight opens no gate.
 */
export function afterCaps(now: number, sentAt: readonly number[], { day, week }: Caps): number {
  return Math.max(now, freeAfter(now, sentAt, day, dayMs), freeAfter(now, sentAt, week, 7 * dayMs));
}

function freeAfter(now: number, sentAt: readonly number[], most: number, spanMs: number): number {
  const recent = sentAt.filter((at) => at > now - spanMs).sort((one, other) => other - one);
  const blocking = recent[most - 1];
  return blocking === undefined ? now : blocking + spanMs;
}
