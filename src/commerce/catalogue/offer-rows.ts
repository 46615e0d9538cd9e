/** Offers as rows of the store, found by what recognition joins them by. */
import { type Database, placesFor, type Row } from '../../store/index.ts';
import { offerKey } from './snapshot.ts';

/** How many are asked for at once. */
export const stepSize = 200;
const pageSize = 1_000;
const memberColumns =
  'shop_id, id, title, brand, image, gtin, mpn, maker_key, digest, product_id, first_seen, categories';

/** Of all offers of a kind, in pages. */
export async function allOffers<Item = Row>(
  database: Database,
  columns: string,
  which: string,
  read: (row: Row) => Item,
): Promise<Item[]>;
export async function allOffers(database: Database, columns: string, which: string): Promise<Row[]>;
export async function allOffers<Item>(
  database: Database,
  columns: string,
  which: string,
  read?: (row: Row) => Item,
): Promise<(Item | Row)[]> {
  const found: (Item | Row)[] = [];
  for (let last: Row | undefined, done = false; !done; ) {
    const page: Row[] = await database.read(
      `SELECT ${columns} FROM offer WHERE ${which} AND (shop_id > $1 OR (shop_id = $1 AND id > $2))
       ORDER BY shop_id, id LIMIT ${pageSize}`,
      [String(last?.shop_id ?? ''), String(last?.id ?? '')],
    );
    for (const row of page) found.push(read ? read(row) : row);
    last = page.at(-1);
    done = page.length < pageSize;
  }
  return found;
}

export async function offersWhere(
  database: Database,
  column: 'gtin' | 'maker_key' | 'product_id',
  values: readonly string[],
): Promise<Row[]> {
  const found: Row[] = [];
  for (let at = 0; at < values.length; at += stepSize) {
    const part = values.slice(at, at + stepSize);
    const params = Array.from({ length: stepSize }, (_, index) => part[index] ?? part[0] ?? '');
    const rows = await database.read(
      `SELECT ${memberColumns} FROM offer WHERE ${column} IN (${placesFor(params)})`,
      params,
    );
    found.push(...rows);
  }
  return found;
}

export async function offersNamed(database: Database, names: readonly Row[]): Promise<Row[]> {
  const found: Row[] = [];
  for (let at = 0; at < names.length; at += stepSize) {
    const { places, params } = keyPlaces(names.slice(at, at + stepSize));
    const rows = await database.read(
      `SELECT ${memberColumns} FROM offer WHERE (shop_id, id) IN (VALUES ${places})`,
      params,
    );
    found.push(...rows);
  }
  return found;
}

/** Always as many places, so that the engines prepare one text. */
export function keyPlaces(rows: readonly Row[]): { places: string; params: string[] } {
  const filled = Array.from({ length: stepSize }, (_, index) => rows[index] ?? rows[0]);
  return {
    places: filled.map((_, index) => `($${2 * index + 1}, $${2 * index + 2})`).join(', '),
    params: filled.flatMap((row) => [String(row?.shop_id), String(row?.id)]),
  };
}

export function keyOf(row: Row): string {
  return offerKey(String(row.shop_id), String(row.id));
}
