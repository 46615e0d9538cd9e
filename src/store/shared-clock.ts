/**
 * The time that all processes on one store go by. Leases, pauses and signs of life are written by one process and judged
 * by another: with clocks that differ by a minute each would take the other for dead, send what that one is sending, and
 * take chats from agents who are there. On PostgreSQL its clock is the one they have in common.
 */
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Database } from './database.ts';

export interface SharedClock extends Clock {
  stop(): void;
}

const measureEveryMs = 30_000;
/** Every lease bears as much; the machine's own clock is the finer one. */
const toleranceMs = 2_000;

/** @param clock the machine's own, and the one that is used where a process has the store to itself. */
export async function shareClock({
  database,
  clock,
  log,
}: {
  database: Pick<Database, 'engine' | 'read'>;
  clock: Clock;
  log: Log;
}): Promise<SharedClock> {
  if (database.engine === 'sqlite') return { ...clock, stop: () => {} };
  let offset = 0;
  let stopped = false;
  let cancel = () => {};

  async function measure(): Promise<void> {
    const before = clock.now();
    const [row] = await database.read(
      'SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now',
    );
    const took = clock.now() - before;
    const found = Number(row?.now) - (before + took / 2);
    const isBetter = took >= 0 && Math.abs(found - offset) > toleranceMs + took / 2;
    if (!isBetter) return;
    offset = Math.abs(found) > toleranceMs ? Math.round(found) : 0;
    log.warn(
      { differenceMs: Math.round(found) },
      'The clock of this machine differs from the one of PostgreSQL, by which the shop goes; let NTP set both',
    );
  }

  async function keepMeasuring(): Promise<void> {
    try {
      await measure();
    } catch (error) {
      if (!stopped) log.debug({ error: messageOf(error) }, 'The clock of PostgreSQL could not be read');
    }
    if (!stopped) cancel = clock.after(measureEveryMs, () => void keepMeasuring());
  }

  await keepMeasuring();
  return {
    now: () => clock.now() + offset,
    after: clock.after,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
