/** What customers like follows their orders, and only those are counted for whom something changed; on both engines. */
import { expect, it } from 'vitest';
import { createPeople } from '../../src/alerts/people.ts';
import { refreshInterests } from '../../src/alerts/refresh-interests.ts';
import { importOrders, saveSource } from '../../src/commerce/index.ts';
import { randomIds } from '../../src/core/ids.ts';
import { consentStatements } from '../../src/customers/index.ts';
import type { Database, Statement } from '../../src/store/index.ts';
import { handClock } from '../support/clock.ts';
import { eachDatabase } from '../support/databases.ts';

const hour = 3_600_000;
const source = {
  id: 'own/orders',
  shopId: 'own',
  kind: 'orders-csv',
  locations: ['orders.csv'],
  complete: false,
} as const;

eachDatabase((_engine, open) => {
  it('counts those whose orders changed, and nobody else', async () => {
    const { database, clock, order, refresh } = await shop(open);
    await database.write([...customer('ada', clock.now()), ...customer('bob', clock.now())]);
    clock.move(hour);
    await order({ ada: 'Aurora', bob: 'Boreas' });
    expect(await refresh()).toBe(2);
    expect(await refresh()).toBe(0);
    await order({ ada: 'Cirrus' }, 'second');
    expect(await refresh()).toBe(1);
    expect(await artists(database)).toEqual(['ada aurora', 'ada cirrus', 'bob boreas']);
    await order({ ada: 'Zephyr' }, 'second');
    expect(await refresh()).toBe(1);
    expect(await artists(database)).toEqual(['ada aurora', 'ada zephyr', 'bob boreas']);
  });

  it('counts who agrees only after having ordered', async () => {
    const { database, clock, order, refresh } = await shop(open);
    await database.write(customer('ada', clock.now()).slice(0, 2));
    await order({ ada: 'Aurora' });
    expect(await refresh()).toBe(0);
    clock.move(hour);
    const agreed = {
      purpose: 'personalisation',
      channel: 'all',
      granted: true,
      givenIn: 'chat',
      wording: 'Yes.',
      language: 'en',
    } as const;
    await database.write(consentStatements({ clock, ids: randomIds }, 'ada', [agreed]));
    expect(await refresh()).toBe(1);
    expect(await artists(database)).toEqual(['ada aurora']);
  });

  it('counts an order once for records that were joined, and gives it back when they are taken apart', async () => {
    const { database, clock, order, refresh } = await shop(open);
    await database.write([...customer('ada', clock.now()), ...customer('visitor', clock.now(), false)]);
    await order({ ada: 'Aurora' });
    await refresh();
    clock.move(hour);
    await database.write([
      {
        sql: `INSERT INTO customer_merge (id, from_id, into_id, proof, evidence, at) VALUES ('m', 'ada', 'visitor', 'code', '', $1)`,
        params: [clock.now()],
      },
      { sql: `UPDATE customer SET person_id = 'visitor' WHERE id = 'ada'` },
    ]);
    await refresh();
    expect(await artists(database)).toEqual(['visitor aurora']);
    clock.move(hour);
    await database.write([
      { sql: `UPDATE customer_merge SET undone_at = $1`, params: [clock.now()] },
      { sql: `UPDATE customer SET person_id = id` },
    ]);
    await refresh();
    expect(await artists(database)).toContain('ada aurora');
  });
});

async function shop(open: () => Promise<Database>) {
  const database = await open();
  const clock = handClock();
  await database.write([
    { sql: `INSERT INTO shop (id, name, currency, own, created_at) VALUES ('own', 'Own', 'USD', 1, 0)` },
  ]);
  await saveSource(database, source);
  const people = createPeople({ database, clock });
  return {
    database,
    clock,
    refresh: () => refreshInterests({ database, people, clock }),
    /** One order each, of a record by this artist. */
    order: (artistOf: Readonly<Record<string, string>>, name = 'first') =>
      importOrders({ database, clock, ids: randomIds }, source, ordersOf(artistOf, name, clock.now())),
  };
}

async function* ordersOf(artistOf: Readonly<Record<string, string>>, name: string, placedAt: number) {
  for (const [row, [customerId, artist]] of Object.entries(artistOf).entries()) {
    const id = `${name}-${customerId}`;
    const lines = [{ title: `${artist}, live`, quantity: 1, returned: 0, artist }];
    yield {
      kind: 'read' as const,
      row: row + 1,
      item: { id, number: id, customer: customerId, status: 'placed' as const, placedAt, lines },
    };
  }
}

function customer(id: string, at: number, isKnownToShop = true): Statement[] {
  return [
    {
      sql: 'INSERT INTO customer (id, person_id, created_at, seen_at) VALUES ($1, $1, $2, $2)',
      params: [id, at],
    },
    {
      sql: `INSERT INTO customer_identity (kind, value, customer_id, proof, at) VALUES ($3, $1, $1, 'shop', $2)`,
      params: [id, at, isKnownToShop ? 'shop' : 'channel'],
    },
    {
      sql: `INSERT INTO consent (customer_id, purpose, channel, granted, at) VALUES ($1, 'personalisation', 'all', 1, $2)`,
      params: [id, at],
    },
  ];
}

async function artists(database: Database): Promise<string[]> {
  const rows = await database.read(
    `SELECT customer_id, name_key FROM customer_interest WHERE kind = 'artist' AND source = 'purchase'
     ORDER BY customer_id, name_key`,
  );
  return rows.map(({ customer_id, name_key }) => `${customer_id} ${name_key}`);
}
