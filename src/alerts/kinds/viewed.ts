/** Who looked at products, or has them in a cart, of late: by what the shop reported, with their consent. */
import { z } from 'zod';
import { offerNamed } from '../../commerce/index.ts';
import type { Look } from '../look.ts';

export interface View {
  readonly customerId: string;
  readonly productId: string;
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
  const views = await allViews(look);
  return productIds.flatMap((id) => views.get(id) ?? []);
}

const kept = new WeakMap<Look, Promise<ReadonlyMap<string, View[]>>>();

/** Read once for a look: pages of products come by the hundred. */
function allViews(look: Look): Promise<ReadonlyMap<string, View[]>> {
  const known = kept.get(look);
  if (known) return known;
  const reading = readViews(look);
  kept.set(look, reading);
  return reading;
}

async function readViews({ database, catalogue, now }: Look): Promise<ReadonlyMap<string, View[]>> {
  const snapshot = await catalogue();
  const own = [...snapshot.shops.values()].find((shop) => shop.own)?.id ?? '';
  const views = new Map<string, Map<string, View>>();
  for (let last: [number, string] = [now - lookBackMs, ''], done = false; !done; ) {
    const rows = await database.read(
      `SELECT id, customer_id, at, body FROM customer_event WHERE kind IN ('page-view', 'cart')
       AND (at, id) > ($1, $2) AND at <= $3 ORDER BY at, id LIMIT ${pageSize}`,
      [...last, now],
    );
    for (const row of rows) {
      const { product, items = [] } = body.parse(JSON.parse(String(row.body)));
      for (const { id } of product ? [product] : items) {
        const productId = offerNamed(snapshot, own, id)?.productId ?? id;
        const customerId = String(row.customer_id);
        const of = views.get(productId) ?? new Map<string, View>();
        of.set(customerId, { customerId, productId, at: Number(row.at) });
        views.set(productId, of);
      }
    }
    const end = rows.at(-1);
    if (end) last = [Number(end.at), String(end.id)];
    done = rows.length < pageSize;
  }
  return new Map([...views].map(([id, of]) => [id, [...of.values()]]));
}
