/** What the operator may see, and the shopper may not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { history, until } from '../support/direct-line-client.ts';
import { startTalk } from '../support/talk.ts';

const adminToken = 'an-operator-of-the-test-suite';

describe('the operator', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ ADMIN_TOKEN: adminToken });
  });
  afterAll(() => app.stop());

  const inspect = (id: string, token: string) =>
    fetch(`${app.base}/api/admin/conversations/${id}`, { headers: { authorization: `Bearer ${token}` } });

  it('sees why the bot said what it said; the shopper never does', async () => {
    const talk = await startTalk(app.base);
    await talk('wher is my ordr');
    const { conversationId } = talk.session;
    const found = await (await inspect(conversationId, adminToken)).json();
    expect(found.traces).toHaveLength(1);
    expect(found.traces[0]).toMatchObject({ watermark: 1, zone: 'answer', chosen: ['faq:order-status'] });
    expect(found.traces[0].candidates.length).toBeGreaterThan(1);
    const { activities } = await history(app.base, talk.session);
    expect(JSON.stringify(activities)).not.toMatch(/faq:|candidates|confidence/);
  });

  it('sees the thumbs, the last one counting', async () => {
    const talk = await startTalk(app.base);
    await talk('do you ship to Canada?');
    await talk.thumb('up');
    await talk.thumb('down');
    const found = await (await inspect(talk.session.conversationId, adminToken)).json();
    expect(found.feedback).toEqual([
      expect.objectContaining({ answer_id: 'faq:ship-to-canada', verdict: 'down' }),
    ]);
  });

  it('is not anybody', async () => {
    const talk = await startTalk(app.base);
    expect((await inspect(talk.session.conversationId, 'a-guess-at-the-token')).status).toBe(401);
    expect((await inspect(talk.session.conversationId, talk.session.token)).status).toBe(401);
    expect((await inspect('no-such-conversation', adminToken)).status).toBe(404);
  });

  it('finds the server healthy, and a page at the door', async () => {
    expect((await fetch(`${app.base}/healthz`)).status).toBe(200);
    const page = await fetch(`${app.base}/`);
    expect(await page.text()).toContain('<html');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    await until(async () => ((await fetch(`${app.base}/widget.js`)).ok ? true : undefined));
  });

  it('finds a store unhealthy that answers and keeps nothing, as on a full disk', async () => {
    const health = async () => (await fetch(`${app.base}/healthz`)).status;
    const store = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
    const run = (sql: string) => store.write([{ sql }]);
    try {
      expect(await health()).toBe(200);
      await run(`CREATE TRIGGER no_room BEFORE UPDATE ON setting BEGIN SELECT RAISE(ABORT, 'no room'); END`);
      expect(await health()).toBe(503);
      await run('DROP TRIGGER no_room');
      expect(await health()).toBe(200);
    } finally {
      await store.close();
    }
  });
});
