/** The store on PostgreSQL, shared by any number of processes. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Database, Row, Statement } from './database.ts';
import { closed, conflict, failed, refuseNul } from './failures.ts';
import {
  asText,
  Exchange,
  StatementNames,
  type StatementResult,
  type TextStatement,
} from './postgres-exchange.ts';
import {
  asShopdeskError,
  isConnectionLost,
  isStalePlan,
  isTransient,
  outcomeUnknown,
} from './postgres-failures.ts';
import { openHints } from './postgres-hints.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly log: Log;
  /** Connections for reads and writes; two more carry the hints. */
  readonly maxConnections?: number;
}

/** Milliseconds to wait before each further attempt of a write or read that may succeed when tried again. */
const retryDelays = [5, 25, 100, 400, 1000];

const begin: TextStatement = { sql: 'BEGIN', values: [] };
const commit: TextStatement = { sql: 'COMMIT', values: [] };
const rollback: TextStatement = { sql: 'ROLLBACK', values: [] };

/** Connects to `url`. Rejects with `store.failed` when the server cannot be reached or does not speak UTF-8. */
export async function openPostgres({ url, log, maxConnections = 10 }: PostgresOptions): Promise<Database> {
  const settings = {
    connectionString: url,
    keepAlive: true,
    application_name: 'shopdesk',
    connectionTimeoutMillis: 10_000,
  };
  const names = new StatementNames();
  const pool = new pg.Pool({
    ...settings,
    max: maxConnections,
    idleTimeoutMillis: 60_000,
    // A process that hangs in a transaction must not keep its row locks for ever.
    idle_in_transaction_session_timeout: 30_000,
  });
  // The pool replaces the connection, and whoever used it gets the error too; unheard, it would end the process.
  const report = (error: Error) => log.warn({ error: error.message }, 'a PostgreSQL connection was lost');
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  const hints = openHints(settings, log);
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const run = <T>(attempt: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(closed());
    const work = withRetries(pool, attempt, log);
    underWay.add(work);
    const forget = () => underWay.delete(work);
    work.then(forget, forget);
    return work;
  };

  const database: Database = {
    engine: 'postgres',

    async read(sql, params = []) {
      const statements = [{ sql, params }];
      refuseNul(statements);
      const texts = statements.map(asText);
      const [result] = await run((client) => exchange(client, texts, names));
      return result?.rows ?? [];
    },

    async write(statements) {
      refuseNul(statements);
      const texts = statements.map(asText);
      const expected = statements.map((statement) => statement.expect);
      return run((client) => transaction(client, texts, expected, names));
    },

    notify: hints.notify,
    listen: hints.listen,
    scrub: () => Promise.resolve(),

    close() {
      closing ??= Promise.allSettled(underWay)
        .then(() => Promise.all([hints.close(), pool.end()]))
        .then(() => {});
      return closing;
    },
  };

  await requireUtf8(database).catch(async (error) => {
    await database.close();
    throw error;
  });
  return database;
}

/** The write itself: everything up to the last statement in one round trip, COMMIT in a second one. */
async function transaction(
  client: pg.PoolClient,
  statements: readonly TextStatement[],
  expected: readonly Statement['expect'][],
  names: StatementNames,
): Promise<Row[][]> {
  const work = new Exchange([begin, ...statements], names);
  try {
    client.query(work);
    await work.done;
    requireOne(expected, work.results);
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    await exchange(client, [rollback], names);
    // A later statement may have failed only because an earlier one did not change what it had to.
    requireOne(expected, work.results);
    throw error;
  }
  try {
    await exchange(client, [commit], names);
  } catch (error) {
    throw isConnectionLost(error) ? outcomeUnknown(error) : error;
  }
  return work.results.slice(1).map((result) => result.rows);
}

/** Checks the statements that were completed; the first result is that of BEGIN. */
function requireOne(expected: readonly Statement['expect'][], results: readonly StatementResult[]): void {
  for (let i = 1; i < results.length; i++) {
    const count = results[i]?.count;
    if (expected[i - 1] !== 'one' || count === 1) continue;
    throw conflict(`Exactly one row was expected to change, not ${count}.`);
  }
}

function exchange(client: pg.PoolClient, statements: readonly TextStatement[], names: StatementNames) {
  const work = new Exchange(statements, names);
  client.query(work);
  return work.done;
}

/** An attempt that rejects with anything but `store.failed` of its own making has left nothing behind. */
async function withRetries<T>(
  pool: pg.Pool,
  attempt: (client: pg.PoolClient) => Promise<T>,
  log: Log,
): Promise<T> {
  for (const wait of [...retryDelays, undefined]) {
    try {
      return await withClient(pool, attempt);
    } catch (error) {
      const mayRetry = isConnectionLost(error) || isTransient(error) || isStalePlan(error);
      if (!mayRetry || wait === undefined) throw asShopdeskError(error);
      log.debug({ error: messageOf(error), wait }, 'trying a database operation again');
      await delay(wait);
    }
  }
  throw failed('Unreachable: the last attempt returns or throws.', undefined);
}

async function withClient<T>(pool: pg.Pool, attempt: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await attempt(client);
  } catch (error) {
    broken = isConnectionLost(error) || isStalePlan(error) || hasCode(error, 'store.failed');
    throw error;
  } finally {
    client.release(broken);
  }
}

async function requireUtf8(database: Database): Promise<void> {
  const [row] = await database.read('SHOW server_encoding');
  if (row?.server_encoding === 'UTF8') return;
  throw failed(
    `The PostgreSQL database has the encoding ${row?.server_encoding}.`,
    undefined,
    "Create it with ENCODING 'UTF8'.",
  );
}
