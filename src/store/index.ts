/** The store room: one database behind one interface, on SQLite or PostgreSQL. */
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { prepareDataFolder } from './data-folder.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export { prepareDataFolder } from './data-folder.ts';
export type { Database, Row, Statement, Value } from './database.ts';
export { type Lease, underLease } from './lease.ts';
export { storeTables } from './own-tables.ts';
export * from './personal-data.ts';
export { placesFor } from './places-for.ts';
export { shareClock } from './shared-clock.ts';

export interface DatabaseOptions {
  /** `postgres://user:password@host/database`; without it the store is one SQLite file. */
  readonly url?: string | undefined;
  /** Where `shopdesk.db` lies; made when it is missing. Not used with `url`. */
  readonly dataFolder: string;
  /** Who asks, such as `process 4711`, when it is a server: on SQLite there is one. Others may look in at any time. */
  readonly server?: string;
  readonly log: Log;
}

/**
 * Opens the store and brings its schema up to date. Rejects with `store.failed`, `store.folder`, `store.in-use` or
 * `store.migration`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, log } = options;
  const database = url ? await openPostgres({ url, log }) : await openFile(options);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openFile({ dataFolder, server, log }: DatabaseOptions): Promise<Database> {
  await prepareDataFolder(dataFolder);
  return openSqlite({ file: join(dataFolder, 'shopdesk.db'), log, ...(server && { server }) });
}
