import { expect, test } from 'vitest';
import type { Database, Statement } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';

const conversation = (id: string): Statement => ({
  sql: `INSERT INTO conversation (id, channel, user_id, created_at, last_at) VALUES ($1, 'web', $2, $3, $3)
    ON CONFLICT (id) DO NOTHING`,
  params: [id, `user of ${id}`, 1000],
});

/** One entry: the conversation's counter and the row that carries its number, in one write. */
function entry(id: string, at: number, dedupeKey: string | null): Statement[] {
  return [
    {
      sql: `UPDATE conversation SET watermark = watermark + 1, pending = watermark + 1,
        last_at = CASE WHEN last_at < $2 THEN $2 ELSE last_at + 1 END WHERE id = $1 RETURNING watermark, last_at`,
      params: [id, at],
      expect: 'one',
    },
    {
      sql: `INSERT INTO activity (conversation_id, watermark, at, id, type, sender, dedupe_key, body)
        SELECT id, watermark, last_at, id || '|' || watermark, 'message', 'shopper', $2, $3 FROM conversation WHERE id = $1`,
      params: [id, dedupeKey, '{"text":"hi"}'],
      expect: 'one',
    },
  ];
}

/** Leases the oldest conversations that wait for the bot. */
const claim = (holder: string, now: number, limit: number): Statement => ({
  sql: `UPDATE conversation SET turn_holder = $1, turn_until = $2 WHERE id IN (
      SELECT id FROM conversation WHERE pending > handled AND turn_until <= $3 ORDER BY last_at, id LIMIT $4
    ) AND turn_until <= $3 RETURNING id, pending`,
  params: [holder, now + 30_000, now, limit],
});

eachDatabase((_engine, open) => {
  test('entries are numbered without gaps and a repeated one changes nothing', async () => {
    const database = await open();
    await database.write([conversation('c')]);
    await database.write([conversation('c')]);
    expect(await database.write(entry('c', 2000, 'k1'))).toEqual([[{ watermark: 1, last_at: 2000 }], []]);
    await expect(database.write(entry('c', 2001, 'k1'))).rejects.toMatchObject({ code: 'store.duplicate' });
    expect(await database.write(entry('c', 1500, null))).toEqual([[{ watermark: 2, last_at: 2001 }], []]);
    await expect(database.write(entry('nobody', 1, null))).rejects.toMatchObject({ code: 'store.conflict' });
    const sql =
      'SELECT id, watermark, at FROM activity WHERE conversation_id = $1 AND watermark > $2 ORDER BY watermark';
    expect(await database.read(sql, ['c', 0])).toEqual([
      { id: 'c|1', watermark: 1, at: 2000 },
      { id: 'c|2', watermark: 2, at: 2001 },
    ]);
  });

  test('a turn is leased to one holder, the oldest first, and again when the lease has ended', async () => {
    const database = await open();
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await database.write([conversation(id)]);
      await database.write(entry(id, 5000 - index, null));
    }
    const ids = async (statement: Statement) => {
      const [rows = []] = await database.write([statement]);
      return rows.map((row) => row.id).sort();
    };
    expect(await ids(claim('p1', 10_000, 2))).toEqual(['b', 'c']);
    expect(await ids(claim('p2', 10_000, 5))).toEqual(['a']);
    expect(await ids(claim('p3', 10_000, 5))).toEqual([]);
    expect(await ids(claim('p3', 40_000, 5))).toEqual(['a', 'b', 'c']);
  });

  test('a fenced update by a former owner is a conflict', async () => {
    const database = await open();
    await database.write([conversation('c')]);
    const own = (owner: string, fence: number): Statement => ({
      sql: 'UPDATE conversation SET owner = $2, fence = fence + 1 WHERE id = $1 AND fence = $3',
      params: ['c', owner, fence],
      expect: 'one',
    });
    await database.write([own('agent:1', 0)]);
    await expect(database.write([own('bot', 0)])).rejects.toMatchObject({ code: 'store.conflict' });
    await database.write([own('bot', 1)]);
    expect(await database.read('SELECT owner, fence, state FROM conversation')).toEqual([
      { owner: 'bot', fence: 2, state: '{}' },
    ]);
  });

  test('settings are written over, feedback too', async () => {
    const database = await open();
    const set = (value: string): Statement => ({
      sql: `INSERT INTO setting (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value RETURNING value`,
      params: ['greeting', value],
      expect: 'one',
    });
    await database.write([set('one')]);
    expect(await database.write([set('two')])).toEqual([[{ value: 'two' }]]);
  });

  test('traces are counted by zone and paged by time', async () => {
    const database = await open();
    const trace = (watermark: number, zone: string, confidence: number | null): Statement => ({
      sql: `INSERT INTO trace (conversation_id, watermark, at, zone, top_id, confidence, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      params: ['c', watermark, 1000 + watermark, zone, null, confidence, '{}'],
    });
    await database.write([trace(1, 'sure', 0.9), trace(2, 'unsure', 0.5), trace(3, 'sure', null)]);
    const byZone = `SELECT zone, COUNT(*) AS n, AVG(confidence) AS mean, MAX(at) AS latest FROM trace
      WHERE at >= $1 GROUP BY zone HAVING COUNT(*) >= $2 ORDER BY n DESC, zone`;
    expect(await database.read(byZone, [0, 1])).toEqual([
      { zone: 'sure', n: 2, mean: 0.9, latest: 1003 },
      { zone: 'unsure', n: 1, mean: 0.5, latest: 1002 },
    ]);
    const page =
      'SELECT watermark, COALESCE(confidence, 0) AS confidence FROM trace ORDER BY at DESC LIMIT $1 OFFSET $2';
    expect(await database.read(page, [2, 1])).toEqual([
      { watermark: 2, confidence: 0.5 },
      { watermark: 1, confidence: 0.9 },
    ]);
  });

  test('counters that two processes raise at the same time have neither gaps nor doubles', async () => {
    const databases = [await open(), await open()];
    const [first] = databases;
    const ids = ['x', 'y', 'z'];
    await first?.write(ids.map(conversation));
    const work = async (database: Database, id: string) => {
      for (let i = 0; i < 10; i++) await database.write(entry(id, i, null));
    };
    await Promise.all(
      databases.flatMap((database) => ids.flatMap((id) => [work(database, id), work(database, id)])),
    );
    for (const id of ids) {
      const rows = await first?.read(
        'SELECT watermark FROM activity WHERE conversation_id = $1 ORDER BY watermark',
        [id],
      );
      expect(rows?.map((row) => row.watermark)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
    const counters = await first?.read('SELECT DISTINCT watermark, pending FROM conversation');
    expect(counters).toEqual([{ watermark: 40, pending: 40 }]);
  });
});
