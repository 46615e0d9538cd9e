/** A clock that began at a given moment and runs on from there: dates in tests stay true in every year. */
import { type Clock, systemClock } from '../../src/core/clock.ts';

export function clockFrom(isoTime: string): Clock {
  const offset = Date.parse(isoTime) - Date.now();
  return { now: () => Date.now() + offset, after: systemClock.after };
}
