/** The store goes away and comes back: health tells, and the chat goes on. */
import { describe, expect, inject, it } from 'vitest';
import { startTestApp } from '../support/app.ts';
import { startProxy } from '../support/cuttable-proxy.ts';
import { ask, openChat, until } from '../support/direct-line-client.ts';
import { createDatabase } from '../support/postgres.ts';

describe.skipIf(inject('postgresUrl') === '')('a server whose PostgreSQL goes away', () => {
  it('is unhealthy until it is back, and then answers again', async () => {
    const store = await createDatabase(inject('postgresUrl'));
    const url = new URL(store.url);
    const proxy = await startProxy(url.hostname, Number(url.port));
    url.host = `localhost:${proxy.port}`;
    const app = await startTestApp({ DATABASE_URL: url.href });
    const health = async () => (await fetch(`${app.base}/healthz`)).status;
    try {
      expect(await health()).toBe(200);
      const session = await openChat(app.base);
      expect(await ask(app.base, session, 'hello')).toHaveLength(1);
      proxy.cut();
      expect(await health()).toBe(503);
      proxy.mend();
      await until(async () => (await health()) === 200 || undefined);
      expect(await ask(app.base, session, 'hello again')).toHaveLength(1);
    } finally {
      await app.stop();
      proxy.close();
      await store.drop();
    }
  });
});
