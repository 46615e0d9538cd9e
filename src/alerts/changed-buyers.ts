/** Whose interests may be others than they were: their orders changed, they agreed only now, or records were joined. */
import type { Database, Row, Statement } from '../store/index.ts';

/** How far was looked: a version of the orders, and a time of everything else (ms UTC). */
export interface BuyersSeen {
  readonly orders: number;
  readonly customersAt: number;
}

const names = { orders: 'interests of orders', customersAt: 'interests of customers' } as const;
/** What is written while a look goes on bears a time before it, but is visible only after. */
const overlapMs = 10 * 60_000;
const pageSize = 400;
const everything: BuyersSeen = { orders: -1, customersAt: 0 };

/** What was seen before; nothing yet where interests were never counted. */
export async function seenBefore(database: Database): Promise<BuyersSeen> {
  const rows = await database.read('SELECT name, at FROM alert_cursor WHERE name IN ($1, $2)', [
    names.orders,
    names.customersAt,
  ]);
  const at = new Map(rows.map((row) => [row.name, Number(row.at)]));
  return {
    orders: at.get(names.orders) ?? everything.orders,
    customersAt: at.get(names.customersAt) ?? everything.customersAt,
  };
}

/** What there is to be seen now. */
export async function seenNow(database: Database, now: number): Promise<BuyersSeen> {
  const [row] = await database.read(`SELECT version FROM catalogue_version WHERE part = 'orders'`);
  return { orders: Number(row?.version ?? 0), customersAt: now };
}

export function rememberSeen({ orders, customersAt }: BuyersSeen): Statement[] {
  return [[names.orders, orders] as const, [names.customersAt, customersAt] as const].map(([name, at]) => ({
    sql: `INSERT INTO alert_cursor (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at
          WHERE alert_cursor.at < excluded.at`,
    params: [name, at],
  }));
}

/** The shop's own ids of customers with orders that changed, in pages; one id may come on several of them. */
export async function* changedByOrders(
  database: Database,
  before: BuyersSeen,
  now: BuyersSeen,
): AsyncGenerator<string[]> {
  let last: [number, string] = [before.orders + 1, ''];
  for (let done = before.orders >= now.orders; !done; ) {
    const rows: Row[] = await database.read(
      `SELECT DISTINCT changed_in, customer_id FROM shop_order WHERE (changed_in, customer_id) > ($1, $2)
       AND changed_in <= $3 ORDER BY changed_in, customer_id LIMIT ${pageSize}`,
      [...last, now.orders],
    );
    if (rows.length > 0) yield rows.map(({ customer_id }) => String(customer_id));
    const end = rows.at(-1);
    if (end) last = [Number(end.changed_in), String(end.customer_id)];
    done = rows.length < pageSize;
  }
}

/** Ids of records that agreed, became known to the shop, or were joined or taken apart since, in pages. */
export async function* changedByThemselves(
  database: Database,
  { customersAt }: BuyersSeen,
): AsyncGenerator<string[]> {
  const since = customersAt - overlapMs;
  for (let last = '', done = false; !done; ) {
    const rows: Row[] = await database.read(
      `SELECT id FROM (
         SELECT customer_id AS id FROM consent WHERE at > $1 AND purpose = 'personalisation' AND granted = 1
         UNION SELECT customer_id FROM customer_identity WHERE at > $1 AND kind = 'shop'
         UNION SELECT from_id FROM customer_merge WHERE at > $1 OR undone_at > $1
         UNION SELECT into_id FROM customer_merge WHERE at > $1 OR undone_at > $1
       ) AS changed WHERE id > $2 ORDER BY id LIMIT ${largePage}`,
      [since, last],
    );
    for (let at = 0; at < rows.length; at += pageSize)
      yield rows.slice(at, at + pageSize).map(({ id }) => String(id));
    last = String(rows.at(-1)?.id ?? last);
    done = rows.length < largePage;
  }
}

/** Each page goes through all that changed in that time: few pages keep that linear. */
const largePage = 20_000;
