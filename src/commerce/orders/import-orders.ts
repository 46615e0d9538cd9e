/** Imports an order history: all of it or nothing, in bounded memory, the same file twice changing nothing. */
import { ShopdeskError } from '../../core/errors.ts';
import { type Database, placesFor, type Statement } from '../../store/index.ts';
import type { ImportOptions } from '../catalogue/import-offers.ts';
import { keepRun, type Run, type RunKeeper } from '../catalogue/import-runs.ts';
import { type Change, createTally, type ImportReport, type Tally } from '../catalogue/report.ts';
import { raiseVersion, type Source } from '../catalogue/shops.ts';
import { type StagedRow, stageRows } from '../catalogue/stage-rows.ts';
import type { Read } from '../import/offer-source.ts';
import { columnsOfOrder, lineColumns, type OrderColumns, orderColumns } from './order-columns.ts';
import type { RawOrder } from './raw-order.ts';

/**
 * Stages what `reads` yields, then makes it the truth in one transaction. Orders that an export no longer lists stay:
 * exports cover a period, and a purchase does not cease to have happened.
 *
 * Nothing that other imports of the shop do meanwhile stands in its way: each order is taken as a whole. Where two name
 * the same one, what was told later counts if both say when, else what is applied later.
 *
 * Throws what the reader throws, and `import.nothing`.
 */
export async function importOrders(
  keeper: RunKeeper,
  source: Source,
  reads: AsyncIterable<Read<RawOrder>>,
  options: ImportOptions = {},
): Promise<ImportReport> {
  return keepRun(keeper, source, async (run) => {
    const { database, clock } = keeper;
    const tally = createTally();
    await stageRows(reads, {
      tally,
      batchSize,
      columnsOf: columnsOfOrder,
      progress: options.progress,
      stage: (batch) => stage(database, run, source, tally, batch),
    });
    if (tally.read() === 0) {
      throw new ShopdeskError('import.nothing', 'The source has no order that could be read.');
    }
    await apply(database, run, source);
    return tally.report({ gone: 0, withheld: 0, durationMs: clock.now() - run.startedAt });
  });
}

const batchSize = 100;

async function stage(
  database: Database,
  run: Run,
  source: Source,
  tally: Tally,
  batch: readonly StagedRow<OrderColumns>[],
): Promise<void> {
  const ids = batch.map(({ columns }) => columns.id);
  const rows = await database.read(
    `SELECT id, digest FROM shop_order WHERE shop_id = $1 AND id IN (${placesFor(ids, 2)})`,
    [source.shopId, ...ids],
  );
  const known = new Map(rows.map((row) => [String(row.id), String(row.digest)]));
  const staged = await database.read(
    `SELECT id FROM staged_order WHERE run_id = $1 AND id IN (${placesFor(ids, 2)})`,
    [run.id, ...ids],
  );
  const seen = new Set(staged.map((row) => String(row.id)));
  const statements: Statement[] = [];
  const heads: { row: number; change: Change; at: number }[] = [];
  for (const { row, columns } of batch) {
    const digest = known.get(columns.id);
    const change = digest === undefined ? 'added' : digest === columns.digest ? 'unchanged' : 'changed';
    heads.push({ row, change, at: statements.length });
    statements.push(insertOrder(run.id, columns, change));
    if (!seen.has(columns.id) && change !== 'unchanged') {
      statements.push(...columns.lines.map((values, line) => insertLine(run.id, columns.id, line, values)));
    }
    seen.add(columns.id);
  }
  const results = await database.write(statements);
  for (const { row, change, at } of heads) {
    if ((results[at]?.length ?? 0) > 0) tally.count(change);
    else tally.refuse({ row, code: 'import.duplicate', reason: 'The order came before in this source.' });
  }
}

const stagedOrder = ['run_id', 'id', 'change', 'digest', 'told_at', ...orderColumns];
const stagedLine = ['run_id', 'order_id', 'line', ...lineColumns];

function insertOrder(runId: string, { id, digest, toldAt, values }: OrderColumns, change: Change): Statement {
  return {
    sql: `INSERT INTO staged_order (${stagedOrder.join(', ')}) VALUES (${placesFor(stagedOrder)})
          ON CONFLICT (run_id, id) DO NOTHING RETURNING id`,
    params: [runId, id, change, digest, toldAt ?? null, ...values],
  };
}

function insertLine(runId: string, orderId: string, line: number, values: OrderColumns['values']): Statement {
  return {
    sql: `INSERT INTO staged_order_line (${stagedLine.join(', ')}) VALUES (${placesFor(stagedLine)})
          ON CONFLICT (run_id, order_id, line) DO NOTHING`,
    params: [runId, orderId, line, ...values],
  };
}

async function apply(database: Database, run: Run, { shopId }: Source): Promise<void> {
  const version = `(SELECT version FROM catalogue_version WHERE part = 'orders')`;
  const applied = `SELECT s.id FROM staged_order s JOIN shop_order o ON o.shop_id = $1 AND o.id = s.id
    WHERE s.run_id = $2 AND o.changed_in = ${version}`;
  await database.write([
    // Before the orders: its lock makes versions become visible in the order of their numbers.
    raiseVersion('orders'),
    {
      sql: `INSERT INTO shop_order (shop_id, id, changed_in, digest, told_at, ${orderColumns.join(', ')})
            SELECT CAST($1 AS TEXT), id, ${version}, digest, told_at, ${orderColumns.join(', ')}
            FROM staged_order WHERE run_id = $2 AND change <> 'unchanged'
            ON CONFLICT (shop_id, id) DO UPDATE SET digest = excluded.digest, changed_in = excluded.changed_in,
              told_at = COALESCE(excluded.told_at, shop_order.told_at),
              ${orderColumns.map((column) => `${column} = excluded.${column}`).join(', ')}
              WHERE excluded.told_at IS NULL OR shop_order.told_at IS NULL OR excluded.told_at >= shop_order.told_at`,
      params: [shopId, run.id],
    },
    {
      sql: `DELETE FROM order_line WHERE shop_id = $1 AND order_id IN (${applied})`,
      params: [shopId, run.id],
    },
    {
      sql: `INSERT INTO order_line (shop_id, order_id, line, ${lineColumns.join(', ')})
            SELECT CAST($1 AS TEXT), order_id, line, ${lineColumns.join(', ')} FROM staged_order_line
            WHERE run_id = $2 AND order_id IN (${applied})`,
      params: [shopId, run.id],
    },
  ]);
}
