import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { eachDatabase } from '../support/databases.ts';

const createTable = { sql: 'CREATE TABLE item (id BIGINT PRIMARY KEY)' };
const insert = (id: number) => ({ sql: 'INSERT INTO item (id) VALUES ($1)', params: [id] });
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Counts the commits in a write-ahead log: frames that carry the database's new size (sqlite.org/fileformat2.html#walformat). */
async function countCommits(file: string): Promise<number> {
  const log = await readFile(`${file}-wal`);
  const frameSize = 24 + log.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at + frameSize <= log.length; at += frameSize)
    if (log.readUInt32BE(at + 4) > 0) commits++;
  return commits;
}

eachDatabase(
  (_engine, open, address) => {
    test('writes of one moment share a commit, writes one after the other do not', async () => {
      const database = await open({ migrated: false });
      await database.write([createTable]);
      const file = await address();
      const before = await countCommits(file);
      await Promise.all(numbers(200).map((id) => database.write([insert(id)])));
      const together = await countCommits(file);
      expect(together - before).toBe(1);
      for (const id of numbers(5)) await database.write([insert(1000 + id)]);
      expect((await countCommits(file)) - together).toBe(5);
    });

    test('a huge number of writes is spread over several commits', async () => {
      const database = await open({ migrated: false });
      await database.write([createTable]);
      const file = await address();
      const before = await countCommits(file);
      await Promise.all(numbers(1000).map((id) => database.write([insert(id)])));
      const commits = (await countCommits(file)) - before;
      expect(commits).toBeGreaterThan(2);
      expect(commits).toBeLessThan(20);
      expect(await database.read('SELECT COUNT(*) AS n FROM item')).toEqual([{ n: 1000 }]);
    });

    test('a read never writes', async () => {
      const database = await open({ migrated: false });
      await database.write([createTable]);
      await expect(database.read('DELETE FROM item')).rejects.toMatchObject({ code: 'store.failed' });
    });

    test('when a thread dies, what waits and what comes is rejected, and closing still works', async () => {
      const workers: Worker[] = [];
      const remember = (worker: Worker) => workers.push(worker);
      process.on('worker', remember);
      const database = await open({ migrated: false });
      process.off('worker', remember);
      await database.write([createTable]);
      const waiting = [database.write([insert(1)]), database.read('SELECT 1 AS n')];
      const outcomes = Promise.allSettled(waiting);
      await Promise.all(workers.map((worker) => worker.terminate()));
      for (const outcome of await outcomes)
        expect(outcome).toMatchObject({ reason: { code: 'store.failed' } });
      await expect(database.write([insert(2)])).rejects.toMatchObject({ code: 'store.failed' });
      await expect(database.read('SELECT 1 AS n')).rejects.toMatchObject({ code: 'store.failed' });
      await database.close();
    });

    test('after closing, everything is in the one file', async () => {
      const database = await open({ migrated: false });
      await database.write([createTable, insert(7)]);
      await database.close();
      await expect(readFile(`${await address()}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
    });
  },
  ['sqlite'],
);

test('a folder that does not exist is reported with what to do', async () => {
  const file = join(tmpdir(), 'shopdesk-there-is-no-such-folder', 'shopdesk.db');
  await expect(openSqlite({ file, log: silentLog })).rejects.toMatchObject({
    code: 'store.failed',
    remedy: expect.stringContaining('folder'),
  });
});

describe('a process that is killed', () => {
  test('has lost no write that it had acknowledged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shopdesk-killed-'));
    const file = join(folder, 'test.db');
    try {
      const acknowledged: number[] = [];
      for (let round = 0; round < 3; round++) acknowledged.push(...(await writeUntilKilled(file, round)));
      const database = await openSqlite({ file, log: silentLog });
      const rows = await database.read('SELECT id FROM item').finally(() => database.close());
      const found = new Set(rows.map((row) => row.id));
      expect(acknowledged.length).toBeGreaterThanOrEqual(3 * 50);
      expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** Starts a process that writes and prints what was acknowledged; kills it after 50 lines. */
async function writeUntilKilled(file: string, round: number): Promise<number[]> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('./endless-writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', loader, program, file, String(round * 1_000_000)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === 50) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}
