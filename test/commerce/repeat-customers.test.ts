/** Who orders the same thing again is found in pages, over any number of customers. */
import { expect, it } from 'vitest';
import { repeatCustomers } from '../../src/commerce/index.ts';
import { eachDatabase } from '../support/databases.ts';

const customers = 700;

eachDatabase((_engine, open) => {
  it('names those who ordered one thing in two orders that hold, and nobody else', async () => {
    const database = await open();
    const each = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${customers * 2})`;
    await database.write([
      { sql: `INSERT INTO shop (id, name, currency, own, created_at) VALUES ('own', 'Own', 'USD', 1, 0)` },
      {
        sql: `INSERT INTO shop_order (shop_id, id, number, number_key, customer_id, status, placed_at, digest) ${each}
              SELECT 'own', 'o' || i, 'o' || i, 'o' || i, 's' || (i / 2),
                CASE WHEN i = 401 THEN 'cancelled' ELSE 'delivered' END, i, 'd' FROM n`,
      },
      {
        // Every hundredth customer orders the same thing twice, one of them something that no offer names.
        sql: `INSERT INTO order_line (shop_id, order_id, line, offer_id, title, quantity) ${each}
              SELECT 'own', 'o' || i, 0,
                CASE WHEN i / 2 = 300 THEN NULL WHEN i / 2 % 100 = 0 THEN 'tape' ELSE 'p' || i END, 'thing', 1 FROM n`,
      },
    ]);
    const found: string[] = [];
    for await (const page of repeatCustomers(database)) found.push(...page);
    expect(found).toEqual(['s0', 's100', 's400', 's500', 's600']);
  });
});
