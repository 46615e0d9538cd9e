// @ts-check
/**
 * The thread that holds one SQLite connection. Plain JavaScript, because a thread that has to load a TypeScript
 * loader first starts six times slower. It knows nothing but SQL; the wire format is described in sqlite-wire.ts.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * @typedef {import('./database.ts').Value} Value
 * @typedef {{ run(...values: unknown[]): { changes: number | bigint }, all(...values: unknown[]): unknown[],
 *   columns(): { name: string }[], setReturnArrays(on: boolean): void }} Prepared
 * @typedef {{ exec(sql: string): void, prepare(sql: string): Prepared, close(): void, isTransaction: boolean }} Connection
 * @typedef {{ sql: string, prepared: Prepared | undefined, parameters: number, columns: number, shape: number }} Entry
 * @typedef {{ entry: Entry, expectOne: boolean, values: (Value | bigint)[] }} Step
 */

const { DatabaseSync, exactBelow } = loadSqlite();
const port = parentPort;
if (!port) throw new Error('sqlite-worker.mjs runs as a worker thread only.');
const { file, role, lock } = workerData;
const writes = role === 'write';
/** @type {Entry[]} index = the number the main thread uses for this text */
let entries = [];
/** Lists of column names, as JSON, that the main thread knows, by their number. @type {Map<string, number>} */
let shapes = new Map();
/** Those that it does not know yet. @type {string[]} */
let newShapes = [];

// Before the database itself: whoever finds the lock taken has touched nothing.
const held = lock && holdLock(lock);
const db = openConnection();
const control = {
  begin: db.prepare(writes ? 'BEGIN IMMEDIATE' : 'BEGIN'),
  commit: db.prepare('COMMIT'),
  rollback: db.prepare('ROLLBACK'),
  savepoint: db.prepare('SAVEPOINT one_write'),
  undo: db.prepare('ROLLBACK TO one_write'),
  release: db.prepare('RELEASE one_write'),
};

if (role === 'scrub') scrub(port);
else listen(port);

/** @param {import('node:worker_threads').MessagePort} to */
function scrub(to) {
  const [row] = /** @type {{ busy: number }[]} */ (db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all());
  db.close();
  to.postMessage(row?.busy === 0 ? 'scrubbed' : 'busy');
}

/** @param {import('node:worker_threads').MessagePort} port */
function listen(port) {
  port.on('message', (message) => {
    if (message === 'close') {
      db.close();
      held?.close();
      port.close();
      return;
    }
    const reply = runBatch(message);
    if (newShapes.length > 0) {
      reply[0] = JSON.stringify(newShapes);
      newShapes = [];
    }
    port.postMessage(reply);
  });
  port.postMessage('open');
}

/**
 * One message in, one transaction, one message out.
 * @param {Value[]} batch
 * @returns {Value[]}
 */
function runBatch(batch) {
  const requests = decode(batch);
  /** @type {Value[]} */
  const reply = [null];
  const single = requests.length === 1;
  try {
    if (writes || !single) control.begin.run();
    for (const steps of requests) {
      if (writes && !single) runProtected(steps, reply);
      else if (runRequest(steps, reply) && single && writes) {
        control.rollback.run();
        return reply;
      }
    }
    if (writes || !single) control.commit.run();
    return reply;
  } catch (error) {
    if (db.isTransaction) control.rollback.run();
    /** @type {Value[]} */
    const allFailed = [null];
    for (let i = 0; i < requests.length; i++) fail(allFailed, error);
    return allFailed;
  }
}

/**
 * Several writes share one commit: a failing one is undone alone.
 * @param {Step[]} steps
 * @param {Value[]} reply
 */
function runProtected(steps, reply) {
  control.savepoint.run();
  const error = runRequest(steps, reply);
  // A full disk, for example, makes SQLite undo the whole transaction: then no write of the group may be reported as done.
  if (error && !db.isTransaction) throw error;
  if (error) control.undo.run();
  control.release.run();
}

/**
 * Appends the outcome of one request to the reply; returns the error when it failed.
 * @param {Step[]} steps
 * @param {Value[]} reply
 * @returns {unknown}
 */
function runRequest(steps, reply) {
  const start = reply.length;
  let hasRows = false;
  reply.push(1);
  try {
    for (const step of steps) {
      const rows = runStep(step, reply);
      if (rows > 0) hasRows = true;
    }
  } catch (error) {
    reply.length = start;
    fail(reply, error);
    return error;
  }
  if (!hasRows) {
    reply.length = start;
    reply.push(0);
  }
  return undefined;
}

/**
 * @param {Step} step
 * @param {Value[]} reply
 * @returns {number} how many rows it returned
 */
function runStep({ entry, expectOne, values }, reply) {
  const prepared = entry.prepared ?? prepare(entry);
  if (values.length !== entry.parameters) {
    throw new Error(
      `The statement has ${entry.parameters} parameters, but ${values.length} values were given.`,
    );
  }
  if (entry.columns === 0) {
    const { changes } = prepared.run(...values);
    if (expectOne && changes !== 1) throw new Conflict(Number(changes));
    reply.push(0);
    return 0;
  }
  const rows = /** @type {Value[][]} */ (prepared.all(...values));
  if (expectOne && rows.length !== 1) throw new Conflict(rows.length);
  reply.push(rows.length);
  if (rows.length === 0) return 0;
  // Another process may have altered the table since the text was prepared.
  if (rows[0]?.length !== entry.columns) describe(entry, prepared);
  reply.push(entry.shape);
  for (const row of rows) for (const value of row) reply.push(value);
  return rows.length;
}

class Conflict extends Error {
  /** @param {number} rows */
  constructor(rows) {
    super(`Exactly one row was expected to change, not ${rows}.`);
  }
}

/**
 * @param {Value[]} reply
 * @param {unknown} error
 */
function fail(reply, error) {
  const message = error instanceof Error ? error.message : String(error);
  reply.push(
    2,
    error instanceof Conflict ? 'conflict' : isDuplicate(error) ? 'duplicate' : 'failed',
    message,
  );
}

/**
 * SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE and _ROWID.
 * @param {unknown} error
 */
function isDuplicate(error) {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  return error.errcode === 1555 || error.errcode === 2067 || error.errcode === 2579;
}

/**
 * @param {Value[]} batch
 * @returns {Step[][]}
 */
function decode(batch) {
  if (batch[0] === 1) {
    entries = [];
    shapes = new Map();
  }
  /** @type {Step[][]} */
  const requests = [];
  let at = 1;
  while (at < batch.length) {
    const count = Number(batch[at++]);
    /** @type {Step[]} */
    const steps = [];
    for (let i = 0; i < count; i++) {
      const text = batch[at++];
      if (typeof text === 'string') {
        entries.push({ sql: text, prepared: undefined, parameters: 0, columns: 0, shape: 0 });
      }
      const entry = entries[typeof text === 'number' ? text : entries.length - 1];
      if (!entry) throw new Error('The main thread named a statement that was never sent.');
      const expectOne = batch[at++] === 1;
      const parameters = Number(batch[at++]);
      /** @type {(Value | bigint)[]} */
      const values = [];
      for (const end = at + parameters; at < end; at++) values.push(toBind(batch[at] ?? null));
      steps.push({ entry, expectOne, values });
    }
    requests.push(steps);
  }
  return requests;
}

/**
 * Whole numbers that the driver would bind as floating ones, which `$1 / 1000` or a TEXT column shows, become BigInt.
 * @param {Value} value
 * @returns {Value | bigint}
 */
function toBind(value) {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return value;
  return value < exactBelow && value >= -exactBelow ? value : BigInt(value);
}

/**
 * @param {Entry} entry
 * @returns {Prepared}
 */
function prepare(entry) {
  let parameters = 0;
  // `$n` becomes `?n` everywhere but in quotes and comments.
  const sql = entry.sql.replace(/'[^']*'|"[^"]*"|--[^\n]*|\$(\d+)/g, (match, number) => {
    if (number === undefined) return match;
    parameters = Math.max(parameters, Number(number));
    return `?${number}`;
  });
  const prepared = db.prepare(sql);
  prepared.setReturnArrays(true);
  entry.parameters = parameters;
  describe(entry, prepared);
  entry.prepared = prepared;
  return prepared;
}

/**
 * @param {Entry} entry
 * @param {Prepared} prepared
 */
function describe(entry, prepared) {
  const names = prepared.columns().map((column) => column.name);
  entry.columns = names.length;
  const shape = JSON.stringify(names);
  entry.shape = shapes.get(shape) ?? shapes.size;
  if (entry.shape < shapes.size) return;
  shapes.set(shape, entry.shape);
  newShapes.push(shape);
}

/**
 * Holds the file for as long as this thread lives; the operating system lets go of it when the process is killed.
 * @param {string} path
 * @returns {Connection}
 */
function holdLock(path) {
  // A server that is just ending gets a moment.
  const connection = new DatabaseSync(path, { timeout: 1_000 });
  connection.exec('PRAGMA busy_timeout = 1000');
  // Nothing is ever written: no journal beside it.
  connection.exec('PRAGMA journal_mode = MEMORY');
  connection.exec('BEGIN EXCLUSIVE');
  return connection;
}

/** @returns {Connection} */
function openConnection() {
  // 10 s: as long as another process (an import, a backup) may hold the write lock before a write fails.
  // The time-out comes first, because switching the journal mode needs a lock too.
  const connection = new DatabaseSync(file, { timeout: 10_000, enableForeignKeyConstraints: true });
  connection.exec('PRAGMA busy_timeout = 10000');
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
  connection.exec('PRAGMA foreign_keys = ON');
  // 16 MB of log instead of 4: pages that change often are copied into the file less often.
  connection.exec('PRAGMA wal_autocheckpoint = 4000');
  // What is deleted is overwritten: pages of erased people must not be read from the file.
  connection.exec('PRAGMA secure_delete = ON');
  if (role === 'read') connection.exec('PRAGMA query_only = ON');
  return connection;
}

/**
 * The built-in module where it can do all we need (its first versions have neither arrays nor `?n`), else the
 * package with the same interface.
 * Whole numbers below `exactBelow` are bound as such by it.
 * @returns {{ DatabaseSync: new (file: string, options: object) => Connection, exactBelow: number }}
 */
function loadSqlite() {
  const builtIn = /** @type {any} */ (process.getBuiltinModule?.('node:sqlite'));
  if (builtIn) {
    const probe = new builtIn.DatabaseSync(':memory:');
    try {
      const statement = probe.prepare('SELECT ?2, typeof(?1)');
      statement.setReturnArrays(true);
      statement.columns();
      const [row] = statement.all(1, 'second');
      if (row[0] === 'second')
        return { DatabaseSync: builtIn.DatabaseSync, exactBelow: row[1] === 'integer' ? 2 ** 31 : 0 };
    } catch {
      // An older built-in module: the package below takes its place.
    } finally {
      probe.close();
    }
  }
  const { DatabaseSync: packaged } = createRequire(import.meta.url)('@photostructure/sqlite');
  return { DatabaseSync: packaged, exactBelow: 2 ** 31 };
}
