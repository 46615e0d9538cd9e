import { describe, expect, test } from 'vitest';
import type { Database, Statement } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';

const insert = (id: string, amount: number): Statement => ({
  sql: 'INSERT INTO item (id, amount) VALUES ($1, $2)',
  params: [id, amount],
});

const setAmount = (id: string, amount: number): Statement => ({
  sql: 'UPDATE item SET amount = $2 WHERE id = $1',
  params: [id, amount],
  expect: 'one',
});

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : 'none');

async function items(database: Database): Promise<string> {
  const rows = await database.read('SELECT id, amount FROM item ORDER BY id');
  return rows.map(({ id, amount }) => `${id}=${amount}`).join(' ');
}

eachDatabase((engine, open) => {
  async function openItems(): Promise<Database> {
    const database = await open({ migrated: false });
    await database.write([{ sql: 'CREATE TABLE item (id TEXT PRIMARY KEY, amount BIGINT NOT NULL)' }]);
    return database;
  }

  test('says which engine it is', async () => {
    expect((await openItems()).engine).toBe(engine);
  });

  describe('one write', () => {
    test('resolves with the rows of each statement', async () => {
      const database = await openItems();
      const results = await database.write([
        insert('a', 1),
        {
          sql: 'INSERT INTO item (id, amount) VALUES ($1, $2), ($3, $4) RETURNING id',
          params: ['b', 2, 'c', 3],
        },
        { sql: 'UPDATE item SET amount = amount * $1 RETURNING amount AS doubled', params: [2] },
        { sql: 'SELECT id, amount FROM item WHERE id = $1', params: ['nobody'] },
      ]);
      expect(results.slice(0, 2)).toEqual([[], [{ id: 'b' }, { id: 'c' }]]);
      expect(results[2]?.map((row) => row.doubled).sort()).toEqual([2, 4, 6]);
      expect(results[3]).toEqual([]);
    });

    test('is all or nothing', async () => {
      const database = await openItems();
      await database.write([insert('a', 1)]);
      await expect(database.write([insert('b', 2), { sql: 'no SQL at all' }])).rejects.toMatchObject({
        code: 'store.failed',
        cause: expect.any(Error),
      });
      expect(await items(database)).toBe('a=1');
    });

    test('is refused as a duplicate by a primary key and by a unique index', async () => {
      const database = await openItems();
      await database.write([{ sql: 'CREATE UNIQUE INDEX item_amount ON item (amount) WHERE amount > 10' }]);
      await database.write([insert('a', 11)]);
      await expect(database.write([insert('b', 2), insert('a', 3)])).rejects.toMatchObject({
        code: 'store.duplicate',
      });
      await expect(database.write([insert('b', 11)])).rejects.toMatchObject({ code: 'store.duplicate' });
      expect(await items(database)).toBe('a=11');
    });

    test('keeps foreign keys', async () => {
      const database = await openItems();
      await database.write([{ sql: 'CREATE TABLE part (item_id TEXT NOT NULL REFERENCES item (id))' }]);
      const orphan = { sql: 'INSERT INTO part (item_id) VALUES ($1)', params: ['nobody'] };
      await expect(database.write([orphan])).rejects.toMatchObject({ code: 'store.failed' });
    });

    test('of nothing resolves with nothing', async () => {
      const database = await openItems();
      expect(await database.write([])).toEqual([]);
    });

    test('refuses too few and too many values', async () => {
      const database = await openItems();
      const sql = 'UPDATE item SET amount = $2 WHERE id = $1';
      await expect(database.write([{ sql, params: ['a'] }])).rejects.toMatchObject({ code: 'store.failed' });
      await expect(database.write([{ sql, params: ['a', 1, 2] }])).rejects.toMatchObject({
        code: 'store.failed',
      });
      await expect(database.read('SELECT 1 AS one', [1])).rejects.toMatchObject({ code: 'store.failed' });
    });

    test('is not changed by what the caller does with the values afterwards', async () => {
      const database = await openItems();
      const params = ['a', 1];
      const write = database.write([{ sql: 'INSERT INTO item (id, amount) VALUES ($1, $2)', params }]);
      params[0] = 'b';
      await write;
      expect(await items(database)).toBe('a=1');
    });
  });

  describe("expect: 'one'", () => {
    test('undoes the whole write when no row or several rows change', async () => {
      const database = await openItems();
      await database.write([insert('a', 1), insert('b', 1)]);
      const conflict = { code: 'store.conflict' };
      await expect(database.write([insert('c', 3), setAmount('nobody', 1)])).rejects.toMatchObject(conflict);
      const both: Statement = { sql: 'UPDATE item SET amount = 9', expect: 'one' };
      await expect(database.write([both])).rejects.toMatchObject(conflict);
      await expect(database.write([both, insert('d', 4)])).rejects.toMatchObject(conflict);
      expect(await items(database)).toBe('a=1 b=1');
      await database.write([setAmount('b', 2)]);
      expect(await items(database)).toBe('a=1 b=2');
    });

    test('counts the rows that RETURNING and SELECT return', async () => {
      const database = await openItems();
      await database.write([insert('a', 1)]);
      const returning: Statement = {
        sql: 'UPDATE item SET amount = 2 WHERE id = $1 RETURNING id',
        expect: 'one',
      };
      expect(await database.write([{ ...returning, params: ['a'] }])).toEqual([[{ id: 'a' }]]);
      await expect(database.write([{ ...returning, params: ['b'] }])).rejects.toMatchObject({
        code: 'store.conflict',
      });
      const select: Statement = { sql: 'SELECT id FROM item WHERE id = $1', params: ['b'], expect: 'one' };
      await expect(database.write([select, insert('c', 1)])).rejects.toMatchObject({
        code: 'store.conflict',
      });
      expect(await items(database)).toBe('a=2');
    });

    test('is reported rather than a later error that follows from it', async () => {
      const database = await openItems();
      await database.write([insert('a', 1)]);
      await expect(database.write([setAmount('nobody', 1), insert('a', 1)])).rejects.toMatchObject({
        code: 'store.conflict',
      });
    });
  });

  test('of many writes at once each fails alone', async () => {
    const database = await openItems();
    await database.write([insert('taken', 0)]);
    const outcomes = await Promise.allSettled([
      database.write([insert('a', 1)]),
      database.write([insert('b', 1), insert('taken', 2)]),
      database.write([insert('c', 1), { sql: 'nonsense' }]),
      database.write([insert('d', 1), setAmount('nobody', 2)]),
      database.write([insert('e', 1), setAmount('e', 5)]),
      // New column names in a write that is undone must not confuse the next one that returns them.
      database.write([{ sql: 'SELECT id AS fresh, amount FROM item' }, { sql: 'nonsense' }]),
      database.write([{ sql: 'SELECT id AS fresh, amount FROM item WHERE id = $1', params: ['taken'] }]),
    ]);
    expect(outcomes.map((it) => (it.status === 'fulfilled' ? 'done' : codeOf(it.reason)))).toEqual([
      'done',
      'store.duplicate',
      'store.failed',
      'store.conflict',
      'done',
      'store.failed',
      'done',
    ]);
    expect(outcomes[6]).toMatchObject({ value: [[{ fresh: 'taken', amount: 0 }]] });
    expect(await items(database)).toBe('a=1 e=5 taken=0');
  });

  test('a read sees every write that resolved before it', async () => {
    const database = await openItems();
    await database.write([insert('a', 0)]);
    for (let amount = 1; amount <= 100; amount++) {
      await database.write([setAmount('a', amount)]);
      expect(await items(database)).toBe(`a=${amount}`);
    }
  });

  test('a read that fails leaves the others of its moment alone', async () => {
    const database = await openItems();
    const [good, bad, alsoGood] = await Promise.allSettled([
      database.read('SELECT 1 AS n'),
      database.read('SELECT nothing FROM nowhere'),
      database.read('SELECT 2 AS n'),
    ]);
    expect(good).toMatchObject({ value: [{ n: 1 }] });
    expect(bad).toMatchObject({ reason: { code: 'store.failed' } });
    expect(alsoGood).toMatchObject({ value: [{ n: 2 }] });
  });

  test('more distinct texts than are remembered all work', async () => {
    const database = await openItems();
    await database.write([insert('a', 1)]);
    for (let round = 0; round < 3; round++) {
      const expected = Array.from({ length: 600 }, (_, i) => ({
        [`n${(i * (round + 1)) % 7}`]: round * 600 + i,
      }));
      const texts = expected.flatMap((row) =>
        Object.entries(row).map(([name, n]) => `SELECT amount - 1 + ${n} AS ${name} FROM item`),
      );
      const results = await Promise.all(texts.map((sql) => database.read(sql)));
      expect(results.flat()).toEqual(expected);
    }
  });

  describe('close', () => {
    test('waits for what was asked before and refuses what comes after', async () => {
      const database = await openItems();
      const writes = Array.from({ length: 50 }, (_, i) => database.write([insert(`w${i}`, i)]));
      const read = database.read('SELECT 1 AS n');
      const closed = database.close();
      await expect(database.write([insert('late', 1)])).rejects.toMatchObject({ code: 'store.closed' });
      await expect(database.read('SELECT 1 AS n')).rejects.toMatchObject({ code: 'store.closed' });
      expect(await Promise.all(writes)).toHaveLength(50);
      expect(await read).toEqual([{ n: 1 }]);
      await closed;
      await database.close();
      const again = await open({ migrated: false });
      expect(await again.read('SELECT COUNT(*) AS n FROM item')).toEqual([{ n: 50 }]);
    });
  });
});
