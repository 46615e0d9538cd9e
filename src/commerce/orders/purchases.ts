/** What customers bought, as the recommender reads it, and what they said they do not want. */
import { type Database, placesFor, type Row } from '../../store/index.ts';
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
  return (await itemsOfCustomers(database, snapshot, [customerId])).get(customerId) ?? [];
}

/** The same of some hundred customers with one question; those who bought nothing are left out. */
export async function itemsOfCustomers(
  database: Database,
  snapshot: CatalogueSnapshot,
  customerIds: readonly string[],
): Promise<Map<string, OwnedItem[]>> {
  const found = new Map<string, OwnedItem[]>();
  if (customerIds.length === 0) return found;
  const rows = await database.read(
    `SELECT ${columns}, o.customer_id FROM shop_order o
     JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
     WHERE o.customer_id IN (${placesFor(customerIds)}) AND o.status <> 'cancelled'
     ORDER BY o.placed_at DESC, o.id, l.line`,
    customerIds,
  );
  for (const row of rows) {
    const items = found.get(String(row.customer_id));
    if (items) items.push(ownedItem(row, snapshot));
    else found.set(String(row.customer_id), [ownedItem(row, snapshot)]);
  }
  return found;
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
  return recordOf(items, declined, personalised);
}

/** @param items all that they bought. @param declined ids of products they do not want. */
export function recordOf(
  items: readonly OwnedItem[],
  declined: ReadonlySet<string>,
  personalised: boolean,
): CustomerRecord {
  const purchases = items.map(({ item, at, order, quantity, returned }) => ({
    item,
    at,
    order,
    quantity: quantity > 0 ? quantity : returned,
    returned: quantity === 0,
  }));
  return { purchases, declined: [...declined], personalised };
}

/** The shop's ids of customers who ordered the same thing more than once, in pages. */
export async function* repeatCustomers(database: Database): AsyncGenerator<string[]> {
  for (let last = '', done = false; !done; ) {
    const page = idsOf(
      await database.read(
        `SELECT DISTINCT customer_id FROM shop_order WHERE customer_id > $1 ORDER BY customer_id LIMIT ${customersAtOnce}`,
        [last],
      ),
    );
    // By a short list of customers: asked of all at once it takes a store of lines for every one of them.
    const again =
      page.length === 0
        ? []
        : await database.read(
            `SELECT DISTINCT customer_id FROM (
               SELECT o.customer_id FROM shop_order o JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
               WHERE o.customer_id IN (${placesFor(page)}) AND o.status <> 'cancelled'
               GROUP BY o.customer_id, l.offer_id HAVING COUNT(DISTINCT o.id) > 1 AND COUNT(l.offer_id) > 0
             ) AS repeated ORDER BY customer_id`,
            page,
          );
    if (again.length > 0) yield idsOf(again);
    last = page.at(-1) ?? last;
    done = page.length < customersAtOnce;
  }
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

export async function declinedItems(database: Database, customerId: string): Promise<ReadonlySet<string>> {
  return (await declinedByCustomers(database, [customerId])).get(customerId) ?? new Set();
}

/** The same of some hundred customers with one question; those who declined nothing are left out. */
export async function declinedByCustomers(
  database: Database,
  customerIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  if (customerIds.length === 0) return found;
  const rows = await database.read(
    `SELECT customer_id, item FROM declined_recommendation WHERE customer_id IN (${placesFor(customerIds)})`,
    customerIds,
  );
  for (const { customer_id, item } of rows) {
    const items = found.get(String(customer_id));
    if (items) items.add(String(item));
    else found.set(String(customer_id), new Set([String(item)]));
  }
  return found;
}

const idsOf = (rows: readonly Row[]) => rows.map(({ customer_id }) => String(customer_id));

const customersAtOnce = 300;
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
