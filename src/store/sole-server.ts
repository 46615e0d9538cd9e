/**
 * One server at a time on a folder with SQLite: it takes leases that it finds for those of its own former life. The lock
 * is SQLite's own on a file beside the database, so that it ends with its process, however that ends. Other programs,
 * such as an import, do not ask for it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ShopdeskError } from '../core/errors.ts';

/** Empty; whoever holds its lock is the server. Nothing else may open it: closing it would let go of the lock. */
export const lockOf = (databaseFile: string) => `${databaseFile}-server`;

/** Words on who that is, for the next one that comes. */
const nameOf = (databaseFile: string) => `${databaseFile}-server.txt`;

/** To be called by whoever holds the lock. @param name such as `process 4711 on shop-1`. */
export async function leaveName(databaseFile: string, name: string): Promise<void> {
  await writeFile(nameOf(databaseFile), `${name}\n`, { mode: 0o600 });
}

/** What to tell whoever comes second. */
export async function inUse(databaseFile: string, cause: unknown): Promise<ShopdeskError> {
  const name = await readFile(nameOf(databaseFile), 'utf8').catch(() => '');
  return new ShopdeskError(
    'store.in-use',
    `The data folder ${dirname(databaseFile)} is in use by another server: ${name.trim().slice(0, 300) || 'one that is just starting'}.`,
    {
      remedy:
        'End that one first, name another folder with SHOPDESK_DATA, or let both share PostgreSQL with DATABASE_URL.',
      cause,
    },
  );
}

/** SQLITE_BUSY, as the thread reports it. */
export function isHeld(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}
