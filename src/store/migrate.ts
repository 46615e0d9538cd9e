/** Brings a database to the newest schema: numbered SQL files, each applied once and in one transaction. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Database } from './database.ts';

const ownMigrations = fileURLToPath(new URL('./migrations', import.meta.url));

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
}

/**
 * Applies the files `NNN-name.sql` of `folder` that were not applied yet, in the order of their numbers. Any
 * number of processes may do so at the same time: the row in `migration` is written first in the same transaction,
 * so the primary key lets one of them through and makes the others wait, on both engines.
 *
 * Rejects with `store.migration` when a file that was applied has changed, or two files share a number.
 * Migrations of a newer version of the product are left alone, so that processes can be replaced one by one.
 */
export async function migrate(
  database: Database,
  folder = ownMigrations,
  clock: Clock = systemClock,
): Promise<void> {
  await createOwnTable(database);
  const migrations = await readMigrations(folder);
  for (const migration of migrations) {
    if (await isApplied(database, migration)) continue;
    await apply(database, migration, clock).catch(async (error) => {
      if (!hasCode(error, 'store.duplicate') || !(await isApplied(database, migration))) throw error;
    });
  }
}

async function apply(database: Database, migration: Migration, clock: Clock): Promise<void> {
  const { number, name, checksum, statements } = migration;
  await database.write([
    {
      sql: 'INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)',
      params: [number, name, checksum, clock.now()],
    },
    ...statements.map((sql) => ({ sql })),
  ]);
}

/** PostgreSQL lets one of two simultaneous `IF NOT EXISTS` fail, since its catalogue is unique too. */
async function createOwnTable(database: Database): Promise<void> {
  const sql = `CREATE TABLE IF NOT EXISTS migration (
    number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)`;
  await database.write([{ sql }]).catch(() => database.write([{ sql }]));
}

async function isApplied(database: Database, { number, name, checksum }: Migration): Promise<boolean> {
  const [row] = await database.read('SELECT name, checksum FROM migration WHERE number = $1', [number]);
  if (!row) return false;
  if (row.checksum === checksum) return true;
  throw new ShopdeskError(
    'store.migration',
    `Migration ${number} (${name}) was applied as "${row.name}" and has changed since.`,
    { remedy: 'Put the file back as it was and add a new migration with the change.' },
  );
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const file of (await readdir(folder)).sort()) {
    const [, number, name] = /^(\d{3})-([a-z0-9-]+)\.sql$/.exec(file) ?? [];
    if (number === undefined || name === undefined) continue;
    if (migrations.at(-1)?.number === Number(number)) {
      throw new ShopdeskError('store.migration', `Two migrations have the number ${number}.`, {
        remedy: `Rename ${file}.`,
      });
    }
    // Line ends may differ between checkouts; the meaning does not.
    const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(text).digest('hex');
    migrations.push({ number: Number(number), name, checksum, statements: splitStatements(text) });
  }
  return migrations;
}

/** Statements end with `;` at the end of a line; a `;` inside a line belongs to the statement. */
export function splitStatements(text: string): string[] {
  return text
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) =>
      statement.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('--')),
    );
}
