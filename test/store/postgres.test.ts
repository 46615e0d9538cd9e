import { once } from 'node:events';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { eachDatabase } from '../support/databases.ts';

const createTable = { sql: 'CREATE TABLE item (id TEXT PRIMARY KEY, amount BIGINT NOT NULL)' };
const insert = (id: string) => ({ sql: 'INSERT INTO item (id, amount) VALUES ($1, 0)', params: [id] });
const raise = (id: string) => ({ sql: 'UPDATE item SET amount = amount + 1 WHERE id = $1', params: [id] });

const ofShopdesk = `application_name = 'shopdesk' AND datname = current_database()`;
const clients: pg.Client[] = [];

/** A connection beside the store, to hold locks and to cut connections. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  clients.push(client);
  await client.connect();
  return client;
}

/** Waits until one connection of the store waits for a lock; selects `what` of it. */
async function theOneThatWaits(
  observer: pg.Client,
  what: 'pid' | 'pg_terminate_backend(pid)',
): Promise<void> {
  const sql = `SELECT ${what} FROM pg_stat_activity WHERE ${ofShopdesk} AND wait_event_type = 'Lock'`;
  await expect.poll(async () => (await observer.query(sql)).rowCount, { timeout: 20_000 }).toBe(1);
}

const cutTheOneThatWaits = (observer: pg.Client) => theOneThatWaits(observer, 'pg_terminate_backend(pid)');

eachDatabase(
  (_engine, open, address) => {
    // Here, so that it runs before the database is dropped.
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.end()));
    });

    test('idle connections that the server cuts are replaced unnoticed', async () => {
      const database = await open({ migrated: false });
      await database.write([createTable, insert('a')]);
      const observer = await connect(await address());
      for (let i = 0; i < 5; i++) {
        await Promise.all([database.write([raise('a')]), database.read('SELECT id FROM item')]);
        await observer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${ofShopdesk}`);
      }
      await database.write([raise('a')]);
      expect(await database.read('SELECT amount FROM item')).toEqual([{ amount: 6 }]);
    });

    test('a connection lost before the commit is tried again', async () => {
      const database = await open({ migrated: false });
      await database.write([createTable, insert('a')]);
      const observer = await connect(await address());
      const holder = await connect(await address());
      await holder.query('BEGIN');
      await holder.query(`SELECT id FROM item WHERE id = 'a' FOR UPDATE`);
      const write = database.write([raise('a')]);
      await cutTheOneThatWaits(observer);
      await holder.query('COMMIT');
      await write;
      expect(await database.read('SELECT amount FROM item')).toEqual([{ amount: 1 }]);
    });

    test('a network that breaks is one failed attempt, not the end of the process', async () => {
      const target = new URL(await address());
      const sockets = new Set<Socket>();
      const proxy = createServer((near) => {
        const far = connectSocket(Number(target.port), target.hostname);
        for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
        near.pipe(far).pipe(near);
      }).listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const at = proxy.address();
      const url = new URL(target);
      url.host = `127.0.0.1:${typeof at === 'object' ? at?.port : ''}`;
      const database = await openPostgres({ url: url.href, log: silentLog });
      try {
        await database.write([createTable, insert('a')]);
        const holder = await connect(target.href);
        await holder.query('BEGIN');
        await holder.query(`SELECT id FROM item WHERE id = 'a' FOR UPDATE`);
        const write = database.write([raise('a')]);
        await theOneThatWaits(holder, 'pid');
        for (const socket of sockets) socket.resetAndDestroy();
        await holder.query('COMMIT');
        await write;
        expect(await database.read('SELECT amount >= 1 AS raised FROM item')).toEqual([{ raised: 1 }]);
      } finally {
        await database.close();
        proxy.close();
      }
    });

    test('a connection lost during the commit is reported and never tried again', async () => {
      const database = await open({ migrated: false });
      const observer = await connect(await address());
      await database.write([createTable]);
      await observer.query(`CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NULL; END $$`);
      await observer.query(`CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_at_commit()`);
      await observer.query('SELECT pg_advisory_lock(42)');
      const write = database.write([insert('a')]);
      const outcome = expect(write).rejects.toMatchObject({
        code: 'store.failed',
        remedy: expect.stringContaining('read before'),
      });
      await cutTheOneThatWaits(observer);
      await outcome;
      await observer.query('SELECT pg_advisory_unlock(42)');
      expect(await database.read('SELECT id FROM item')).toEqual([]);
      await database.write([insert('b')]);
      expect(await database.read('SELECT id FROM item')).toEqual([{ id: 'b' }]);
    });

    test('writes that deadlock are tried again until all are done', async () => {
      const databases = [await open({ migrated: false }), await open({ migrated: false })];
      await databases[0]?.write([createTable, insert('a'), insert('b')]);
      const observer = await connect(await address());
      // Found at once instead of after a second.
      await observer.query(
        `ALTER ROLE CURRENT_USER IN DATABASE ${observer.database} SET deadlock_timeout = '10ms'`,
      );
      const pairs = Array.from({ length: 10 }, () => [
        databases[0]?.write([raise('a'), raise('b')]),
        databases[1]?.write([raise('b'), raise('a')]),
      ]);
      await Promise.all(pairs.flat());
      expect(await databases[0]?.read('SELECT SUM(amount) AS total FROM item')).toEqual([{ total: 40 }]);
    });

    test('prepared statements survive a change of their table', async () => {
      const database = await open({ migrated: false });
      await database.write([createTable, insert('a')]);
      const read = () => database.read('SELECT * FROM item');
      const write = () => database.write([{ sql: `UPDATE item SET amount = 5 RETURNING *` }]);
      expect([await read(), await write()]).toEqual([[{ id: 'a', amount: 0 }], [[{ id: 'a', amount: 5 }]]]);
      const observer = await connect(await address());
      await observer.query('ALTER TABLE item ADD COLUMN note TEXT');
      const wider = { id: 'a', amount: 5, note: null };
      expect([await read(), await write()]).toEqual([[wider], [[wider]]]);
    });

    test('a statement that failed works when its cause is gone', async () => {
      const database = await open({ migrated: false });
      await expect(database.write([insert('a')])).rejects.toMatchObject({ code: 'store.failed' });
      await expect(database.read('SELECT id FROM item')).rejects.toMatchObject({ code: 'store.failed' });
      await database.write([createTable]);
      await database.write([insert('a'), insert('b'), raise('a')]);
      expect(await database.read('SELECT id FROM item ORDER BY id')).toEqual([{ id: 'a' }, { id: 'b' }]);
    });
  },
  ['postgres'],
);

test('a server that cannot be reached is reported without the password', async () => {
  const url = 'postgres://someone:secret-word@127.0.0.1:1/shop';
  const error = await openPostgres({ url, log: silentLog }).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'store.failed', remedy: expect.stringContaining('DATABASE_URL') });
  expect(JSON.stringify({ ...error, message: error.message })).not.toContain('secret-word');
});
