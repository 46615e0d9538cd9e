import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import { migrate, splitStatements } from '../../src/store/migrate.ts';
import { eachDatabase } from '../support/databases.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopdesk-migrations-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (name: string, text: string) => writeFile(join(folder, name), text);

eachDatabase((engine, open, address) => {
  test('applies every file once, in the order of the numbers', async () => {
    const database = await open({ migrated: false });
    await file('002-more.sql', 'INSERT INTO first (id) VALUES (2);\n');
    await file('001-first.sql', 'CREATE TABLE first (id BIGINT);\n\nINSERT INTO first (id) VALUES (1);\n');
    await file('readme.md', 'not a migration');
    await migrate(database, folder);
    await migrate(database, folder);
    await file('010-last.sql', 'INSERT INTO first (id) VALUES (10)');
    await migrate(database, folder);
    expect(await database.read('SELECT id FROM first ORDER BY id')).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 10 },
    ]);
    const applied = await database.read('SELECT number, name FROM migration ORDER BY number');
    expect(applied).toEqual([
      { number: 1, name: 'first' },
      { number: 2, name: 'more' },
      { number: 10, name: 'last' },
    ]);
  });

  test('several processes that start at the same time apply each file once', async () => {
    await file('001-first.sql', 'CREATE TABLE first (id BIGINT);\nINSERT INTO first (id) VALUES (1);\n');
    await file('002-second.sql', 'INSERT INTO first (id) VALUES (2);\n');
    const databases = [];
    for (let i = 0; i < 4; i++) databases.push(await open({ migrated: false }));
    await Promise.all(databases.map((database) => migrate(database, folder)));
    expect(await databases[0]?.read('SELECT id FROM first ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('refuses a file that was changed after it was applied, line ends aside', async () => {
    const database = await open({ migrated: false });
    await file('001-first.sql', 'CREATE TABLE first (\n  id BIGINT\n);\n');
    await migrate(database, folder);
    await file('001-first.sql', 'CREATE TABLE first (\r\n  id BIGINT\r\n);\r\n');
    await migrate(database, folder);
    await file('001-first.sql', 'CREATE TABLE first (\n  id TEXT\n);\n');
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'store.migration' });
  });

  test('a file that fails leaves nothing behind and can be corrected', async () => {
    const database = await open({ migrated: false });
    await file('001-first.sql', 'CREATE TABLE first (id BIGINT);\nCREATE TABLE broken (;\n');
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'store.failed' });
    await file('001-first.sql', 'CREATE TABLE first (id BIGINT);\n');
    await migrate(database, folder);
    expect(await database.read('SELECT number FROM migration')).toEqual([{ number: 1 }]);
  });

  test('refuses two files with one number', async () => {
    const database = await open({ migrated: false });
    await file('001-a.sql', 'CREATE TABLE a (id BIGINT);');
    await file('001-b.sql', 'CREATE TABLE b (id BIGINT);');
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'store.migration' });
  });

  test('a database that a newer version has migrated still opens', async () => {
    const database = await open();
    await database.write([
      { sql: `INSERT INTO migration (number, name, checksum, applied_at) VALUES (999, 'newer', 'x', 0)` },
    ]);
    await migrate(database);
    expect(await database.read('SELECT MAX(number) AS latest FROM migration')).toEqual([{ latest: 999 }]);
  });

  test('openDatabase gives the newest schema', async () => {
    const url = engine === 'postgres' ? await address() : undefined;
    const database = await openDatabase({ url, dataFolder: join(folder, 'made', 'here'), log: silentLog });
    try {
      expect(database.engine).toBe(engine);
      expect(await database.read('SELECT id FROM conversation')).toEqual([]);
      if (engine === 'sqlite') expect(await readdir(join(folder, 'made', 'here'))).toContain('shopdesk.db');
    } finally {
      await database.close();
    }
  });
});

describe('splitting a file into statements', () => {
  test('a statement ends with a semicolon at the end of a line', () => {
    const text = `-- Only a comment;\n\nCREATE TABLE a (b TEXT DEFAULT ';'); \nINSERT INTO a VALUES ('x;y');\n-- The end.\n`;
    expect(splitStatements(text)).toEqual([
      `CREATE TABLE a (b TEXT DEFAULT ';')`,
      `INSERT INTO a VALUES ('x;y')`,
    ]);
  });
});
