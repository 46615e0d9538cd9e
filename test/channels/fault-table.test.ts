/**
 * What can go wrong in a chat, and the answers that keep Microsoft's clients alive: they lose a message silently
 * on 403, 429 and 5xx, give a conversation up on 403 and 404, and stop polling for ever on anything else.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { type HandClock, handClock } from '../support/clock.ts';
import {
  history,
  openChat,
  post,
  postActivity,
  type TestSession,
  until,
} from '../support/direct-line-client.ts';
import { testIntents } from '../support/intents.ts';
import { expectError } from '../support/protocol-error.ts';
import { connectRealClient, endRealClients, visitorToken } from '../support/real-client.ts';
import { openSocket } from '../support/socket.ts';

const message = { type: 'message', text: 'xylophone choices' };
const dayMs = 86_400_000;

describe('a send that is refused', () => {
  let app: TestApp;
  let clock: HandClock;
  beforeAll(async () => {
    clock = handClock();
    app = await startChannelApp({ SENDS_PER_TEN_SECONDS: '3' }, { clock });
  });
  afterAll(async () => {
    endRealClients();
    await app.stop();
  });

  it('for coming too fast is a 409, and the next one goes through after a while', async () => {
    const session = await openChat(app.base);
    for (let sent = 0; sent < 3; sent++) {
      expect((await postActivity(app.base, session, message)).status).toBe(200);
    }
    await expectError(await postActivity(app.base, session, message), 409, 'TooManyMessages');
    const other = await openChat(app.base);
    expect((await postActivity(app.base, other, message)).status).toBe(200);
    clock.move(10_001);
    expect((await postActivity(app.base, session, message)).status).toBe(200);
  });

  it('is an error to the real client, never a silent "retry"', async () => {
    const client = await connectRealClient(app.base, { token: await visitorToken(app.base) });
    for (let sent = 0; sent < 3; sent++) await client.say('xylophone choices');
    await expect(client.say('one too many')).rejects.toMatchObject({ status: 409 });
    await expect(client.send({ text: 'x'.repeat(8_001) })).rejects.toMatchObject({ status: 400 });
    await expect(client.send({ text: 'x'.repeat(300_000) })).rejects.toMatchObject({ status: 413 });
    await client.sees((seen) => seen.length === 6);
  });

  it('for its content is a 400 that says what is wrong', async () => {
    const session = await openChat(app.base);
    await expectError(await postActivity(app.base, session, { text: 'no type' }), 400, 'BadArgument');
    const long = { type: 'message', text: 'x'.repeat(8_001) };
    await expectError(await postActivity(app.base, session, long), 400, 'MessageSizeTooBig');
    const larger = { type: 'message', text: 'x'.repeat(300_000) };
    await expectError(await postActivity(app.base, session, larger), 413, 'MessageSizeTooBig');
  });
});

describe('a conversation', () => {
  let app: TestApp;
  let clock: HandClock;
  beforeAll(async () => {
    clock = handClock();
    app = await startChannelApp({}, { clock });
  });
  afterAll(() => app.stop());

  it('that was never begun is not found', async () => {
    const { token, conversationId } = await (await post(`${app.base}/widget/token`, {})).json();
    const session = { token, conversationId, userId: '', streamUrl: '' };
    await expectError(await postActivity(app.base, session, message), 404, 'BadArgument');
    await expectError(await call(app, session, ''), 404, 'BadArgument');
    await expectError(await call(app, session, '/activities'), 404, 'BadArgument');
  });

  it('honours the first token for all its life, as long as somebody speaks now and then', async () => {
    const session = await openChat(app.base);
    for (let month = 0; month < 3; month++) {
      clock.move(29 * dayMs);
      expect((await postActivity(app.base, session, message)).status).toBe(200);
      expect((await call(app, session, '?watermark=')).status).toBe(200);
      expect((await call(app, session, '/activities')).status).toBe(200);
      expect((await post(`${app.base}/v3/directline/tokens/refresh`, {}, session.token)).status).toBe(200);
    }
  });

  it('that was silent for too long has expired, so that clients begin anew', async () => {
    const session = await openChat(app.base);
    clock.move(31 * dayMs);
    await expectError(await call(app, session, '?watermark='), 403, 'TokenExpired');
    await expectError(await call(app, session, '/activities'), 403, 'TokenExpired');
    const refresh = await post(`${app.base}/v3/directline/tokens/refresh`, {}, session.token);
    await expectError(refresh, 403, 'TokenExpired');
  });

  it('cannot be begun with a token that nobody used in time', async () => {
    const token = await visitorToken(app.base);
    clock.move(1_801_000);
    const start = await post(`${app.base}/v3/directline/conversations`, {}, token);
    await expectError(start, 403, 'TokenExpired');
  });

  it('that has ended is not found any more, so that clients stop', async () => {
    const session = await openChat(app.base);
    await endConversation(app, session);
    await expectError(await postActivity(app.base, session, message), 404, 'BadArgument');
    await expectError(await call(app, session, '?watermark='), 404, 'BadArgument');
    await expectError(await call(app, session, '/activities'), 404, 'BadArgument');
    const refresh = await post(`${app.base}/v3/directline/tokens/refresh`, {}, session.token);
    await expectError(refresh, 404, 'BadArgument');
  });

  it('answers a poll whatever the watermark, while it lives', async () => {
    const session = await openChat(app.base);
    await postActivity(app.base, session, message);
    await until(async () => (await history(app.base, session)).activities.length === 2 || undefined);
    expect((await history(app.base, session)).watermark).toBe('2');
    const ahead = await history(app.base, session, 1_000);
    expect(ahead).toEqual({ activities: [], watermark: '1000' });
    const unspecified = await (await call(app, session, '/activities?watermark=')).json();
    expect(unspecified.activities).toHaveLength(2);
  });
});

describe('a server that is going away', { timeout: 90_000 }, () => {
  it('closes the sockets, takes no new one, and answers until its last turn is committed', async () => {
    const { intents, release } = testIntents();
    const app = await startChannelApp({}, { moreIntents: intents });
    const session = await openChat(app.base);
    const socket = await openSocket(session.streamUrl);
    await postActivity(app.base, session, { type: 'message', text: 'xylophone slowly' });
    await until(() => socket.activities.length === 1 || undefined);

    const restarted = app.restart();
    expect(await socket.closed).toBe(1001);
    const resumed = await call(app, session, '?watermark=1');
    expect(resumed.status).toBe(200);
    const { streamUrl } = await resumed.json();
    await expect(openSocket(streamUrl)).rejects.toThrow('503');
    expect((await fetch(`${app.base}/healthz`)).status).toBe(503);
    const late = await postActivity(app.base, session, message);
    expect(late.status).toBe(200);
    const { id } = await late.json();
    release();
    await restarted;

    const { activities } = await until(async () => {
      const all = await history(app.base, session);
      return all.activities.length === 4 ? all : undefined;
    });
    expect(activities.map(({ text }) => text)).toEqual([
      'xylophone slowly',
      message.text,
      'At last.',
      'Which colour?',
    ]);
    expect(activities[3]?.replyToId).toBe(id);
    await app.stop();
  });
});

function call(app: TestApp, { conversationId, token }: TestSession, rest: string): Promise<Response> {
  const url = `${app.base}/v3/directline/conversations/${conversationId}${rest}`;
  return fetch(url, { headers: { authorization: `Bearer ${token}` } });
}

async function endConversation({ dataFolder }: TestApp, { conversationId }: TestSession): Promise<void> {
  const database = await openDatabase({ url: undefined, dataFolder, log: silentLog });
  await database.write([
    { sql: 'UPDATE conversation SET ended_at = last_at WHERE id = $1', params: [conversationId] },
  ]);
  await database.close();
}
