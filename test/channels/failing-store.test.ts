/** When the store fails for a while, a chat pauses: no message is taken for sent, and no client gives up. */
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDirectLine } from '../../src/channels/index.ts';
import { createConversationLog, createFeeds, createTurnQueue } from '../../src/conversations/index.ts';
import { systemClock as clock } from '../../src/core/clock.ts';
import { randomIds as ids } from '../../src/core/ids.ts';
import { silentLog as log } from '../../src/core/log.ts';
import type { Database } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { history, openChat, postActivity, until } from '../support/direct-line-client.ts';
import { connectRealClient, endRealClients, visitorToken } from '../support/real-client.ts';

const message = { type: 'message', text: 'Is anybody there?' };

eachDatabase(
  (_engine, open) => {
    describe('while the store fails', () => {
      let base: string;
      let server: Server;
      let failing: boolean;
      let close: () => Promise<void>;

      beforeEach(async () => {
        failing = false;
        const database = failingWhile(await open(), () => failing);
        ({ server, base, close } = await serve(database));
      });
      afterEach(async () => {
        endRealClients();
        await close();
      });

      it('refuses a send in a way that the real client reports', async () => {
        const client = await connectRealClient(base, { token: await visitorToken(base) });
        await client.online();
        failing = true;
        await expect(client.say('lost?', 'c1')).rejects.toMatchObject({
          status: 409,
          xhr: { response: { error: { code: 'NotStored' } } },
        });
        failing = false;
        expect(await client.say('lost?', 'c1')).not.toBe('retry');
        await client.sees((seen) => seen.length === 1);
      });

      it('answers a poll with nothing new, so that polling goes on', async () => {
        const token = await visitorToken(base);
        const client = await connectRealClient(base, { token, webSocket: false, pollingInterval: 200 });
        await client.say('before');
        await client.sees((seen) => seen.length === 1);
        const polls = countRequests(server, '/activities?watermark=');
        failing = true;
        await until(() => polls() >= 2 || undefined);
        failing = false;
        await client.say('after');
        await client.sees((seen) => seen.length === 2);
      });

      it('answers a resume with an error that clients try again on', async () => {
        const session = await openChat(base);
        await postActivity(base, session, message);
        const url = `${base}/v3/directline/conversations/${session.conversationId}?watermark=0`;
        failing = true;
        const response = await fetch(url, { headers: { authorization: `Bearer ${session.token}` } });
        expect(response.status).toBe(500);
        failing = false;
        expect((await history(base, session)).activities).toHaveLength(1);
      });
    });
  },
  ['sqlite'],
);

function failingWhile(database: Database, fails: () => boolean): Database {
  const guard = async () => {
    if (fails()) throw new Error('The disk is gone.');
  };
  return {
    ...database,
    read: (...query) => guard().then(() => database.read(...query)),
    write: (...statements) => guard().then(() => database.write(...statements)),
  };
}

/** Direct Line with a bot that never answers. */
async function serve(database: Database) {
  const conversations = createConversationLog({ database, clock, holder: 'test' });
  const feeds = createFeeds({ database, conversations, clock, log });
  const turns = createTurnQueue({
    conversations,
    committed: feeds.committed,
    run: async () => ({ replies: [], state: '{}', also: [] }),
    clock,
    log,
  });
  const directLine = createDirectLine({
    socketsPerConversation: 20,
    conversations,
    turns,
    feeds,
    database,
    tokenKey: new Uint8Array(32),
    secret: 'the secret of this test',
    dataFolder: '.',
    uploadMaxBytes: 1_000,
    sendsPerTenSeconds: 1_000,
    uploadsPerHour: 1_000,
    widgetTokensPerMinute: 1_000,
    allowedOrigins: [],
    conversationLifeDays: 1,
    addressOf: ({ headers }) => `http://${headers.host}`,
    visitorOf: () => 'visitor',
    clock,
    ids,
    log,
  });
  const server = createServer((request, response) => {
    const handle = request.url === '/widget/token' ? directLine.handleWidgetToken : directLine.handle;
    void handle(request, response);
  });
  server.on('upgrade', directLine.stream.upgrade);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    server,
    base: `http://localhost:${port}`,
    async close() {
      directLine.stream.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await turns.drain();
      feeds.close();
    },
  };
}

function countRequests(server: Server, part: string): () => number {
  let count = 0;
  server.on('request', ({ url }) => {
    if (url?.includes(part)) count++;
  });
  return () => count;
}
