/** Makes a staged run the truth: a fixed number of statements in one transaction, whatever the size of the feed. */
import type { Database, Statement } from '../../store/index.ts';
import { statedColumns } from './offer-columns.ts';
import { raiseVersion } from './shops.ts';

export interface Application {
  readonly runId: string;
  readonly sourceId: string;
  readonly shopId: string;
  /** The shop's version when the run began; another import in between makes the comparison worthless. */
  readonly shopVersion: number;
  readonly now: number;
  /**
   * Offers that the source no longer lists are gone when they were last seen before this moment;
   * undefined when the source lists only a part of the shop.
   */
  readonly goneBefore: number | undefined;
}

/**
 * Applies the staged rows, records changed prices, and marks as gone what is no longer listed.
 * Rejects with `store.conflict` when another import of the shop was applied since the run began.
 * @returns how many offers went.
 */
export async function applyOffers(database: Database, application: Application): Promise<number> {
  const { runId, sourceId, shopId, shopVersion, now, goneBefore } = application;
  const statements: Statement[] = [
    {
      sql: 'UPDATE shop SET version = version + 1 WHERE id = $1 AND version = $2',
      params: [shopId, shopVersion],
      expect: 'one',
    },
    {
      sql: `INSERT INTO price (shop_id, offer_id, at, price_minor, currency, shipping_minor, availability)
            SELECT CAST($1 AS TEXT), id, CAST($2 AS BIGINT), price_minor, currency, shipping_minor, availability
            FROM staged_offer WHERE run_id = $3 AND price_changed = 1
            ON CONFLICT (shop_id, offer_id, at) DO UPDATE SET price_minor = excluded.price_minor,
              currency = excluded.currency, shipping_minor = excluded.shipping_minor,
              availability = excluded.availability`,
      params: [shopId, now, runId],
    },
    {
      sql: `INSERT INTO offer (shop_id, id, source_id, ${statedColumns.join(', ')}, digest, maker_key,
              first_seen, last_seen)
            SELECT CAST($1 AS TEXT), id, CAST($2 AS TEXT), ${statedColumns.join(', ')}, digest, maker_key,
              CAST($3 AS BIGINT), CAST($3 AS BIGINT)
            FROM staged_offer WHERE run_id = $4 AND change <> 'unchanged'
            ON CONFLICT (shop_id, id) DO UPDATE SET source_id = excluded.source_id, ${taken}, digest = excluded.digest,
              maker_key = excluded.maker_key, last_seen = excluded.last_seen, gone_at = NULL,
              recognised = CASE WHEN offer.title = excluded.title
                AND offer.brand IS NOT DISTINCT FROM excluded.brand AND offer.gtin IS NOT DISTINCT FROM excluded.gtin
                AND offer.mpn IS NOT DISTINCT FROM excluded.mpn THEN offer.recognised ELSE 0 END`,
      params: [shopId, sourceId, now, runId],
    },
    {
      sql: `UPDATE offer SET last_seen = $1, source_id = $2 WHERE shop_id = $3 AND id IN
              (SELECT id FROM staged_offer WHERE run_id = $4 AND change = 'unchanged')`,
      params: [now, sourceId, shopId, runId],
    },
    ...(goneBefore === undefined ? [] : removals(application, goneBefore)),
    raiseVersion('offers'),
  ];
  const results = await database.write(statements);
  return goneBefore === undefined ? 0 : (results[4]?.length ?? 0);
}

/** How many offers of the source this run did not list and that are not gone yet. */
export async function countMissing(
  database: Database,
  { sourceId, shopId, runId }: Pick<Application, 'sourceId' | 'shopId' | 'runId'>,
): Promise<{ known: number; missing: number }> {
  const [row] = await database.read(
    `SELECT COUNT(*) AS known, COUNT(CASE WHEN ${unlisted('$3')} THEN 1 END) AS missing
     FROM offer WHERE shop_id = $1 AND source_id = $2 AND gone_at IS NULL`,
    [shopId, sourceId, runId],
  );
  return { known: Number(row?.known ?? 0), missing: Number(row?.missing ?? 0) };
}

function removals({ shopId, sourceId, runId, now }: Application, goneBefore: number): Statement[] {
  const chosen = `shop_id = $1 AND source_id = $2 AND gone_at IS NULL AND last_seen < $3 AND ${unlisted('$4')}`;
  return [
    {
      sql: `UPDATE offer SET gone_at = $5 WHERE ${chosen} RETURNING id`,
      params: [shopId, sourceId, goneBefore, runId, now],
    },
    {
      sql: `INSERT INTO price (shop_id, offer_id, at, availability)
            SELECT shop_id, id, gone_at, 'gone' FROM offer WHERE shop_id = $1 AND source_id = $2 AND gone_at = $3
            ON CONFLICT (shop_id, offer_id, at) DO NOTHING`,
      params: [shopId, sourceId, now],
    },
  ];
}

function unlisted(run: string): string {
  return `NOT EXISTS (SELECT 1 FROM staged_offer s WHERE s.run_id = ${run} AND s.id = offer.id)`;
}

const taken = statedColumns.map((column) => `${column} = excluded.${column}`).join(', ');
