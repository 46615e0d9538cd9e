/** The life of one import: begun, staged, then applied as a whole or dropped as a whole, with a record of how it went. */

import type { Clock } from '../../core/clock.ts';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Database } from '../../store/index.ts';
import type { ImportReport } from './report.ts';
import type { Source } from './shops.ts';

export interface Run {
  readonly id: string;
  readonly startedAt: number;
  /** The shop's version as this run found it. */
  readonly shopVersion: number;
}

export interface RunKeeper {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Runs `work` between the record of its beginning and that of its end. Whatever happens, what was staged is
 * removed; when `work` fails the offers and prices are as they were.
 */
export async function keepRun(
  keeper: RunKeeper,
  source: Source,
  work: (run: Run) => Promise<ImportReport>,
): Promise<ImportReport> {
  const { database, clock } = keeper;
  await dropAbandoned(database, clock.now());
  const run = await begin(keeper, source);
  try {
    const report = await work(run);
    await end(database, run, source, 'done', JSON.stringify(report), clock.now());
    return report;
  } catch (error) {
    const shown =
      error instanceof ShopdeskError
        ? { code: error.code, message: error.message }
        : { message: messageOf(error) };
    await end(database, run, source, 'failed', JSON.stringify(shown), clock.now());
    throw error;
  } finally {
    await dropStaged(database, run.id);
  }
}

/** The last runs of a source, newest first. `report` is the ImportReport of a run that is done, else what failed, as JSON. */
export async function listRuns(
  database: Database,
  sourceId: string,
  limit = 20,
): Promise<
  { id: string; startedAt: number; finishedAt: number | undefined; status: string; report: string }[]
> {
  const rows = await database.read(
    'SELECT * FROM import_run WHERE source_id = $1 ORDER BY started_at DESC, id LIMIT $2',
    [sourceId, limit],
  );
  return rows.map((row) => ({
    id: String(row.id),
    startedAt: Number(row.started_at),
    finishedAt: row.finished_at === null ? undefined : Number(row.finished_at),
    status: String(row.status),
    report: String(row.report ?? '{}'),
  }));
}

async function begin({ database, clock, ids }: RunKeeper, source: Source): Promise<Run> {
  const id = ids.next();
  const startedAt = clock.now();
  const [, , rows = []] = await database.write([
    {
      sql: `INSERT INTO import_run (id, source_id, started_at, status) VALUES ($1, $2, $3, 'running')`,
      params: [id, source.id, startedAt],
    },
    {
      sql: `UPDATE source SET last_run_at = $2, last_status = 'running' WHERE id = $1`,
      params: [source.id, startedAt],
      expect: 'one',
    },
    { sql: 'SELECT version FROM shop WHERE id = $1', params: [source.shopId] },
  ]);
  return { id, startedAt, shopVersion: Number(rows[0]?.version ?? 0) };
}

async function end(
  database: Database,
  run: Run,
  source: Source,
  status: 'done' | 'failed',
  report: string,
  now: number,
): Promise<void> {
  await database.write([
    {
      sql: 'UPDATE import_run SET finished_at = $2, status = $3, report = $4 WHERE id = $1',
      params: [run.id, now, status, report.replaceAll('\\u0000', '')],
    },
    {
      sql: `UPDATE source SET last_status = $2, last_success_at = CASE WHEN $2 = 'done' THEN $3 ELSE last_success_at END
            WHERE id = $1`,
      params: [source.id, status, now],
    },
  ]);
}

/** Longer than any import: what is staged since then belongs to a process that died. */
const abandonedAfterMs = 24 * 3_600_000;

async function dropAbandoned(database: Database, now: number): Promise<void> {
  const rows = await database.read(
    `SELECT id FROM import_run WHERE status = 'running' AND started_at < $1 LIMIT 10`,
    [now - abandonedAfterMs],
  );
  for (const row of rows) {
    await dropStaged(database, String(row.id));
    await database.write([
      { sql: `UPDATE import_run SET status = 'abandoned' WHERE id = $1`, params: [String(row.id)] },
    ]);
  }
}

async function dropStaged(database: Database, runId: string): Promise<void> {
  await database.write(
    ['staged_offer', 'staged_order', 'staged_order_line'].map((table) => ({
      sql: `DELETE FROM ${table} WHERE run_id = $1`,
      params: [runId],
    })),
  );
}
