/** A clock that does not tick: it jumps to whatever is planned next, once all that was begun is done. */
import type { Clock } from '../../../src/core/clock.ts';

export interface JumpingClock extends Clock {
  goTo(at: number): void;
  /**
   * Jumps from timer to timer until `end` (ms UTC).
   * @param idle resolves when what the timers began is done.
   * @returns how many jumps that were.
   */
  runUntil(end: number, idle: () => Promise<unknown>): Promise<number>;
}

export function jumpingClock(start: number): JumpingClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  return {
    now: () => now,
    after(delayMs, task) {
      const timer = { at: now + delayMs, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    goTo(at) {
      now = at;
    },
    async runUntil(end, idle) {
      for (let jumps = 0; ; jumps += 1) {
        const [next] = [...timers].sort((one, other) => one.at - other.at);
        if (!next || next.at > end) return jumps;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.task();
        await idle();
      }
    },
  };
}
