/** Reads a source into the staging table, a few hundred rows at a time: memory stays bounded, nothing is visible yet. */
import { type Database, placesFor, type Row, type Statement } from '../../store/index.ts';
import type { RawOffer, Read } from '../import/offer-source.ts';
import { columnsOf, type OfferColumns, priceColumns, statedColumns } from './offer-columns.ts';
import type { Change, Tally } from './report.ts';
import { type StagedRow, stageRows } from './stage-rows.ts';

export interface Staging {
  readonly database: Database;
  readonly runId: string;
  readonly shopId: string;
  readonly tally: Tally;
  /** Called after each batch with the number of records read. */
  readonly progress?: ((rows: number) => void) | undefined;
}

/**
 * Stages every offer of `reads` with what it changes against the offers of the shop. What the reader throws is
 * passed on; staged rows of this run are then for the caller to remove.
 */
export async function stageOffers(staging: Staging, reads: AsyncIterable<Read<RawOffer>>): Promise<void> {
  const { tally, progress } = staging;
  await stageRows(reads, { tally, batchSize, columnsOf, progress, stage: (batch) => stage(staging, batch) });
}

/** Large enough to make the round trips cheap, small enough to let chats in between. */
const batchSize = 250;

async function stage(
  { database, runId, shopId, tally }: Staging,
  batch: readonly StagedRow<OfferColumns>[],
): Promise<void> {
  const known = await knownOffers(
    database,
    shopId,
    batch.map(({ columns }) => columns.id),
  );
  const prepared = batch.map(({ row, columns }) => {
    const before = known.get(columns.id);
    return { row, change: changeOf(columns, before), statement: insert(runId, columns, before) };
  });
  const results = await database.write(prepared.map(({ statement }) => statement));
  for (const [index, { row, change }] of prepared.entries()) {
    // Readers refuse repeated ids themselves; over several pages only the table sees them.
    if ((results[index]?.length ?? 0) > 0) tally.count(change);
    else tally.refuse({ row, code: 'import.duplicate', reason: 'The id came before in this source.' });
  }
}

async function knownOffers(
  database: Database,
  shopId: string,
  ids: readonly string[],
): Promise<Map<string, Row>> {
  const unique = [...new Set(ids)];
  // Always as many places, so that the engines prepare one text; a repeated id finds nothing new.
  const params = Array.from({ length: batchSize }, (_, index) => unique[index] ?? unique[0] ?? '');
  const rows = await database.read(
    `SELECT id, digest, gone_at, ${priceColumns.join(', ')}
     FROM offer WHERE shop_id = $1 AND id IN (${placesFor(params, 2)})`,
    [shopId, ...params],
  );
  return new Map(rows.map((row) => [String(row.id), row]));
}

function changeOf(columns: OfferColumns, before: Row | undefined): Change {
  if (!before) return 'added';
  return before.digest === columns.digest && before.gone_at === null ? 'unchanged' : 'changed';
}

function insert(runId: string, columns: OfferColumns, before: Row | undefined): Statement {
  const change = changeOf(columns, before);
  // Only its id is needed, to know that it is still listed.
  if (change === 'unchanged') {
    return {
      sql: `INSERT INTO staged_offer (run_id, id, change, price_changed) VALUES ($1, $2, $3, 0)
            ON CONFLICT (run_id, id) DO NOTHING RETURNING id`,
      params: [runId, columns.id, change],
    };
  }
  const isPriceNew =
    !before || before.gone_at !== null || priceColumns.some((name) => columns.stated[name] !== before[name]);
  return {
    sql: insertFull,
    params: [
      runId,
      columns.id,
      change,
      isPriceNew ? 1 : 0,
      ...statedColumns.map((name) => columns.stated[name]),
      columns.digest,
      columns.makerKey,
    ],
  };
}

const fullColumns = ['run_id', 'id', 'change', 'price_changed', ...statedColumns, 'digest', 'maker_key'];
const insertFull = `INSERT INTO staged_offer (${fullColumns.join(', ')})
  VALUES (${placesFor(fullColumns)})
  ON CONFLICT (run_id, id) DO NOTHING RETURNING id`;
