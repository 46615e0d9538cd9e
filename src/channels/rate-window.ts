/** Counts what each key does in a window of time, in bounded memory. */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/clock.ts';

export interface RateWindow {
  /** Counts one more; false when that is more than the window allows. */
  allows(key: string): boolean;
}

export function createRateWindow({
  most,
  windowMs,
  clock,
}: {
  most: number;
  windowMs: number;
  clock: Clock;
}): RateWindow {
  const windows = new LRUCache<string, { begun: number; count: number }>({ max: 100_000 });
  return {
    allows(key) {
      const now = clock.now();
      const window = windows.get(key);
      if (window && now - window.begun < windowMs) return ++window.count <= most;
      windows.set(key, { begun: now, count: 1 });
      return true;
    },
  };
}
