/** What cannot work is said at the start, with what to do about it. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failToStart, runShopdesk, smallServer, startServer } from '../support/server-process.ts';

let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopdesk-start-'));
  environment = await smallServer(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('names a port that is taken and ends with code 1', async () => {
  const other = createServer().listen(0, 'localhost');
  await once(other, 'listening');
  const address = other.address();
  const port = String(typeof address === 'object' && address ? address.port : 0);
  try {
    const { code, output } = await failToStart({ ...environment, PORT: port });
    expect(output).toContain(`The server cannot listen on port ${port}`);
    expect(output).toContain('Choose another with PORT');
    expect(code).toBe(1);
  } finally {
    other.close();
  }
});

it('names every bad setting and ends with code 1', async () => {
  const { code, output } = await failToStart({
    ...environment,
    PORT: 'many',
    DATABASE_URL: 'mysql://shop',
    ENCODER: 'perhaps',
    WRONG_ANSWER_COST: '0',
  });
  expect(output).toMatch(/PORT: must be a whole number/);
  expect(output).toMatch(/DATABASE_URL: must be an address such as postgres:/);
  expect(output).toMatch(/ENCODER: must be off, bundled, or an address/);
  expect(output).toMatch(/WRONG_ANSWER_COST: must be a number from 0\.1 to 100/);
  // What to do stands on a line of its own, below the last of them.
  expect(output).toMatch(/\nCorrect or unset them and start again\.\n$/);
  expect(code).toBe(1);
});

it('says which PostgreSQL it cannot reach', async () => {
  const { code, output } = await failToStart({
    ...environment,
    DATABASE_URL: 'postgres://nobody@localhost:1/shopdesk',
  });
  expect(output).toContain('PostgreSQL');
  expect(code).toBe(1);
});

it('leaves a folder to the server that has it, until that one is gone, however it went', async () => {
  const first = await startServer(environment);
  const second = await failToStart(environment);
  expect(second.output).toContain(
    `The data folder ${folder} is in use by another server: process ${first.pid} on`,
  );
  expect(second.output).toMatch(/End that one first, .*SHOPDESK_DATA, .*DATABASE_URL\.\n$/);
  expect(second.code).toBe(1);

  // The command line reads and writes beside a server.
  const [gaps, admin] = await Promise.all([
    runShopdesk(['knowledge', 'gaps'], environment),
    runShopdesk(['desk', 'add-admin', 'ada@shop.example'], environment),
  ]);
  expect(JSON.parse(gaps.output)).toEqual({ gaps: [] });
  expect(admin.output).toMatch(/\/desk#link=\S+\n$/);

  await first.kill();
  const next = await startServer(environment);
  expect(await next.terminate()).toBe(0);
});

it('names a data folder that cannot be made or is none, whichever store it is for', async () => {
  const file = fileURLToPath(import.meta.url);
  const starts = ['/proc/shopdesk', file, join(file, 'data')].map(async (place) => {
    const { code, output } = await failToStart({
      ...environment,
      ...(place !== file && { DATABASE_URL: 'postgres://nobody@localhost:1/shopdesk' }),
      SHOPDESK_DATA: place,
    });
    expect(output).toContain(`The data folder ${place} cannot be used`);
    expect(output).toContain('Name another with SHOPDESK_DATA');
    expect(code).toBe(1);
  });
  await Promise.all(starts);
});
