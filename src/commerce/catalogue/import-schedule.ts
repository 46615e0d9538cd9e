/** Runs the sources that have a schedule when their time has come, in one process at a time. */
import { Cron } from 'croner';
import { hasCode, messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { importSource, type SourceImporter } from './import-source.ts';
import type { ImportReport } from './report.ts';
import { type SourceState, sourceOf } from './shops.ts';

export interface ScheduleOptions extends SourceImporter {
  readonly log: Log;
  /** How a source is run: `importSource` here, or `importInWorker` off the event loop. */
  readonly run?: (source: SourceState) => Promise<ImportReport>;
  /** Called after a source was run and its offers may have changed. */
  readonly imported?: (source: SourceState, report: ImportReport) => void | Promise<void>;
  /** How often to look for sources that are due. */
  readonly sweepMs?: number;
}

/**
 * When a cron expression fires next after `after`, in milliseconds since the epoch; undefined when it never does.
 * Throws `catalogue.schedule` for an expression or a time zone that is none.
 */
export function nextRun(schedule: string, timeZone: string | undefined, after: number): number | undefined {
  try {
    const cron = new Cron(schedule, { paused: true, timezone: timeZone ?? 'UTC' });
    return cron.nextRun(new Date(after))?.getTime();
  } catch (cause) {
    throw new ShopdeskError(
      'catalogue.schedule',
      `"${schedule.slice(0, 60)}" is no schedule: ${messageOf(cause)}`,
      {
        remedy: 'Write a cron expression such as "0 3 * * *" and a time zone such as America/New_York.',
        cause,
      },
    );
  }
}

/** How long a process that says nothing more keeps a source from being run by another one. */
const heldMs = 10 * 60_000;

/** Starts looking for due sources. A source that fails keeps its last known offers and is run again at its next time. */
export function startImportSchedule(options: ScheduleOptions): {
  sweep(): Promise<void>;
  stop(): Promise<void>;
} {
  const { database, clock, log, imported, sweepMs = 30_000 } = options;
  const importOne = options.run ?? ((source: SourceState) => importSource(options, source));
  let cancel = () => {};
  let stopped = false;
  let running: Promise<void> | undefined;

  function sweep(): Promise<void> {
    running ??= runDue().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function runDue(): Promise<void> {
    const rows = await database.read(
      'SELECT * FROM source WHERE next_run_at IS NOT NULL AND next_run_at <= $1 ORDER BY next_run_at LIMIT 20',
      [clock.now()],
    );
    for (const source of rows.map(sourceOf)) {
      if (stopped) return;
      const until = await claim(source);
      if (until !== undefined) await run(source, until);
    }
  }

  /**
   * Takes the source for a while; only one process succeeds, and that one runs it. Its next time is written when it was
   * run: whoever dies over it leaves it due.
   */
  async function claim({ id, schedule, nextRunAt }: SourceState): Promise<number | undefined> {
    if (schedule === undefined || nextRunAt === undefined) return undefined;
    return move(id, nextRunAt, clock.now() + heldMs);
  }

  /** Moves the time of a source; undefined when it is no longer what it was, such as for whoever set another schedule. */
  async function move<To extends number | undefined>(
    id: string,
    from: number,
    to: To,
  ): Promise<To | undefined> {
    const [rows = []] = await database.write([
      {
        sql: 'UPDATE source SET next_run_at = $2 WHERE id = $1 AND next_run_at = $3 RETURNING id',
        params: [id, to ?? null, from],
      },
    ]);
    return rows.length > 0 ? to : undefined;
  }

  async function run(source: SourceState, claimedUntil: number): Promise<void> {
    let until = claimedUntil;
    let renewing: Promise<unknown> = Promise.resolve();
    let cancelRenewal = () => {};
    const renewLater = () => {
      cancelRenewal = clock.after(heldMs / 3, () => {
        // When it cannot be renewed the next try may; at worst somebody else begins, too, and one of both is overtaken.
        renewing = move(source.id, until, clock.now() + heldMs).then(
          (moved) => (until = moved ?? until),
          () => {},
        );
        renewLater();
      });
    };
    renewLater();
    const isRun = await importAndTell(source);
    cancelRenewal();
    await renewing;
    const { id, schedule = '', timeZone } = source;
    await move(id, until, isRun ? nextRun(schedule, timeZone, clock.now()) : clock.now());
  }

  /** @returns false when the server goes away before it was begun: it stays due. */
  async function importAndTell(source: SourceState): Promise<boolean> {
    try {
      const report = await importOne(source);
      const { refused, ...counts } = report;
      log.info({ source: source.id, ...counts }, 'source imported');
      await imported?.(source, report);
    } catch (error) {
      if (hasCode(error, 'import.closed')) return false;
      log.warn(
        { source: source.id, error: messageOf(error) },
        'a source could not be imported; its last known offers stay',
      );
    }
    return true;
  }

  function plan(): void {
    if (stopped) return;
    cancel = clock.after(sweepMs, () => {
      sweep()
        .catch((error) => log.warn({ error: messageOf(error) }, 'due sources could not be looked up'))
        .finally(plan);
    });
  }

  plan();
  return {
    sweep,
    async stop() {
      stopped = true;
      cancel();
      await running?.catch(() => {});
    },
  };
}
