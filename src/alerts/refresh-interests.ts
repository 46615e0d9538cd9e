/** Keeps what customers like in step with what they ordered; only of those who agreed that it is looked at. */
import type { Clock } from '../core/clock.ts';
import {
  type CustomerProfile,
  type InterestSign,
  isPersonalised,
  replaceInterests,
} from '../customers/index.ts';
import { type Database, placesFor, type Row, type Statement } from '../store/index.ts';
import { changedByOrders, changedByThemselves, rememberSeen, seenBefore, seenNow } from './changed-buyers.ts';
import type { People } from './people.ts';

const dayMs = 86_400_000;
const kinds = ['artist', 'brand', 'category'] as const;

/**
 * Counts the interests anew, from all of their orders, of everybody for whom something changed since the last time.
 * @param parts.clock the one by which consents and records are dated.
 * @returns of how many.
 */
export async function refreshInterests(parts: {
  database: Database;
  people: People;
  clock: Clock;
}): Promise<number> {
  const { database, people, clock } = parts;
  const [before, now] = await Promise.all([seenBefore(database), seenNow(database, clock.now())]);
  const done = new Set<string>();
  const count = async (recordIds: readonly string[]) => {
    const persons = [...new Set((await people.load(recordIds)).values())];
    const wanted = persons.filter(
      (person) => isPersonalised(person) && person.shopCustomerIds.length > 0 && !done.has(person.id),
    );
    if (wanted.length > 0) await database.write(await statementsFor(database, wanted));
    for (const { id } of wanted) done.add(id);
  };
  for await (const shopIds of changedByOrders(database, before, now))
    await count([...(await people.ofShopCustomers(shopIds)).values()]);
  for await (const recordIds of changedByThemselves(database, before)) await count(recordIds);
  // Written down only when it saves work: each look would write it otherwise.
  const isNews =
    done.size > 0 || now.orders !== before.orders || now.customersAt - before.customersAt > dayMs;
  if (isNews) await database.write(rememberSeen(now));
  return done.size;
}

async function statementsFor(database: Database, persons: readonly CustomerProfile[]): Promise<Statement[]> {
  const shopIds = persons.flatMap(({ shopCustomerIds }) => shopCustomerIds);
  const rows = await database.read(
    `SELECT o.customer_id, o.placed_at, l.title, l.artist, l.brand, l.category FROM shop_order o
     JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
     WHERE o.customer_id IN (${placesFor(shopIds)}) AND o.status <> 'cancelled' AND l.returned < l.quantity`,
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
    // Records that were joined had counts of their own: the same order must not count twice.
    const others = person.recordIds.filter((id) => id !== person.id);
    return [
      ...others.flatMap((id) => replaceInterests(id, 'purchase', [])),
      ...replaceInterests(person.id, 'purchase', lines.flatMap(signsOf)),
    ];
  });
}

function signsOf(row: Row): InterestSign[] {
  return kinds.flatMap((kind) => {
    const name = row[kind];
    if (typeof name !== 'string' || name === '') return [];
    return [{ kind, name, at: Number(row.placed_at), weight: 1, because: String(row.title) }];
  });
}
