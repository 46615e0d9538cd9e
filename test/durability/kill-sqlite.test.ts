/** The server is killed again and again while shoppers write: nothing that it acknowledged may be lost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import { until } from '../support/direct-line-client.ts';
import { expectNothingLost } from '../support/kept-log.ts';
import { seededRandom } from '../support/random.ts';
import { smallServer, startServer } from '../support/server-process.ts';
import { openStubbornClient, untilAcknowledged } from '../support/stubborn-client.ts';

const rounds = 20;
const shoppers = 6;

it(`loses nothing and says nothing twice when it is killed ${rounds} times under load`, async () => {
  const random = seededRandom(20_260_301);
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-kill-'));
  const environment = await smallServer(folder);
  let server = await startServer(environment);
  const { base, port } = server;
  const clients = await Promise.all(
    Array.from({ length: shoppers }, () =>
      openStubbornClient(
        () => base,
        () => random() * 10,
      ),
    ),
  );
  try {
    for (const client of clients) client.talk();
    for (let round = 1; round <= rounds; round++) {
      // Into the load at a random point, but never before this life of the server has taken something.
      await untilAcknowledged(clients, 1 + Math.floor(random() * 60));
      await server.kill();
      server = await startServer({ ...environment, PORT: String(port) });
    }
    await Promise.all(clients.map((client) => client.fallSilent()));
    await until(() => clients.every((client) => client.hasHeardAll()) || undefined);
    expect(await server.terminate()).toBe(0);
    const database = await openDatabase({ dataFolder: folder, log: silentLog });
    await expectNothingLost(database, clients).finally(() => database.close());
  } finally {
    for (const client of clients) client.close();
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}, 600_000);
