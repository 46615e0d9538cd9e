/** Gives each group of offers its product: an id that stays, and the facts of its best offer. */
import type { Database, Row, Statement } from '../../store/index.ts';
import { textOf } from './shops.ts';

/**
 * A product is named after one of its offers, so that no two groups can ever claim one name: after the one whose
 * product exists already, the merchant's own first; else after the merchant's own or the first seen.
 *
 * @returns what must be written.
 */
export async function nameProducts(
  database: Database,
  clusters: readonly (readonly string[])[],
  offers: ReadonlyMap<string, Row>,
  now: number,
): Promise<Statement[]> {
  const shops = await database.read('SELECT id FROM shop WHERE own = 1');
  const own = new Set(shops.map(({ id }) => id));
  const before = new Set([...offers.values()].flatMap(({ product_id }) => textOf(product_id) ?? []));
  const kept = new Set<string>();
  const statements: Statement[] = [];
  for (const cluster of clusters) {
    const ranked = cluster
      .flatMap((key) => {
        const row = offers.get(key);
        return row ? [{ key, row }] : [];
      })
      .sort((a, b) => {
        const [ownA, ownB] = [own.has(a.row.shop_id ?? ''), own.has(b.row.shop_id ?? '')];
        if (ownA !== ownB) return ownA ? -1 : 1;
        return Number(a.row.first_seen) - Number(b.row.first_seen) || (a.key < b.key ? -1 : 1);
      });
    const [best] = ranked;
    if (!best) continue;
    const id = ranked.find(({ key }) => before.has(key))?.key ?? best.key;
    kept.add(id);
    statements.push(
      saveProduct(
        id,
        ranked.map(({ row }) => row),
        now,
      ),
    );
    for (const { row } of ranked) statements.push(assign(row, id));
  }
  // Facts of a product that went up in another go along, unless that one has its own.
  const gone = [...before].filter((id) => !kept.has(id));
  for (const id of gone) statements.push(...retire(id, offers.get(id)));
  return statements;
}

function saveProduct(id: string, ranked: readonly Row[], now: number): Statement {
  const first = (column: string) =>
    ranked.map((row) => textOf(row[column])).find((text) => text !== undefined) ?? null;
  return {
    sql: `INSERT INTO product (id, title, brand, category, gtin, mpn, image, created_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          ON CONFLICT (id) DO UPDATE SET title = excluded.title, brand = excluded.brand, category = excluded.category,
            gtin = excluded.gtin, mpn = excluded.mpn, image = excluded.image`,
    params: [
      id,
      first('title') ?? id,
      first('brand'),
      ranked.map((row) => narrowest(row.categories)).find((name) => name !== undefined) ?? null,
      first('gtin'),
      first('mpn'),
      first('image'),
      now,
    ],
  };
}

/** A change that came in meanwhile leaves the offer to be looked at again. */
function assign(row: Row, productId: string): Statement {
  return {
    sql: `UPDATE offer SET product_id = $3, recognised = CASE WHEN digest = $4 THEN 1 ELSE 0 END
          WHERE shop_id = $1 AND id = $2`,
    params: [String(row.shop_id), String(row.id), productId, String(row.digest)],
  };
}

function retire(id: string, naming: Row | undefined): Statement[] {
  const passOn: Statement[] = naming
    ? [
        {
          sql: `UPDATE product SET class = r.class, tier = r.tier, attributes = r.attributes, released_on = r.released_on
                FROM product r WHERE r.id = $1 AND product.class IS NULL AND product.id =
                  (SELECT product_id FROM offer WHERE shop_id = $2 AND id = $3)`,
          params: [id, String(naming.shop_id), String(naming.id)],
        },
      ]
    : [];
  return [
    ...passOn,
    {
      sql: 'DELETE FROM product WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM offer WHERE product_id = $1)',
      params: [id],
    },
  ];
}

function narrowest(categories: Row[string] | undefined): string | undefined {
  const list: unknown = typeof categories === 'string' ? JSON.parse(categories) : [];
  const last: unknown = Array.isArray(list) ? list.at(-1) : undefined;
  return typeof last === 'string' ? last : undefined;
}
