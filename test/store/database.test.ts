import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';

const createTable = { sql: 'CREATE TABLE item (id TEXT PRIMARY KEY, amount BIGINT NOT NULL)' };
const insert = (id: string, amount: number) => ({
  sql: 'INSERT INTO item (id, amount) VALUES ($1, $2)',
  params: [id, amount],
});

eachDatabase((engine, open) => {
  async function openWithItems() {
    const database = await open({ migrated: false });
    await database.write([createTable]);
    return database;
  }

  test('a write is all or nothing', async () => {
    const database = await openWithItems();
    expect(database.engine).toBe(engine);
    await database.write([insert('a', 1), insert('b', 2)]);
    await expect(database.write([insert('c', 3), insert('a', 4)])).rejects.toMatchObject({
      code: 'store.duplicate',
    });
    expect(await database.read('SELECT id, amount FROM item ORDER BY id')).toEqual([
      { id: 'a', amount: 1 },
      { id: 'b', amount: 2 },
    ]);
  });
});
