/** Counts what each key does in a window of time, in bounded memory. */
import type { Clock } from '../core/clock.ts';

export interface RateWindow {
  /** Counts one more; false when that is more than the window allows. */
  allows(key: string): boolean;
}

/** Beyond this many the windows that began first are forgotten. */
const mostWindows = 100_000;

export function createRateWindow({
  most,
  windowMs,
  clock,
}: {
  most: number;
  windowMs: number;
  clock: Clock;
}): RateWindow {
  const windows = new Map<string, { begun: number; count: number }>();
  return {
    allows(key) {
      const now = clock.now();
      const window = windows.get(key);
      if (window && now - window.begun < windowMs) return ++window.count <= most;
      // Again at the end, so that the map is in the order in which the windows began.
      windows.delete(key);
      windows.set(key, { begun: now, count: 1 });
      if (windows.size > mostWindows) {
        const [oldest] = windows.keys();
        if (oldest !== undefined) windows.delete(oldest);
      }
      return true;
    },
  };
}
