/** What cannot work is said at the start, with what to do about it. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failToStart, smallServer } from '../support/server-process.ts';

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
