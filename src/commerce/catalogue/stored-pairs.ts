/** What is known of two offers at a time: the matcher's word and the merchant's. */
import type { Database, Row, Statement, Value } from '../../store/index.ts';
import { inOrder, type OfferRef } from './match-decisions.ts';
import { keyPlaces, stepSize } from './offer-rows.ts';
import type { MatchPair } from './recognise.ts';
import { offerKey } from './snapshot.ts';

export interface StoredPair {
  readonly a: string;
  readonly b: string;
  readonly refs: readonly OfferRef[];
  readonly value: Value | undefined;
}

/** Pairs in which one of the offers stands. */
export async function pairsOf(
  database: Database,
  table: 'match_pair' | 'match_decision',
  value: string,
  rows: readonly Row[],
): Promise<StoredPair[]> {
  const found = new Map<string, StoredPair>();
  for (let at = 0; at < rows.length; at += stepSize) {
    const { places, params } = keyPlaces(rows.slice(at, at + stepSize));
    const stored = await database.read(
      `SELECT shop_a, offer_a, shop_b, offer_b, ${value} AS value FROM ${table}
       WHERE (shop_a, offer_a) IN (VALUES ${places}) OR (shop_b, offer_b) IN (VALUES ${places})`,
      params,
    );
    for (const row of stored) {
      const refs = [
        { shop: String(row.shop_a), id: String(row.offer_a) },
        { shop: String(row.shop_b), id: String(row.offer_b) },
      ];
      const [a = '', b = ''] = refs.map(({ shop, id }) => offerKey(shop, id));
      found.set(`${a}\n${b}`, { a, b, refs, value: row.value });
    }
  }
  return [...found.values()];
}

/** Forgets what the matcher said of these offers before, and keeps what it says now. */
export async function rememberPairs(
  database: Database,
  waiting: readonly Row[],
  pairs: readonly MatchPair[],
): Promise<void> {
  const statements: Statement[] = waiting
    .filter(({ recognised }) => recognised === 0)
    .map((row) => ({
      sql: 'DELETE FROM match_pair WHERE (shop_a = $1 AND offer_a = $2) OR (shop_b = $1 AND offer_b = $2)',
      params: [String(row.shop_id), String(row.id)],
    }));
  for (const { a, b, probability } of pairs) {
    const [first, second] = inOrder(a, b);
    statements.push({
      sql: `INSERT INTO match_pair (shop_a, offer_a, shop_b, offer_b, probability) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (shop_a, offer_a, shop_b, offer_b) DO UPDATE SET probability = excluded.probability`,
      params: [first.shop, first.id, second.shop, second.id, probability],
    });
  }
  // In parts, so that chats get their turn; a run that stops in between asks the matcher again.
  for (let at = 0; at < statements.length; at += stepSize)
    await database.write(statements.slice(at, at + stepSize));
}
