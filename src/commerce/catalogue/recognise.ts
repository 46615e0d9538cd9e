/** Finds which offers are the same product: by GTIN, by maker and part number, by the matcher, and as the merchant said. */
import type { Clock } from '../../core/clock.ts';
import { hasCode } from '../../core/errors.ts';
import type { Money } from '../../core/money.ts';
import type { Database, Row } from '../../store/index.ts';
import { clusterOffers, type Link, type Member } from './cluster.ts';
import type { OfferRef } from './match-decisions.ts';
import { nameProducts } from './name-products.ts';
import { allOffers, keyOf, offersNamed, offersWhere, stepSize } from './offer-rows.ts';
import { textOf } from './shops.ts';
import { offerKey } from './snapshot.ts';
import { pairsOf, rememberPairs } from './stored-pairs.ts';

/** What a matcher may read of an offer. */
export interface Recognisable extends OfferRef {
  readonly title: string;
  readonly description: string;
  readonly brand?: string | undefined;
  readonly mpn?: string | undefined;
  readonly gtin?: string | undefined;
  readonly category?: string | undefined;
  readonly price?: Money | undefined;
}

export interface MatchPair {
  readonly a: OfferRef;
  readonly b: OfferRef;
  /** That both are the same product, from 0 to 1. */
  readonly probability: number;
}

/**
 * Which of `known` are the same products as `fresh`; `known` holds the fresh ones too. Finding candidates among them is
 * the matcher's own affair, and so is keeping the event loop free.
 */
export type FindMatches = (
  fresh: readonly Recognisable[],
  known: readonly Recognisable[],
) => Promise<readonly MatchPair[]>;

export interface RecogniseOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Without it only numbers and decisions join offers. */
  readonly findMatches?: FindMatches | undefined;
  /** From this probability on the matcher's word joins two offers. */
  readonly threshold?: number | undefined;
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
    const waiting = await allOffers(database, 'shop_id, id, recognised', 'recognised <> 1');
    if (waiting.length === 0) return looked;
    if (findMatches) await askMatcher(database, findMatches, waiting);
    for (let at = 0; at < waiting.length; at += stepSize) {
      const part = waiting.slice(at, at + stepSize);
      await withRetry(() => joinStep(options, part));
    }
    looked += waiting.length;
  }
}

/** More of a description tells a matcher nothing more. */
const longestDescription = 2_000;
const defaultThreshold = 0.5;

/** Of two processes that recognise at once, one step is refused: it looks again at what the other left. */
async function withRetry(step: () => Promise<void>, tries = 5): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (tries === 0 || !hasCode(error, 'store.conflict')) throw error;
    await withRetry(step, tries - 1);
  }
}

async function askMatcher(
  database: Database,
  findMatches: FindMatches,
  waiting: readonly Row[],
): Promise<void> {
  const fresh = new Set(waiting.filter(({ recognised }) => recognised === 0).map(keyOf));
  if (fresh.size === 0) return;
  const known = await allOffers(
    database,
    'shop_id, id, title, description, brand, mpn, gtin, categories, price_minor, currency',
    'gone_at IS NULL',
    recognisableOf,
  );
  const pairs = await findMatches(
    known.filter(({ shop, id }) => fresh.has(offerKey(shop, id))),
    known,
  );
  await rememberPairs(database, waiting, pairs);
}

async function joinStep(
  { database, clock, threshold = defaultThreshold }: RecogniseOptions,
  waiting: readonly Row[],
): Promise<void> {
  const [state] = await database.read(`SELECT version FROM catalogue_version WHERE part = 'products'`);
  const fresh = await offersNamed(database, waiting);
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
  add(
    await offersNamed(
      database,
      partners.map(({ shop, id }) => ({ shop_id: shop, id })),
    ),
  );
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

function recognisableOf(row: Row): Recognisable {
  const categories: unknown = JSON.parse(String(row.categories));
  const currency = textOf(row.currency);
  return {
    shop: String(row.shop_id),
    id: String(row.id),
    title: String(row.title),
    description: String(row.description).slice(0, longestDescription),
    brand: textOf(row.brand),
    mpn: textOf(row.mpn),
    gtin: textOf(row.gtin),
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

function distinct(rows: readonly Row[], column: string): string[] {
  return [...new Set(rows.flatMap((row) => textOf(row[column]) ?? []))];
}
