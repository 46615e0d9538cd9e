/** Keeps what customers like in step with what they ordered; only of those who agreed that it is looked at. */
import type { Clock } from '../core/clock.ts';
import {
  type CustomerProfile,
  type InterestSign,
  isPersonalised,
  replaceInterests,
} from '../customers/index.ts';
import type { Database, Row, Statement } from '../store/index.ts';
import { type People, placesOf } from './people.ts';

const kinds = ['artist', 'brand', 'category'] as const;

/** Counts the interests of everybody with orders anew, from all of their orders. */
export async function refreshInterests(parts: {
  database: Database;
  people: People;
  clock: Clock;
}): Promise<void> {
  for await (const persons of parts.people.all()) {
    const wanted = persons.filter((person) => isPersonalised(person) && person.shopCustomerIds.length > 0);
    if (wanted.length > 0) await parts.database.write(await statementsFor(parts.database, wanted));
  }
}

async function statementsFor(database: Database, persons: readonly CustomerProfile[]): Promise<Statement[]> {
  const shopIds = persons.flatMap(({ shopCustomerIds }) => shopCustomerIds);
  const rows = await database.read(
    `SELECT o.customer_id, o.placed_at, l.title, l.artist, l.brand, l.category FROM shop_order o
     JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
     WHERE o.customer_id IN (${placesOf(shopIds)}) AND o.status <> 'cancelled' AND l.returned < l.quantity`,
    shopIds,
  );
  const bought = new Map<string, Row[]>();
  for (const row of rows) {
    const list = bought.get(String(row.customer_id));
    if (list) list.push(row);
    else bought.set(String(row.customer_id), [row]);
  }
  return persons.flatMap((person) => {
    const lines = person.shopCustomerIds.flatMap((id) => bought.get(id) ?? []);
    return replaceInterests(person.id, 'purchase', lines.flatMap(signsOf));
  });
}

function signsOf(row: Row): InterestSign[] {
  return kinds.flatMap((kind) => {
    const name = row[kind];
    if (typeof name !== 'string' || name === '') return [];
    return [{ kind, name, at: Number(row.placed_at), weight: 1, because: String(row.title) }];
  });
}
