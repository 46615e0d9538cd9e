/** How long a wait may take: a range from what really happened, or none. */

/** Whole minutes, both ends included. */
export interface WaitRange {
  readonly low: number;
  readonly high: number;
}

export interface HandlingFigures {
  /** How long recent chats took an agent, and how long free agents took to accept, ms, ascending. */
  readonly handling: readonly number[];
  readonly pickup: readonly number[];
}

const fewestFigures = 5;

/**
 * The wait at `position` (1 is next). While rooms are free it is the time agents take to accept; behind that, the
 * k-th of the running chats must end first: k handling times shared by all rooms, from the quicker to the slower
 * quarter of what was measured.
 *
 * @param afterMs nobody can take it before that.
 */
export function waitRange(
  position: number,
  { rooms, free }: { rooms: number; free: number },
  { handling, pickup }: HandlingFigures,
  afterMs = 0,
): WaitRange | undefined {
  if (rooms <= 0) return undefined;
  const accept = { low: quantile(pickup, 0.25) ?? 0, high: quantile(pickup, 0.75) ?? 60_000 };
  if (position <= free) {
    if (pickup.length < fewestFigures) return undefined;
    return inMinutes(afterMs + accept.low, afterMs + accept.high);
  }
  if (handling.length < fewestFigures) return undefined;
  const turns = (position - free) / rooms;
  const low = turns * (quantile(handling, 0.25) ?? 0);
  const high = Math.max(turns, 0.5) * (quantile(handling, 0.75) ?? 0);
  return inMinutes(afterMs + low, afterMs + high + accept.high);
}

function inMinutes(lowMs: number, highMs: number): WaitRange {
  const low = Math.max(0, Math.floor(lowMs / 60_000));
  return { low, high: Math.max(low + 1, Math.ceil(highMs / 60_000)) };
}

/** @param ascending sorted figures. */
export function quantile(ascending: readonly number[], share: number): number | undefined {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))];
}
