import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';

/** PostgreSQL keeps the sign of zero, SQLite does not; nothing depends on it. */
const plainZero = (value: number) => (value === 0 ? 0 : value);
const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
const whole = fc.maxSafeInteger().map(plainZero);
/** What is nearer to zero than the precision of a number of size 1 may be stored as zero. */
const fraction = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Math.abs(value) < Number.EPSILON ? 0 : value));

eachDatabase((_engine, open) => {
  test('every text, whole number, fraction and null comes back as it was', async () => {
    const database = await open({ migrated: false });
    await database.write([
      { sql: 'CREATE TABLE kept (id BIGINT PRIMARY KEY, t TEXT, n BIGINT, f DOUBLE PRECISION)' },
    ]);
    let id = 0;
    await fc.assert(
      fc.asyncProperty(fc.option(text), fc.option(whole), fc.option(fraction), async (t, n, f) => {
        id++;
        const [written] = await database.write([
          {
            sql: 'INSERT INTO kept (id, t, n, f) VALUES ($1, $2, $3, $4) RETURNING t, n, f',
            params: [id, t, n, f],
          },
        ]);
        const [read] = await database.read('SELECT t, n, f FROM kept WHERE id = $1', [id]);
        expect(written).toEqual([{ t, n, f }]);
        expect(read).toEqual({ t, n, f });
      }),
      { numRuns: 100 },
    );
  });

  test('text that looks like SQL, parameters or wire format is only text', async () => {
    const database = await open({ migrated: false });
    const hostile = `'; DROP TABLE kept; -- $1 ?1 "\\ \u2028 [1,"failed"] ${'x'.repeat(100_000)}`;
    expect(
      await database.read("SELECT CAST($1 AS TEXT) AS a, '$2 it''s' AS b -- don't count $9", [hostile]),
    ).toEqual([{ a: hostile, b: "$2 it's" }]);
  });

  test('the same parameter may be used twice and in any order', async () => {
    const database = await open({ migrated: false });
    const sql = 'SELECT CAST($2 AS TEXT) AS a, CAST($1 AS TEXT) AS b, CAST($2 AS TEXT) AS c';
    expect(await database.read(sql, ['one', 'two'])).toEqual([{ a: 'two', b: 'one', c: 'two' }]);
  });

  test('a whole number of any size is written as text without decimals', async () => {
    const database = await open();
    for (const number of [5, 2 ** 31, -(2 ** 31) - 1, 1_700_000_000_000, Number.MAX_SAFE_INTEGER]) {
      const sql =
        'INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
      await database.write([{ sql, params: ['n', number] }]);
      expect(await database.read('SELECT value FROM setting')).toEqual([{ value: String(number) }]);
    }
  });

  test('the character U+0000 is refused, wherever it is', async () => {
    const database = await open();
    const sql = 'INSERT INTO setting (name, value) VALUES ($1, $2)';
    const [first, second] = await Promise.allSettled([
      database.write([{ sql, params: ['bad', 'a\0b'] }]),
      database.write([{ sql, params: ['good', 'a'] }]),
    ]);
    expect(first).toMatchObject({ reason: { code: 'store.failed' } });
    expect(second.status).toBe('fulfilled');
    await expect(database.read('SELECT value FROM setting WHERE name = $1', ['\0'])).rejects.toMatchObject({
      code: 'store.failed',
    });
    expect(await database.read('SELECT name FROM setting')).toEqual([{ name: 'good' }]);
  });

  test('counts, sums, averages and comparisons are numbers', async () => {
    const database = await open({ migrated: false });
    await database.write([
      { sql: 'CREATE TABLE sale (price BIGINT NOT NULL)' },
      { sql: 'INSERT INTO sale (price) VALUES ($1), ($2)', params: [1_700_000_000_001, 3] },
    ]);
    const sql = `SELECT COUNT(*) AS n, SUM(price) AS total, MIN(price) AS low, AVG(CASE WHEN price < 10 THEN price END) AS mean,
      MIN(price) = $1 AS same, MIN(price) > $1 AS more FROM sale`;
    expect(await database.read(sql, [3])).toEqual([
      { n: 2, total: 1_700_000_000_004, low: 3, mean: 3, same: 1, more: 0 },
    ]);
  });
});
