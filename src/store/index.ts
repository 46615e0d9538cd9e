/** The store room: one database behind one interface, on SQLite or PostgreSQL. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explain, ShopdeskError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export type { Database, Row, Statement, Value } from './database.ts';
export { type Lease, underLease } from './lease.ts';
export { storeTables } from './own-tables.ts';
export * from './personal-data.ts';
export { placesFor } from './places-for.ts';

export interface DatabaseOptions {
  /** `postgres://user:password@host/database`; without it the store is one SQLite file. */
  readonly url?: string | undefined;
  /** Where `shopdesk.db` lies; made when it is missing. Not used with `url`. */
  readonly dataFolder: string;
  readonly log: Log;
}

/** Opens the store and brings its schema up to date. Rejects with `store.failed` or `store.migration`. */
export async function openDatabase({ url, dataFolder, log }: DatabaseOptions): Promise<Database> {
  const database = url ? await openPostgres({ url, log }) : await openFile(dataFolder, log);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openFile(dataFolder: string, log: Log): Promise<Database> {
  try {
    // What shoppers said is nobody else's business on a shared machine.
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ShopdeskError('store.folder', `The data folder cannot be used: ${explain(error)}.`, {
      remedy: 'Name another with SHOPDESK_DATA.',
      cause: error,
    });
  }
  return openSqlite({ file: join(dataFolder, 'shopdesk.db'), log });
}
