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
      if (await claim(source)) await run(source);
    }
  }

  /** Moves the source to its next time; only one process succeeds, and that one runs it. */
  async function claim({ id, schedule, timeZone, nextRunAt }: SourceState): Promise<boolean> {
    if (schedule === undefined || nextRunAt === undefined) return false;
    try {
      await database.write([
        {
          sql: 'UPDATE source SET next_run_at = $2 WHERE id = $1 AND next_run_at = $3',
          params: [id, nextRun(schedule, timeZone, clock.now()) ?? null, nextRunAt],
          expect: 'one',
        },
      ]);
      return true;
    } catch (error) {
      if (hasCode(error, 'store.conflict')) return false;
      throw error;
    }
  }

  async function run(source: SourceState): Promise<void> {
    try {
      const report = await importOne(source);
      const { refused, ...counts } = report;
      log.info({ source: source.id, ...counts }, 'source imported');
      await imported?.(source, report);
    } catch (error) {
      log.warn(
        { source: source.id, error: messageOf(error) },
        'a source could not be imported; its last known offers stay',
      );
    }
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
