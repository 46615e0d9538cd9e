/** A server that is told to end finishes what it accepted, in time, and its next life takes up the rest. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import { until } from '../support/direct-line-client.ts';
import { expectNothingLost } from '../support/kept-log.ts';
import {
  type ServerProcess,
  smallServer,
  startServer,
  startServerInShell,
} from '../support/server-process.ts';
import { openStubbornClient, untilAcknowledged } from '../support/stubborn-client.ts';

const shoppers = 6;

it('ends with code 0 within 10 s under load and loses nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-drain-'));
  const environment = await smallServer(folder);
  let server = await startServer(environment);
  const { base, port } = server;
  const clients = await Promise.all(
    Array.from({ length: shoppers }, () =>
      openStubbornClient(
        () => base,
        () => 2,
      ),
    ),
  );
  try {
    for (const client of clients) client.talk();
    await untilAcknowledged(clients, 100);
    expect(await endWithinTenSeconds(server)).toBe(0);

    // `npm start` has a shell in between, which may die of the signal without passing it on.
    server = await startServerInShell({ ...environment, PORT: String(port) });
    await untilAcknowledged(clients, 20);
    await Promise.all(clients.map((client) => client.fallSilent()));
    await until(() => clients.every((client) => client.hasHeardAll()) || undefined);
    await endWithinTenSeconds(server);
    expect(server.output()).toContain('Closing: finishing what was accepted');
    const database = await openDatabase({ dataFolder: folder, log: silentLog });
    await expectNothingLost(database, clients).finally(() => database.close());
  } finally {
    for (const client of clients) client.close();
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

/** A killed server has no exit code. */
async function endWithinTenSeconds(server: ServerProcess): Promise<number | null> {
  const timer = setTimeout(() => void server.kill(), 10_000);
  return server.terminate().finally(() => clearTimeout(timer));
}
