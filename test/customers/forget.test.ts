/** "Forget me": everything that names a person is gone from every table and file when the bot says so. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { customerToken, openCustomerChat, openSignedChat } from '../support/customer-chat.ts';
import { eachDatabase } from '../support/databases.ts';
import {
  history,
  openChat,
  post,
  postActivity,
  type TestSession,
  until,
} from '../support/direct-line-client.ts';
import { startTalk } from '../support/talk.ts';

const adminToken = 'an-operator-of-the-test-suite';
/** Whatever of the person could be found: what the shop calls them, what they are called, what they said. */
const marks = /c-1001|walter|finch|zanzibar/i;

/** Tables in which the life of `liveABit` must have left a mark, or the test would prove nothing. */
const lived = [
  'activity',
  'alert_wish',
  'attachment',
  'conversation',
  'customer',
  'customer_identity',
  'email_proof',
  'knowledge_gap',
  'shop_order',
  'trace',
];

const tablesSql = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  postgres: `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
};

/** Every row of every table that names the person, as `table: row`. */
async function tracesIn(database: Database): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await database.read(tablesSql[database.engine])) {
    for (const row of await database.read(`SELECT * FROM ${name}`)) {
      const text = JSON.stringify(row);
      if (marks.test(text)) found.push(`${name}: ${text.slice(0, 300)}`);
    }
  }
  return found;
}

/** Every file that names the person, those of SQLite and its write-ahead log included. */
async function filesWithTraces(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const found: string[] = [];
  for (const { parentPath, name } of files) {
    const content = await readFile(join(parentPath, name), 'latin1');
    if (marks.test(name) || marks.test(content)) found.push(join(parentPath, name));
  }
  return found;
}

describe('forget me', () => {
  eachDatabase((engine, _open, address) => {
    test('leaves nothing of the person in any table or file, and nobody else loses anything', async () => {
      const url: Record<string, string> = engine === 'postgres' ? { DATABASE_URL: await address() } : {};
      const app = await startTestApp({ ADMIN_TOKEN: adminToken, ...url });
      const database = await openDatabase({
        url: url.DATABASE_URL,
        dataFolder: app.dataFolder,
        log: silentLog,
      });
      try {
        await app.warm();
        await liveABit(app);
        const tables = async () => (await tracesIn(database)).map((trace) => trace.split(':')[0]);
        await expect.poll(tables).toEqual(expect.arrayContaining(lived));
        const files = async () => (await filesWithTraces(app.dataFolder)).map((file) => basename(file));
        expect(await files()).toEqual(expect.arrayContaining(engine === 'sqlite' ? ['shopdesk.db-wal'] : []));
        // The upload, and the mail with the code.
        const alone = async () => (await files()).filter((file) => !file.startsWith('shopdesk.db'));
        await expect.poll(alone).toHaveLength(2);
        const visitor = await startTalk(app.base);
        await visitor('the timbuktu record is lovely');
        const others =
          'SELECT customer_id, COUNT(*) AS n FROM shop_order WHERE customer_id <> $1 GROUP BY customer_id';
        const ordersOfOthers = await database.read(`${others} ORDER BY customer_id`, ['c-1001']);
        const [{ n: allOrders } = { n: 0 }] = await database.read('SELECT COUNT(*) AS n FROM shop_order');

        const session = await openCustomerChat(app.base, 'c-1001');
        const talk = await startTalk(app.base, session);
        await talk('forget me');
        expect((await talk('Yes, erase everything')).texts).toEqual([
          expect.stringContaining('It is all erased'),
        ]);

        expect(await tracesIn(database)).toEqual([]);
        expect(await filesWithTraces(app.dataFolder)).toEqual([]);
        expect(await database.read(`${others} ORDER BY customer_id`, ['c-1001'])).toEqual(ordersOfOthers);
        const [{ n: ordersNow } = { n: 0 }] = await database.read('SELECT COUNT(*) AS n FROM shop_order');
        expect(ordersNow).toBe(allOrders);

        const chatsOfOthers = `SELECT COUNT(*) AS n FROM activity WHERE body LIKE '%timbuktu%'`;
        expect(await database.read(chatsOfOthers)).toEqual([{ n: 1 }]);

        // A visitor erases their chat, in their own language, and no other.
        await visitor('忘记我');
        expect((await visitor('是的')).texts[0]).toContain('已全部删除');
        expect(await database.read(chatsOfOthers)).toEqual([{ n: 0 }]);

        // What is said to a chat of nobody is not kept, and the answer can still be read.
        expect((await postActivity(app.base, session, { type: 'message', text: 'zanzibar' })).status).toBe(
          404,
        );
        expect((await history(app.base, session)).activities).toHaveLength(1);
        expect(await tracesIn(database)).toEqual([]);

        // The shop does not know that, and vouches for them again: they begin as a stranger.
        const again = await startTalk(
          app.base,
          await openSignedChat(app.base, await customerToken('c-1001', { name: 'Walter' })),
        );
        expect((await again('what do you know about me?')).texts[0]).toContain('do not know who you are');
      } finally {
        await database.close();
        await app.stop();
      }
    }, 120_000);
  });
});

/** Everything a customer does that leaves a trace somewhere. */
async function liveABit(app: TestApp): Promise<void> {
  const { base } = app;
  const token = await customerToken('c-1001', { name: 'Walter Finch' });
  const session = await openSignedChat(base, token);
  const talk = await startTalk(base, session);
  await talk('do you have the zanzibar sessions on vinyl?');
  await talk('do you ship to Canada?');
  await talk.thumb('down');
  await talk('what do you know about me');
  await talk('show who I am');
  await talk('walter.finch@example.com');
  await talk('cancel');
  await talk('I live in Boston, MA');
  await talk('tell me when Walter Finch plays near me');
  await talk('you may send me offers');
  await talk('yes');
  await upload(base, session);
  // A visitor of before turns out to be the same person.
  const visitor = await openChat(base);
  await (await startTalk(base, visitor))('zanzibar, please');
  const joined = await post(`${base}/widget/identify`, { customerToken: token }, visitor.token);
  expect(joined.status).toBe(200);
  const events = [
    {
      id: 'zanzibar-1',
      at: new Date().toISOString(),
      kind: 'page-view',
      customerId: 'c-1001',
      page: { url: 'https://shop.example/zanzibar' },
    },
  ];
  await post(`${base}/api/events`, { events }, directLineSecret);
  await ignoreGap(base);
  const person = await startTalk(base, session);
  await person('I want to talk to a person about zanzibar');
}

/** An operator says what became of their question: the words are kept with that. */
async function ignoreGap(base: string): Promise<void> {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
  const listed = await fetch(`${base}/api/desk/gaps`, { headers });
  const { gaps }: { gaps: { id: string; question: string }[] } = await listed.json();
  const theirs = gaps.find(({ question }) => marks.test(question));
  const settled = await fetch(`${base}/api/desk/gaps/${theirs?.id}`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify({ state: 'ignored' }),
  });
  expect(settled.status).toBe(200);
}

async function upload(base: string, session: TestSession) {
  const form = new FormData();
  form.append('file', new Blob(['my zanzibar receipt'], { type: 'text/plain' }), 'zanzibar.txt');
  const path = `/v3/directline/conversations/${session.conversationId}/upload?userId=${session.userId}`;
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}` },
    body: form,
  });
  expect(response.status).toBe(200);
  await until(async () => ((await history(base, session)).activities.length > 0 ? true : undefined));
}
