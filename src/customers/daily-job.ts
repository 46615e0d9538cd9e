/** Work that is done once a day by one process, however many there are. */
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Database } from '../store/index.ts';

export interface DailyJob {
  readonly name: string;
  run(): Promise<void>;
}

const dayMs = 86_400_000;
const lookEveryMs = 60_000;
/** A process that died leaves its lease; the work is such that doing it twice does no harm. */
const leaseMs = 30 * 60_000;
const againMs = 15 * 60_000;

/** Looks every minute whether the job is due, and does it when no other process does. Returns what stops it. */
export function startDailyJob(
  job: DailyJob,
  { database, clock, holder, log }: { database: Database; clock: Clock; holder: string; log: Log },
): () => Promise<void> {
  let stopped = false;
  let cancel = () => {};
  let running: Promise<unknown> = Promise.resolve();

  function look(): void {
    running = runIfDue(job, { database, clock, holder })
      .catch((error: unknown) => {
        if (!stopped)
          log.warn({ job: job.name, error: messageOf(error) }, 'Daily work failed; it is tried again');
      })
      .finally(() => {
        if (!stopped) cancel = clock.after(lookEveryMs, look);
      });
  }

  cancel = clock.after(lookEveryMs, look);
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}

/** True when it was due, nobody else had it, and it was done. */
export async function runIfDue(
  job: DailyJob,
  { database, clock, holder }: { database: Database; clock: Clock; holder: string },
): Promise<boolean> {
  const now = clock.now();
  const [, taken = []] = await database.write([
    {
      sql: 'INSERT INTO daily_job (name, next_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
      params: [job.name, now],
    },
    {
      sql: `UPDATE daily_job SET holder = $2, held_until = $3 WHERE name = $1 AND (next_at <= $4 OR next_at > $5)
              AND (held_until <= $4 OR held_until > $5) RETURNING name`,
      // Nothing lies further ahead than two days, unless the clock has been set back since.
      params: [job.name, holder, now + leaseMs, now, now + 2 * dayMs],
    },
  ]);
  if (taken.length === 0) return false;
  const done = (nextAt: number) =>
    database.write([
      {
        sql: `UPDATE daily_job SET next_at = $3, holder = NULL, held_until = 0 WHERE name = $1 AND holder = $2`,
        params: [job.name, holder, nextAt],
      },
    ]);
  try {
    await job.run();
  } catch (error) {
    await done(clock.now() + againMs);
    throw error;
  }
  await done(now + dayMs);
  return true;
}
