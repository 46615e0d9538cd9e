/** Runs the same tests on every engine, each test on a fresh store of its own. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, inject } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { createDatabase } from './postgres.ts';

/** Opens the store of the running test, each call as another process would; closed after the test. */
export type Open = (options?: { readonly migrated?: boolean }) => Promise<Database>;

type Engine = Database['engine'];

interface Place {
  /** The file of SQLite or the URL of PostgreSQL. */
  readonly address: string;
  remove(): Promise<void>;
}

/**
 * Declares the tests once per engine. `open` gives the newest schema unless `migrated` is false; `address` resolves to
 * where the store of the running test lies.
 */
export function eachDatabase(
  tests: (engine: Engine, open: Open, address: () => Promise<string>) => void,
  engines: readonly Engine[] = ['sqlite', 'postgres'],
): void {
  for (const engine of engines) {
    const isMissing = engine === 'postgres' && inject('postgresUrl') === '';
    describe.skipIf(isMissing)(`on ${engine}`, () => {
      let place: Promise<Place> | undefined;
      let opened: Database[] = [];
      const address = async () => {
        place ??= engine === 'sqlite' ? makeFolder() : makeDatabase();
        return (await place).address;
      };

      afterEach(async () => {
        const databases = opened;
        opened = [];
        await Promise.all(databases.map((database) => database.close()));
        const used = await place;
        place = undefined;
        await used?.remove();
      });

      tests(
        engine,
        async ({ migrated = true } = {}) => {
          const at = await address();
          const database = await (engine === 'sqlite'
            ? openSqlite({ file: at, log: silentLog })
            : openPostgres({ url: at, log: silentLog }));
          opened.push(database);
          if (migrated) await migrate(database);
          return database;
        },
        address,
      );
    });
  }
}

/** Where a commit need not wait for a disk that other programs use, too; what these tests ask does not depend on it. */
const quickFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

async function makeFolder(): Promise<Place> {
  const folder = await mkdtemp(join(quickFolder, 'shopdesk-sqlite-'));
  return { address: join(folder, 'test.db'), remove: () => rm(folder, { recursive: true, force: true }) };
}

async function makeDatabase(): Promise<Place> {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  return { address: url, remove: drop };
}
