/** What is known of a product beyond its offers: what it is, its class and its figures, as rules and replies use them. */
import { z } from 'zod';
import type { Database, Row, Statement } from '../../store/index.ts';
import { raiseVersion, textOf } from './shops.ts';

export type AttributeValue = string | number | boolean;

export interface ProductFacts {
  readonly id: string;
  readonly title: string;
  readonly brand?: string | undefined;
  readonly category?: string | undefined;
  readonly gtin?: string | undefined;
  readonly mpn?: string | undefined;
  /** What it is to the rules: `receiver`, `cd-changer`. */
  readonly class?: string | undefined;
  /** How high it stands in its class: `top`, `middle`, `entry`. */
  readonly tier?: string | undefined;
  /** For example `{ discs: 5 }`. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly image?: string | undefined;
  /** ISO date. */
  readonly releasedOn?: string | undefined;
}

/** Facts the merchant states about the product that an offer of a shop belongs to. */
export interface StatedFacts {
  readonly shop: string;
  readonly offer: string;
  readonly class?: string | undefined;
  readonly tier?: string | undefined;
  readonly releasedOn?: string | undefined;
  readonly attributes?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** All products, by id. */
export async function readProductFacts(database: Database): Promise<Map<string, ProductFacts>> {
  const facts = new Map<string, ProductFacts>();
  for (let last = '', done = false; !done; ) {
    const rows: Row[] = await database.read(
      `SELECT * FROM product WHERE id > $1 ORDER BY id LIMIT ${pageSize}`,
      [last],
    );
    for (const row of rows) facts.set(String(row.id), factsOf(row));
    last = String(rows.at(-1)?.id ?? '');
    done = rows.length < pageSize;
  }
  return facts;
}

/** Replaces what is stated about these products; offers without a product yet are passed over. */
export async function saveProductFacts(database: Database, stated: readonly StatedFacts[]): Promise<void> {
  const statements = stated.map(
    (facts): Statement => ({
      sql: `UPDATE product SET class = $3, tier = $4, released_on = $5, attributes = $6
            WHERE id = (SELECT product_id FROM offer WHERE shop_id = $1 AND id = $2)`,
      params: [
        facts.shop,
        facts.offer,
        facts.class ?? null,
        facts.tier ?? null,
        facts.releasedOn ?? null,
        JSON.stringify(facts.attributes ?? {}),
      ],
    }),
  );
  if (statements.length > 0) await database.write([...statements, raiseVersion('products')]);
}

export function factsOf(row: Row): ProductFacts {
  return {
    id: String(row.id),
    title: String(row.title),
    brand: textOf(row.brand),
    category: textOf(row.category),
    gtin: textOf(row.gtin),
    mpn: textOf(row.mpn),
    class: textOf(row.class),
    tier: textOf(row.tier),
    attributes: attributes.parse(JSON.parse(String(row.attributes))),
    image: textOf(row.image),
    releasedOn: textOf(row.released_on),
  };
}

const pageSize = 1_000;
const attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).catch({});
