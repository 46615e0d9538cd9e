/** The store on one SQLite file: one thread writes, one reads, the main thread never waits for the disk. */

import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Database } from './database.ts';
import { checkHint, closed, failed } from './failures.ts';
import { inUse, isHeld, leaveName, lockOf } from './sole-server.ts';
import { scrubFile } from './sqlite-scrub.ts';
import { SqliteThread } from './sqlite-thread.ts';

export interface SqliteOptions {
  /** Path of the database file; it is made when it is missing, its folder is not. */
  readonly file: string;
  /** The name under which it is held against other servers; whoever gives none does not ask. */
  readonly server?: string;
  readonly log: Log;
}

/** Opens `file` (WAL, every acknowledged write is on disk). Rejects with `store.failed` or `store.in-use`. */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const { file, log } = options;
  const [writer, reader] = await openThreads(options);
  log.debug({ file }, 'SQLite database open');
  let closing: Promise<void> | undefined;

  return {
    engine: 'sqlite',

    async read(sql, params = []) {
      if (closing) throw closed();
      const [rows = []] = await reader.run([{ sql, params }]);
      return rows;
    },

    async write(statements) {
      if (closing) throw closed();
      return writer.run(statements);
    },

    async scrub() {
      if (closing) throw closed();
      await scrubFile(file);
    },

    // One file has one process: nobody else is there to hear.
    notify: checkHint,

    listen(topic) {
      checkHint(topic, '');
      return () => {};
    },

    close() {
      // The reader first: the last connection to close is the one that folds the write-ahead log into the file.
      closing ??= reader.stop().then(() => writer.stop());
      return closing;
    },
  };
}

async function openThreads({ file, server, log }: SqliteOptions): Promise<[SqliteThread, SqliteThread]> {
  let writer: SqliteThread | undefined;
  try {
    // In this order, because the writer makes the file.
    writer = await SqliteThread.start({ file, role: 'write', ...(server && { lock: lockOf(file) }) }, log);
    if (server) await leaveName(file, server);
    return [writer, await SqliteThread.start({ file, role: 'read' }, log)];
  } catch (cause) {
    await writer?.stop();
    if (server && isHeld(cause)) throw await inUse(file, cause);
    throw failed(
      `The database ${file} could not be opened: ${messageOf(cause)}.`,
      cause,
      'Check that it and its folder may be read and written by whoever runs this, and that the disk has space.',
    );
  }
}
