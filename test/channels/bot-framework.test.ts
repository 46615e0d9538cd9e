/** The same bot for Teams and Azure Bot Service, with the Bot Framework's authentication, offline. */
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { post, until } from '../support/direct-line-client.ts';
import { startTeams, type TeamsPlatform } from '../support/platforms/teams.ts';

let channel: TeamsPlatform;
beforeAll(async () => {
  channel = await startTeams();
});
afterAll(() => channel.close());

describe('/api/messages with an app id', () => {
  let app: TestApp;
  beforeAll(async () => {
    // The SDK prints what it refuses.
    vi.spyOn(console, 'error').mockImplementation(() => {});
    app = await startChannelApp(channel.environment);
  });
  afterAll(async () => {
    await app.stop();
    vi.restoreAllMocks();
  });

  const send = (activity: unknown, token?: string) => post(`${app.base}/api/messages`, activity, token);
  const deliveriesTo = (id: unknown) => channel.deliveries.filter(({ path }) => path.includes(`/${id}/`));

  it('delivers the answer to the connector that the channel names, with the bot’s own token', async () => {
    const activity = channel.activity({ id: 'first', conversation: { id: 'teams-1' } });
    const response = await send(activity, await channel.token());
    expect(response.status).toBe(200);
    expect(await until(() => deliveriesTo('teams-1')[0] && deliveriesTo('teams-1'))).toMatchObject([
      {
        path: '/v3/conversations/teams-1/activities/first',
        authorization: 'Bearer token-of-the-bot',
        activity: {
          type: 'message',
          text: 'Which colour?',
          replyToId: 'first',
          conversation: { id: 'teams-1' },
          recipient: { id: '29:ada' },
          from: { id: '28:shopdesk' },
          attachments: [{ content: { actions: [{ title: 'Red vinyl' }, { title: 'Black vinyl' }] } }],
        },
      },
    ]);
  });

  it('answers in the response where the channel expects that', async () => {
    const activity = channel.activity({ conversation: { id: 'teams-2' }, deliveryMode: 'expectReplies' });
    const response = await send(activity, await channel.token());
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ activities: [{ text: 'Which colour?' }] });
    expect(deliveriesTo('teams-2')).toEqual([]);
  });

  it('answers a redelivered activity from its log', async () => {
    const activity = channel.activity({ conversation: { id: 'teams-3' }, deliveryMode: 'expectReplies' });
    const token = await channel.token();
    const answers = await Promise.all([1, 2, 3].map(async () => (await send(activity, token)).json()));
    for (const { activities } of answers) expect(activities).toHaveLength(1);
    expect(await logOf(app, 'msteams:teams-3')).toEqual(['user', 'bot']);
  });

  it('welcomes who joins, and not the bot itself', async () => {
    const joins = (id: string, conversation: string) =>
      channel.activity({
        type: 'conversationUpdate',
        text: undefined,
        membersAdded: [{ id }],
        conversation: { id: conversation },
        deliveryMode: 'expectReplies',
      });
    const token = await channel.token();
    const welcome = await (await send(joins('29:ada', 'teams-4'), token)).json();
    expect(welcome.activities).toHaveLength(1);
    const none = await (await send(joins('28:shopdesk', 'teams-5'), token)).json();
    expect(none.activities).toEqual([]);
  });

  it('refuses who cannot show the channel’s token', async () => {
    const now = Math.floor(Date.now() / 1000);
    const tokens: Record<string, string | undefined> = {
      missing: undefined,
      garbage: 'garbage',
      'for another bot': await channel.token({ aud: 'another-app' }),
      'from another issuer': await channel.token({ iss: 'https://evil.example' }),
      'badly signed': await channel.token({}, 'forged'),
      expired: await channel.token({ nbf: now - 7_200, exp: now - 3_600 }),
      'not yet valid': await channel.token({ nbf: now + 3_600, exp: now + 7_200 }),
      'for another service': await channel.token({ serviceurl: 'https://evil.example' }),
      'not signed': `${(await channel.token()).split('.').slice(0, 2).join('.')}.`,
    };
    for (const [what, token] of Object.entries(tokens)) {
      const response = await send(channel.activity({ conversation: { id: 'refused' } }), token);
      expect([what, response.status]).toEqual([what, 401]);
    }
    const unendorsed = channel.activity({ channelId: 'slack', conversation: { id: 'refused' } });
    expect((await send(unendorsed, await channel.token())).status).toBe(401);
    const side = channel.activity({ channelId: 'AseChannel', conversation: { id: 'refused' } });
    expect((await send(side, 'garbage')).status).not.toBe(200);
    expect(await logOf(app, 'msteams:refused')).toEqual([]);
    expect(deliveriesTo('refused')).toEqual([]);
  });

  it('does not blame the caller when it is the keys that cannot be had', async () => {
    const other = await startTeams();
    other.down = true;
    const cut = await startChannelApp(other.environment);
    const response = await post(`${cut.base}/api/messages`, other.activity(), await other.token());
    expect(response.status).toBe(500);
    await cut.stop();
    await other.close();
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an array', []],
    ['no conversation', { type: 'message', channelId: 'msteams', serviceUrl: 'http://localhost' }],
    ['no type', { ...{ channelId: 'msteams' }, conversation: { id: 'x' } }],
    ['a service that is no web address', { type: 'message', serviceUrl: 'file:///etc/passwd' }],
  ])('answers %s with 400', async (_what, activity) => {
    expect((await send(activity, await channel.token())).status).toBe(400);
  });

  it('answers what is no JSON with 400 and what is too large with 413', async () => {
    const headers = { authorization: `Bearer ${await channel.token()}` };
    const raw = (body: string) => fetch(`${app.base}/api/messages`, { method: 'POST', headers, body });
    expect((await raw('{"type":')).status).toBe(400);
    expect((await raw('['.repeat(100_000))).status).toBe(400);
    expect((await raw(`"${'x'.repeat(1_000_000)}"`)).status).toBe(413);
  });
});

describe('/api/messages without an app id', () => {
  let app: TestApp;
  let channel: TeamsPlatform;
  beforeAll(async () => {
    channel = await startTeams({ authenticated: false });
    app = await startChannelApp();
  });
  afterAll(async () => {
    await app.stop();
    await channel.close();
  });

  it('answers the own machine, and otherwise only in the response', async () => {
    const send = (fields: object) => post(`${app.base}/api/messages`, channel.activity({ ...fields }));
    expect((await send({ conversation: { id: 'local-1' } })).status).toBe(200);
    await until(() => channel.deliveries.some(({ path }) => path.includes('/local-1/')) || undefined);
    const elsewhere = { serviceUrl: 'https://evil.example', conversation: { id: 'local-2' } };
    expect((await send(elsewhere)).status).toBe(401);
    expect(await logOf(app, 'msteams:local-2')).toEqual([]);
    const response = await send({ ...elsewhere, deliveryMode: 'expectReplies' });
    expect(response.status).toBe(200);
    expect((await response.json()).activities).toMatchObject([{ text: 'Which colour?' }]);
  });

  it('answers nobody who comes from elsewhere through a proxy', async () => {
    const activity = channel.activity({ conversation: { id: 'local-4' }, deliveryMode: 'expectReplies' });
    const response = await fetch(`${app.base}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.7' },
      body: JSON.stringify(activity),
    });
    expect(response.status).toBe(401);
  });

  it('calls nothing that a stranger’s activity names: not for files, not to show that it writes', async () => {
    const called: string[] = [];
    const inside = createServer((request, response) => {
      called.push(`${request.method} ${request.url}`);
      response.end('inside');
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const address = inside.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    // Another name of this machine, as an address in its network would be.
    const place = `http://127.0.0.2:${port}`;
    const attachments = [{ contentType: 'image/png', contentUrl: `${place}/secret`, name: 'secret.png' }];
    const activity = channel.activity({
      serviceUrl: place,
      conversation: { id: 'local-5' },
      deliveryMode: 'expectReplies',
      attachments,
    });
    expect((await post(`${app.base}/api/messages`, activity)).status).toBe(200);
    await until(async () => (await bodyOf(app, 'msteams:local-5')).includes('text/plain') || undefined);
    expect(called).toEqual([]);
    inside.close();
  });

  it('refuses 20 MB and a compressed bomb unread, and serves others meanwhile', async () => {
    const huge = Buffer.alloc(20_000_000, 'a');
    const send = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      fetch(`${app.base}/api/messages`, { method: 'POST', body, headers });
    const answers = await Promise.all([
      send(huge).catch(() => ({ status: 413 })),
      send(Buffer.from(gzipSync(huge)), { 'content-encoding': 'gzip' }),
      fetch(`${app.base}/healthz`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([413, 415, 200]);
  });

  it.each([
    'http://localhost.evil.example',
    'http://localhost@evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost:9200/index/_doc?',
    'http://localhost:9200/_shutdown#',
    'http://admin:secret@localhost:9200',
  ])('does not take %s for the own machine', async (serviceUrl) => {
    const activity = channel.activity({ serviceUrl, conversation: { id: 'local-3' } });
    expect((await post(`${app.base}/api/messages`, activity)).status).toBe(401);
  });
});

/** Who said the entries of a conversation. */
async function logOf(app: TestApp, conversationId: string): Promise<unknown[]> {
  return (await entriesOf(app, conversationId)).map(({ sender }) => sender);
}

/** The first entry of a conversation, as it is stored. */
async function bodyOf(app: TestApp, conversationId: string): Promise<string> {
  return String((await entriesOf(app, conversationId))[0]?.body ?? '');
}

async function entriesOf({ dataFolder }: TestApp, conversationId: string) {
  const database = await openDatabase({ url: undefined, dataFolder, log: silentLog });
  const rows = await database.read(
    'SELECT sender, body FROM activity WHERE conversation_id = $1 ORDER BY watermark',
    [conversationId],
  );
  await database.close();
  return rows;
}
