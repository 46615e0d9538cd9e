/** Finds which offers are the same product: by GTIN, by maker and part number, by the matcher, and as the merchant said. */
import type { Clock } from '../../core/clock.ts';
import { hasCode } from '../../core/errors.ts';
import type { Money } from '../../core/money.ts';
import type { Database, Row, Statement, Value } from '../../store/index.ts';
import { clusterOffers, type Link, type Member } from './cluster.ts';
import { inOrder, type OfferRef } from './match-decisions.ts';
import { nameProducts } from './name-products.ts';
import { textOf } from './shops.ts';
import { offerKey } from './snapshot.ts';

/** What a matcher may read of an offer. */
export interface Recognisable extends OfferRef {
  readonly title: string;
  readonly description: string;
  readonly brand?: string | undefined;
  readonly mpn?: string | undefined;
  readonly category?: string | undefined;
  readonly price?: Money | undefined;
}

export interface MatchPair {
  readonly a: OfferRef;
  readonly b: OfferRef;
  /** That both are the same product, from 0 to 1. */
  readonly probability: number;
}

/** Offers of other shops that may be the same products as these; finding candidates is the matcher's own affair. */
export type FindMatches = (fresh: readonly Recognisable[]) => Promise<readonly MatchPair[]>;

export interface RecogniseOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Without it only numbers and decisions join offers. */
  readonly findMatches?: FindMatches | undefined;
  /** From this probability on the matcher's word joins two offers. */
  readonly threshold?: number;
}

/**
 * Looks at every offer that is new, or whose title, brand or numbers changed, or that the merchant decided about,
 * and gives it its product. Works in small steps, each whole in itself, so that it may be stopped and run again.
 *
 * @returns how many offers were looked at.
 */
export async function recogniseOffers(options: RecogniseOptions): Promise<number> {
  const { database, findMatches } = options;
  let looked = 0;
  for (;;) {
    const rows = await database.read(
      `SELECT ${memberColumns}, description, categories, price_minor, currency FROM offer
       WHERE recognised = 0 ORDER BY shop_id, id LIMIT ${stepSize}`,
    );
    if (rows.length === 0) return looked;
    if (findMatches) await rememberPairs(database, rows, await findMatches(rows.map(recognisableOf)));
    await withRetry(() => joinStep(options, rows));
    looked += rows.length;
  }
}

const stepSize = 200;
const defaultThreshold = 0.5;
const memberColumns =
  'shop_id, id, title, brand, image, gtin, mpn, maker_key, digest, product_id, first_seen, categories';

/** Of two processes that recognise at once, one step is refused: it looks again at what the other left. */
async function withRetry(step: () => Promise<void>, tries = 5): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (tries === 0 || !hasCode(error, 'store.conflict')) throw error;
    await withRetry(step, tries - 1);
  }
}

async function joinStep(
  { database, clock, threshold = defaultThreshold }: RecogniseOptions,
  fresh: readonly Row[],
) {
  const [state] = await database.read(`SELECT version FROM catalogue_version WHERE part = 'products'`);
  const members = await gather(database, fresh, threshold);
  const rows = [...members.values()];
  const keys = new Set(members.keys());
  const pairs = (await pairsOf(database, 'match_pair', 'probability', rows)).filter(
    ({ value }) => Number(value) >= threshold,
  );
  const decisions = await pairsOf(database, 'match_decision', 'verdict', rows);
  const inside = ({ a, b }: { a: string; b: string }) => keys.has(a) && keys.has(b);
  const links: Link[] = [
    ...decisions
      .filter(({ value }) => value === 'same')
      .map(({ a, b }) => ({ a, b, strength: 4, isGuess: false })),
    ...linksBy(rows, 'gtin', 3),
    ...linksBy(rows, 'maker_key', 2),
    ...pairs.map(({ a, b, value }) => ({ a, b, strength: Number(value), isGuess: true })),
  ].filter(inside);
  const apart = decisions
    .filter((decision) => decision.value === 'different' && inside(decision))
    .map(({ a, b }): [string, string] => [a, b]);
  const clusters = clusterOffers(rows.map(memberOf), links, apart);
  const statements = await nameProducts(database, clusters, members, clock.now());
  await database.write([
    {
      sql: `UPDATE catalogue_version SET version = version + 1 WHERE part = 'products' AND version = $1`,
      params: [Number(state?.version ?? 0)],
      expect: 'one',
    },
    ...statements,
  ]);
}

/** The fresh offers, all that they may belong to, and all that belongs to those already. */
async function gather(
  database: Database,
  fresh: readonly Row[],
  threshold: number,
): Promise<Map<string, Row>> {
  const members = new Map(fresh.map((row) => [keyOf(row), row]));
  const add = (rows: readonly Row[]) => {
    for (const row of rows) if (!members.has(keyOf(row))) members.set(keyOf(row), row);
  };
  add(await offersWhere(database, 'gtin', distinct(fresh, 'gtin')));
  add(await offersWhere(database, 'maker_key', distinct(fresh, 'maker_key')));
  const partners = [
    ...(await pairsOf(database, 'match_pair', 'probability', fresh)).filter(
      ({ value }) => Number(value) >= threshold,
    ),
    ...(await pairsOf(database, 'match_decision', 'verdict', fresh)).filter(({ value }) => value === 'same'),
  ].flatMap(({ refs }) => refs);
  for (const shop of new Set(partners.map((partner) => partner.shop))) {
    const ids = partners.filter((partner) => partner.shop === shop).map(({ id }) => id);
    add(await offersWhere(database, 'id', [...new Set(ids)], shop));
  }
  add(await offersWhere(database, 'product_id', distinct([...members.values()], 'product_id')));
  return members;
}

function linksBy(rows: readonly Row[], column: 'gtin' | 'maker_key', strength: number): Link[] {
  const firsts = new Map<string, string>();
  return rows.flatMap((row) => {
    const value = textOf(row[column]);
    if (value === undefined) return [];
    const first = firsts.get(value);
    if (first === undefined) firsts.set(value, keyOf(row));
    return first === undefined ? [] : [{ a: first, b: keyOf(row), strength, isGuess: false }];
  });
}

async function offersWhere(
  database: Database,
  column: 'gtin' | 'maker_key' | 'product_id' | 'id',
  values: readonly string[],
  shop?: string,
): Promise<Row[]> {
  const found: Row[] = [];
  for (let at = 0; at < values.length; at += stepSize) {
    const part = values.slice(at, at + stepSize);
    const params = Array.from({ length: stepSize }, (_, index) => part[index] ?? part[0] ?? '');
    const places = params.map((_, index) => `$${index + 1}`).join(', ');
    const only = shop === undefined ? '' : ` AND shop_id = $${stepSize + 1}`;
    found.push(
      ...(await database.read(
        `SELECT ${memberColumns} FROM offer WHERE ${column} IN (${places})${only}`,
        shop === undefined ? params : [...params, shop],
      )),
    );
  }
  return found;
}

interface StoredPair {
  readonly a: string;
  readonly b: string;
  readonly refs: readonly OfferRef[];
  readonly value: Value | undefined;
}

/** Pairs in which one of the offers stands. */
async function pairsOf(
  database: Database,
  table: 'match_pair' | 'match_decision',
  value: string,
  rows: readonly Row[],
): Promise<StoredPair[]> {
  const found = new Map<string, StoredPair>();
  for (let at = 0; at < rows.length; at += stepSize) {
    const part = rows.slice(at, at + stepSize);
    const params = Array.from({ length: stepSize }, (_, index) => part[index] ?? part[0]).flatMap((row) => [
      String(row?.shop_id),
      String(row?.id),
    ]);
    const places = Array.from(
      { length: stepSize },
      (_, index) => `($${2 * index + 1}, $${2 * index + 2})`,
    ).join(', ');
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
async function rememberPairs(
  database: Database,
  fresh: readonly Row[],
  pairs: readonly MatchPair[],
): Promise<void> {
  const statements: Statement[] = fresh.map((row) => ({
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
  await database.write(statements);
}

function recognisableOf(row: Row): Recognisable {
  const categories: unknown = JSON.parse(String(row.categories));
  const currency = textOf(row.currency);
  return {
    shop: String(row.shop_id),
    id: String(row.id),
    title: String(row.title),
    description: String(row.description),
    brand: textOf(row.brand),
    mpn: textOf(row.mpn),
    category: Array.isArray(categories) ? categories.join(' ') : undefined,
    price:
      row.price_minor === null || currency === undefined
        ? undefined
        : { minor: Number(row.price_minor), currency },
  };
}

function memberOf(row: Row): Member {
  return { key: keyOf(row), gtin: textOf(row.gtin) };
}

function keyOf(row: Row): string {
  return offerKey(String(row.shop_id), String(row.id));
}

function distinct(rows: readonly Row[], column: string): string[] {
  return [...new Set(rows.flatMap((row) => textOf(row[column]) ?? []))];
}
