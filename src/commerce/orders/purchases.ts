/** What customers bought, as the recommender reads it, and what they said they do not want. */
import type { Database, Row } from '../../store/index.ts';
import { textOf } from '../catalogue/shops.ts';
import { type CatalogueSnapshot, offerNamed } from '../catalogue/snapshot.ts';
import type { CustomerRecord, Purchase } from '../recommend/index.ts';

/** One line of an order with what the shop said of it. */
export interface OwnedItem {
  /** The product where it is in the catalogue, else `SHOP:SKU`, else the title: the same name for the same thing. */
  readonly item: string;
  readonly productId?: string | undefined;
  readonly title: string;
  readonly order: string;
  readonly at: number;
  /** Kept, not returned. */
  readonly quantity: number;
  readonly returned: number;
  readonly artist?: string | undefined;
  readonly brand?: string | undefined;
  readonly category?: string | undefined;
}

/** Everything a customer bought, newest first; cancelled orders are left out. */
export async function itemsOfCustomer(
  database: Database,
  snapshot: CatalogueSnapshot,
  customerId: string,
): Promise<OwnedItem[]> {
  const rows = await database.read(
    `SELECT ${columns} FROM shop_order o JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
     WHERE o.customer_id = $1 AND o.status <> 'cancelled' ORDER BY o.placed_at DESC, o.id, l.line`,
    [customerId],
  );
  return rows.map((row) => ownedItem(row, snapshot));
}

/**
 * A customer as the recommender asks for them. `personalised` is their consent; without it they get what is popular,
 * and the reply must say so.
 */
export async function customerRecord(
  database: Database,
  snapshot: CatalogueSnapshot,
  customerId: string,
  personalised: boolean,
): Promise<CustomerRecord> {
  const [items, declined] = await Promise.all([
    itemsOfCustomer(database, snapshot, customerId),
    declinedItems(database, customerId),
  ]);
  const purchases = items.map(({ item, at, order, quantity, returned }) => ({
    item,
    at,
    order,
    quantity: quantity > 0 ? quantity : returned,
    returned: quantity === 0,
  }));
  return { purchases, declined: [...declined], personalised };
}

/** All purchases of all customers, in pages, for training; lines that came back as a whole are left out. */
export async function* allPurchases(
  database: Database,
  snapshot: CatalogueSnapshot,
): AsyncGenerator<Purchase[]> {
  for (let last: Row | undefined, done = false; !done; ) {
    const page: Row[] = await database.read(
      `SELECT ${columns}, o.shop_id, o.customer_id, l.line FROM shop_order o
       JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
       WHERE o.customer_id IS NOT NULL AND o.status <> 'cancelled' AND (o.shop_id, o.id, l.line) > ($1, $2, $3)
       ORDER BY o.shop_id, o.id, l.line LIMIT ${pageSize}`,
      [String(last?.shop_id ?? ''), String(last?.order_id ?? ''), Number(last?.line ?? -1)],
    );
    yield page.flatMap((row) => {
      const { item, at, order, quantity } = ownedItem(row, snapshot);
      return quantity > 0 ? [{ customer: String(row.customer_id), item, at, order, quantity }] : [];
    });
    last = page.at(-1);
    done = page.length < pageSize;
  }
}

/** Rises when orders were imported: what was trained before is older than that. */
export async function ordersVersion(database: Database): Promise<number> {
  const [row] = await database.read(`SELECT version FROM catalogue_version WHERE part = 'orders'`);
  return Number(row?.version ?? 0);
}

/** "Not for me": never recommend this to the customer again. `item` is a product's id. */
export async function declineItem(
  database: Database,
  customerId: string,
  item: string,
  now: number,
): Promise<void> {
  await database.write([
    {
      sql: `INSERT INTO declined_recommendation (customer_id, item, at) VALUES ($1, $2, $3)
            ON CONFLICT (customer_id, item) DO UPDATE SET at = excluded.at`,
      params: [customerId, item, now],
    },
  ]);
}

/** Takes a "not for me" back. */
export async function undeclineItem(database: Database, customerId: string, item: string): Promise<void> {
  await database.write([
    {
      sql: 'DELETE FROM declined_recommendation WHERE customer_id = $1 AND item = $2',
      params: [customerId, item],
    },
  ]);
}

export async function declinedItems(database: Database, customerId: string): Promise<Set<string>> {
  const rows = await database.read('SELECT item FROM declined_recommendation WHERE customer_id = $1', [
    customerId,
  ]);
  return new Set(rows.map(({ item }) => String(item)));
}

const pageSize = 2_000;
const columns = `o.shop_id AS shop, o.id AS order_id, o.placed_at, l.offer_id, l.title, l.quantity, l.returned,
  l.artist, l.brand, l.category`;

function ownedItem(row: Row, snapshot: CatalogueSnapshot): OwnedItem {
  const shop = String(row.shop);
  const sku = textOf(row.offer_id);
  const productId = sku === undefined ? undefined : offerNamed(snapshot, shop, sku)?.productId;
  const title = String(row.title);
  return {
    item: productId ?? (sku === undefined ? title : `${shop}:${sku}`),
    productId,
    title,
    order: `${shop}:${String(row.order_id)}`,
    at: Number(row.placed_at),
    quantity: Number(row.quantity) - Number(row.returned),
    returned: Number(row.returned),
    artist: textOf(row.artist),
    brand: textOf(row.brand),
    category: textOf(row.category),
  };
}
