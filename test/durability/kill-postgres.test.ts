/** Two processes serve one shop and are killed in turn: the other goes on, and nothing is lost or said twice. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import { until } from '../support/direct-line-client.ts';
import { expectNothingLost } from '../support/kept-log.ts';
import { createDatabase } from '../support/postgres.ts';
import { seededRandom } from '../support/random.ts';
import { type ServerProcess, smallServer, startServer } from '../support/server-process.ts';
import { openStubbornClient, untilAcknowledged } from '../support/stubborn-client.ts';

const rounds = 5;
const shoppers = 6;

describe.skipIf(inject('postgresUrl') === '')('two processes on one PostgreSQL', () => {
  it(`lose nothing and say nothing twice when one of them is killed, ${rounds} times under load`, async () => {
    const random = seededRandom(20_260_302);
    const folder = await mkdtemp(join(tmpdir(), 'shopdesk-kill-'));
    const store = await createDatabase(inject('postgresUrl'));
    const environment = {
      ...(await smallServer(folder)),
      DATABASE_URL: store.url,
    };
    const start = (port = 0) => startServer({ ...environment, PORT: String(port) });
    const servers: ServerProcess[] = await Promise.all([start(), start()]);
    const any = () => servers[Math.floor(random() * servers.length)]?.base ?? '';
    const clients = await Promise.all(
      Array.from({ length: shoppers }, () => openStubbornClient(any, () => random() * 20)),
    );
    try {
      for (const client of clients) client.talk();
      for (let round = 1; round <= rounds; round++) {
        await untilAcknowledged(clients, 1 + Math.floor(random() * 60));
        const [victim] = servers.splice(Math.floor(random() * servers.length), 1);
        await victim?.kill();
        // The one that is left serves everybody, the turns of the killed one included.
        await untilAcknowledged(clients, 1 + Math.floor(random() * 60));
        servers.push(await start(victim?.port));
      }
      await Promise.all(clients.map((client) => client.fallSilent()));
      await until(() => clients.every((client) => client.hasHeardAll()) || undefined, 60_000);
      expect(await Promise.all(servers.map((server) => server.terminate()))).toEqual([0, 0]);
      const database = await openDatabase({ url: store.url, dataFolder: folder, log: silentLog });
      await expectNothingLost(database, clients).finally(() => database.close());
    } finally {
      for (const client of clients) client.close();
      await Promise.all(servers.map((server) => server.kill()));
      await store.drop();
      await rm(folder, { recursive: true, force: true });
    }
  }, 600_000);
});
