/**
 * `npm run bench -- desk`: routing, and a full desk that chats. `-- desk routing`, `-- desk sqlite` or `-- desk postgres`
 * does one of them.
 */
import { createDatabase, startPostgres } from '../../test/support/postgres.ts';
import { adminToken } from './desk-crowd.ts';
import { measureDeskLoad } from './desk-load.ts';
import { benchRouting } from './desk-routing.ts';
import { spawnServerOn } from './server-child.ts';

export async function benchDesk(only: readonly string[]): Promise<void> {
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  process.env.BENCH_ADMIN_TOKEN = adminToken;
  if (wanted('routing')) benchRouting();
  if (wanted('sqlite')) await withServers('one process on SQLite', 1);
  if (wanted('postgres')) {
    const postgres = await startPostgres();
    const store = await createDatabase(postgres.url);
    try {
      await withServers('two processes on PostgreSQL', 2, store.url);
    } finally {
      await store.drop();
      await postgres.stop();
    }
  }
}

async function withServers(what: string, count: number, databaseUrl?: string): Promise<void> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => spawnServerOn('shopdesk', databaseUrl)),
  );
  try {
    await measureDeskLoad(
      what,
      servers.map(({ port }) => port),
    );
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
