/** The products whose prices changed, page by page, each with what its best offer cost over time. */
import { listShops, type Shop } from '../../commerce/index.ts';
import { type Database, placesFor, type Row } from '../../store/index.ts';
import { type CostPeriod, type CostPoint, costPeriods } from './price-line.ts';

export interface ChangedProduct {
  readonly id: string;
  readonly title: string;
  readonly image: string | undefined;
  readonly currency: string;
  readonly periods: readonly CostPeriod[];
  /** By `SHOP ID`. */
  readonly offers: ReadonlyMap<string, { readonly shop: string; readonly url: string | undefined }>;
}

const pageSize = 400;
const historyMs = 90 * 86_400_000;

/** What changed after `since` (ms UTC), what changed first on the first page; each product comes once. */
export type ChangedProducts = (since: number) => AsyncGenerator<ChangedProduct[]>;

/** @param upTo ms UTC. Several kinds of alerts ask for the same: whether anything changed is read once. */
export function changedProductsUpTo(database: Database, upTo: number): ChangedProducts {
  const firstPages = new Map<number, Promise<Row[]>>();
  return (since) => {
    const first = firstPages.get(since) ?? changesAfter(database, [since + 1, '', ''], upTo);
    firstPages.set(since, first);
    return productPages(database, first, upTo);
  };
}

async function* productPages(
  database: Database,
  first: Promise<Row[]>,
  upTo: number,
): AsyncGenerator<ChangedProduct[]> {
  let shops: ReadonlyMap<string, Shop> | undefined;
  const seen = new Set<string>();
  for (let rows = await first; rows.length > 0; ) {
    const ids = new Set(
      rows
        .flatMap(({ product_id }) => (typeof product_id === 'string' ? [product_id] : []))
        .filter((id) => !seen.has(id)),
    );
    for (const id of ids) seen.add(id);
    if (ids.size > 0) {
      shops ??= new Map((await listShops(database)).map((shop) => [shop.id, shop]));
      yield await productsOf(database, shops, [...ids], upTo);
    }
    const end = rows.at(-1);
    if (!end || rows.length < pageSize) return;
    rows = await changesAfter(database, [Number(end.at), String(end.shop_id), String(end.offer_id)], upTo);
  }
}

/** @param last the row that the page before ended with: time, shop and offer. */
function changesAfter(
  database: Database,
  last: readonly [number, string, string],
  upTo: number,
): Promise<Row[]> {
  return database.read(
    `SELECT p.at, p.shop_id, p.offer_id, o.product_id FROM price p
     LEFT JOIN offer o ON o.shop_id = p.shop_id AND o.id = p.offer_id
     WHERE (p.at, p.shop_id, p.offer_id) > ($1, $2, $3) AND p.at <= $4
     ORDER BY p.at, p.shop_id, p.offer_id LIMIT ${pageSize}`,
    [...last, upTo],
  );
}

/** What these products cost over the last months. */
async function productsOf(
  database: Database,
  shops: ReadonlyMap<string, Shop>,
  ids: readonly string[],
  upTo: number,
): Promise<ChangedProduct[]> {
  const [offers, prices] = await Promise.all([
    database.read(
      `SELECT o.product_id, o.shop_id, o.id, o.title, o.url, o.image, p.title AS product_title
       FROM offer o JOIN product p ON p.id = o.product_id
       WHERE o.product_id IN (${placesFor(ids)}) AND o.published = 1 AND o.condition IS DISTINCT FROM 'used'`,
      ids,
    ),
    database.read(
      `SELECT o.product_id, p.shop_id, p.offer_id, p.at, p.price_minor, p.currency, p.shipping_minor, p.availability
       FROM price p JOIN offer o ON o.shop_id = p.shop_id AND o.id = p.offer_id
       WHERE o.product_id IN (${placesFor(ids, 3)}) AND p.at > $1 AND p.at <= $2 AND o.published = 1
         AND o.condition IS DISTINCT FROM 'used' ORDER BY p.at`,
      [upTo - historyMs, upTo, ...ids],
    ),
  ]);
  const offersBy = grouped(offers);
  const pricesBy = grouped(prices);
  return ids.flatMap((id) => {
    const own = offersBy.get(id) ?? [];
    const points = pricesBy.get(id) ?? [];
    const currency = points.map((row) => row.currency).find((each) => typeof each === 'string');
    const [first] = own;
    if (!first || typeof currency !== 'string') return [];
    const image = own.map((row) => row.image).find((each) => typeof each === 'string');
    return [
      {
        id,
        title: String(first.product_title ?? first.title),
        image: typeof image === 'string' ? image : undefined,
        currency,
        // Prices in another currency are not compared: a rate that moves is no price that falls.
        periods: costPeriods(points.map((row) => pointOf(row, currency, shops.get(String(row.shop_id))))),
        offers: new Map(
          own.map((row) => [
            `${row.shop_id} ${row.id}`,
            {
              shop: shops.get(String(row.shop_id))?.name ?? String(row.shop_id),
              url: typeof row.url === 'string' ? row.url : shops.get(String(row.shop_id))?.url,
            },
          ]),
        ),
      },
    ];
  });
}

function pointOf(row: Row, currency: string, shop: Shop | undefined): CostPoint {
  const offer = `${row.shop_id} ${row.offer_id}`;
  const canBuy = row.availability !== 'out-of-stock' && row.availability !== 'gone';
  if (!canBuy || typeof row.price_minor !== 'number' || row.currency !== currency)
    return { offer, at: Number(row.at), cost: undefined };
  return { offer, at: Number(row.at), cost: row.price_minor + shippingOf(row, currency, shop) };
}

/** As stated, else by the shop's own rule; none where nobody knows. */
function shippingOf(row: Row, currency: string, shop: Shop | undefined): number {
  if (typeof row.shipping_minor === 'number') return row.shipping_minor;
  if (!shop || shop.currency !== currency) return 0;
  const isFree = shop.freeFromMinor !== undefined && Number(row.price_minor) >= shop.freeFromMinor;
  return isFree ? 0 : (shop.shippingMinor ?? 0);
}

function grouped(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = String(row.product_id);
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return groups;
}
