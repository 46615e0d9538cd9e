/** Clocks for tests: one that began at another moment, and one that is set by hand. Timers run in real time. */
import { type Clock, systemClock } from '../../src/core/clock.ts';

/** Began at a given moment and runs on from there: dates in tests stay true in every year. */
export function clockFrom(isoTime: string): Clock {
  const offset = Date.parse(isoTime) - Date.now();
  return { now: () => Date.now() + offset, after: systemClock.after };
}

export interface HandClock extends Clock {
  /** Moves the time; backwards, too. */
  move(ms: number): void;
  /** Stops the time where it is. */
  freeze(): void;
}

/** Runs with the machine's clock until it is moved or frozen. */
export function handClock(): HandClock {
  let offset = 0;
  let frozenAt: number | undefined;
  return {
    now: () => (frozenAt ?? Date.now()) + offset,
    after: systemClock.after,
    move(ms) {
      offset += ms;
    },
    freeze() {
      frozenAt ??= Date.now();
    },
  };
}
