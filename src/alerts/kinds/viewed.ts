/** Who looked at products, or has them in a cart, of late: by what the shop reported, with their consent. */
import { z } from 'zod';
import { type Database, placesFor } from '../../store/index.ts';
import type { Look } from '../look.ts';

export interface View {
  readonly customerId: string;
  readonly productId: string;
  /** Unix ms. */
  readonly at: number;
}

const lookBackMs = 30 * 86_400_000;
const pageSize = 2_000;
const body = z.object({
  product: z.object({ id: z.string() }).optional(),
  items: z.array(z.object({ id: z.string() })).optional(),
});

/** The latest view of each customer and product among `productIds`. */
export async function recentlyViewed(look: Look, productIds: readonly string[]): Promise<View[]> {
  if (productIds.length === 0) return [];
  const views = await look.views();
  if (views.size === 0) return [];
  const latest = new Map<string, View>();
  for (const { name, productId } of await namesOf(look, productIds)) {
    for (const [customerId, at] of views.get(name) ?? []) {
      const key = `${customerId} ${productId}`;
      if ((latest.get(key)?.at ?? 0) < at) latest.set(key, { customerId, productId, at });
    }
  }
  return [...latest.values()];
}

/** What the shop's own pages call these products: by the id or the SKU of an offer, or by the product itself. */
async function namesOf({ database }: Look, productIds: readonly string[]) {
  const rows = await database.read(
    `SELECT o.id, o.sku, o.product_id FROM offer o JOIN shop s ON s.id = o.shop_id
     WHERE s.own = 1 AND o.product_id IN (${placesFor(productIds)})`,
    productIds,
  );
  return [
    ...productIds.map((id) => ({ name: id, productId: id })),
    ...rows.flatMap(({ id, sku, product_id }) =>
      [id, sku].flatMap((name) =>
        name === null || name === product_id ? [] : [{ name: String(name), productId: String(product_id) }],
      ),
    ),
  ];
}

/** By what the page calls the product, then by customer: when it was last seen. */
export type Views = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** @param now ms UTC. Read when they are first asked for, and once: pages of products come by the hundred. */
export function viewsUpTo(database: Database, now: number): () => Promise<Views> {
  let reading: Promise<Views> | undefined;
  return () => {
    reading ??= readViews(database, now);
    return reading;
  };
}

async function readViews(database: Database, now: number): Promise<Views> {
  const views = new Map<string, Map<string, number>>();
  // One string for each customer, however often they are named.
  const customers = new Map<string, string>();
  for (let last: [number, string] = [now - lookBackMs, ''], done = false; !done; ) {
    const rows = await database.read(
      `SELECT id, customer_id, at, body FROM customer_event WHERE kind IN ('page-view', 'cart')
       AND (at, id) > ($1, $2) AND at <= $3 ORDER BY at, id LIMIT ${pageSize}`,
      [...last, now],
    );
    for (const row of rows) {
      const { product, items = [] } = body.parse(JSON.parse(String(row.body)));
      const said = String(row.customer_id);
      const customerId = customers.get(said) ?? said;
      customers.set(customerId, customerId);
      for (const { id } of product ? [product] : items) {
        const of = views.get(id);
        if (of) of.set(customerId, Number(row.at));
        else views.set(id, new Map([[customerId, Number(row.at)]]));
      }
    }
    const end = rows.at(-1);
    if (end) last = [Number(end.at), String(end.id)];
    done = rows.length < pageSize;
  }
  return views;
}
