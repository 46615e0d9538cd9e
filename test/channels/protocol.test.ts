/** The fine print of Direct Line that clients rely on: what an activity becomes, time, watermarks, CORS. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { type HandClock, handClock } from '../support/clock.ts';
import { history, openChat, postActivity, until } from '../support/direct-line-client.ts';
import { openSocket } from '../support/socket.ts';

const say = (text: string) => ({ type: 'message', text });

describe('Direct Line', () => {
  let app: TestApp;
  let clock: HandClock;
  beforeAll(async () => {
    clock = handClock();
    app = await startChannelApp({ SENDS_PER_TEN_SECONDS: '30' }, { clock });
  });
  afterAll(() => app.stop());

  it('sets what is the server’s to say and drops what means nothing to others', async () => {
    const session = await openChat(app.base);
    const response = await postActivity(app.base, session, {
      type: 'message',
      id: 'mine',
      timestamp: '1999-01-01T00:00:00Z',
      channelId: 'webchat',
      conversation: { id: 'another' },
      from: { id: 'somebody', name: 'Ada', role: 'bot' },
      recipient: { id: 'x' },
      serviceUrl: 'http://evil.example',
      replyToId: 'x',
      text: 'hello',
      locale: null,
      value: null,
      entities: null,
      inputHint: null,
      localTimezone: 'Europe/Berlin',
      attachments: [
        { contentType: 'image/png', contentUrl: 'blob:http://shop/1', name: 'lost.png' },
        { contentType: 'image/png', contentUrl: 'javascript:alert(1)' },
        {
          contentType: 'image/png',
          contentUrl: 'https://shop.example/a.png',
          thumbnailUrl: 'blob:x',
          name: null,
        },
      ],
      channelData: { clientActivityID: 'c1', nothing: null, nested: { kept: [1, null] } },
    });
    const { id }: { id: string } = await response.json();
    const [stored] = (await history(app.base, session)).activities;
    expect(stored).toEqual({
      type: 'message',
      id,
      timestamp: expect.stringMatching(/^20\d\d-.*Z$/),
      channelId: 'directline',
      conversation: { id: session.conversationId },
      from: { id: session.userId, name: 'Ada', role: 'user' },
      text: 'hello',
      localTimezone: 'Europe/Berlin',
      attachments: [{ contentType: 'image/png', contentUrl: 'https://shop.example/a.png' }],
      channelData: { clientActivityID: 'c1', nothing: null, nested: { kept: [1, null] } },
    });
  });

  it.each([
    ['stands still', (hand: HandClock) => hand.freeze()],
    ['runs backwards', (hand: HandClock) => hand.move(-3_600_000)],
  ])('lets time rise within a conversation when the clock %s', async (_what, disturb) => {
    const session = await openChat(app.base);
    await postActivity(app.base, session, say('xylophone choices'));
    disturb(clock);
    for (let sent = 0; sent < 4; sent++) await postActivity(app.base, session, say('xylophone choices'));
    const { activities } = await until(async () => {
      const all = await history(app.base, session);
      return all.activities.length === 10 ? all : undefined;
    });
    const times = activities.map(({ timestamp }) => Date.parse(timestamp ?? ''));
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
  });

  it('shows typing to those who listen and keeps nothing of it', async () => {
    const session = await openChat(app.base);
    const socket = await openSocket(session.streamUrl);
    await until(() => socket.frames.length === 1 || undefined);
    const response = await postActivity(app.base, session, {
      type: 'typing',
      text: 'so far',
      channelData: { streamType: 'streaming' },
    });
    expect(response.status).toBe(200);
    await until(() => socket.activities.length === 1 || undefined);
    expect(socket.activities[0]).toMatchObject({
      type: 'typing',
      from: { id: session.userId },
      text: 'so far',
      channelData: { streamType: 'streaming' },
    });
    expect(socket.frames[1]?.watermark).toBeUndefined();
    expect(await history(app.base, session)).toEqual({ activities: [], watermark: '0' });
    socket.socket.close();
  });

  it('shows no more typing than messages could come', async () => {
    const session = await openChat(app.base);
    const socket = await openSocket(session.streamUrl);
    for (let sent = 0; sent < 40; sent++) {
      expect((await postActivity(app.base, session, { type: 'typing' })).status).toBe(200);
    }
    await postActivity(app.base, session, say('xylophone choices'));
    await until(() => socket.activities.find(({ type }) => type === 'message'));
    expect(socket.activities.filter(({ type }) => type === 'typing')).toHaveLength(30);
    socket.socket.close();
  });

  it('takes types of the protocol that mean nothing to it, and keeps them to itself', async () => {
    const session = await openChat(app.base);
    for (const type of ['conversationUpdate', 'endOfConversation', 'installationUpdate', 'anything'])
      expect((await postActivity(app.base, session, { type })).status).toBe(200);
    expect((await history(app.base, session)).activities).toEqual([]);
  });

  it('brings one activity a frame, each with its watermark', async () => {
    const session = await openChat(app.base);
    for (let sent = 0; sent < 3; sent++) await postActivity(app.base, session, say('xylophone choices'));
    await until(async () => (await history(app.base, session)).activities.length === 6 || undefined);
    const socket = await openSocket(session.streamUrl);
    await until(() => socket.activities.length === 6 || undefined);
    expect(socket.frames.map(({ activities, watermark }) => [activities.length, watermark])).toEqual([
      [0, '0'],
      [1, '1'],
      [1, '2'],
      [1, '3'],
      [1, '4'],
      [1, '5'],
      [1, '6'],
    ]);
    socket.socket.close();
  });

  it('resumes with what is new for an empty watermark and with everything for 0', async () => {
    const session = await openChat(app.base);
    await postActivity(app.base, session, say('xylophone choices'));
    await until(async () => (await history(app.base, session)).activities.length === 2 || undefined);
    const resume = async (watermark: string) => {
      const url = `${app.base}/v3/directline/conversations/${session.conversationId}?watermark=${watermark}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${session.token}` } });
      const resumed = await response.json();
      expect(resumed).toMatchObject({ conversationId: session.conversationId, token: expect.any(String) });
      return openSocket(resumed.streamUrl);
    };
    const [onlyNew, everything, fromOne] = await Promise.all(['', '0', '1'].map(resume));
    await postActivity(app.base, session, { type: 'event', name: 'last' });
    const sockets = [onlyNew, everything, fromOne];
    for (const socket of sockets) await until(() => socket?.activities.find(({ name }) => name === 'last'));
    expect(sockets.map((socket) => socket?.activities.length)).toEqual([1, 3, 2]);
    expect(sockets.map((socket) => socket?.frames.at(-1)?.watermark)).toEqual(['3', '3', '3']);
    for (const socket of sockets) socket?.socket.close();
  });

  it('tells browsers beforehand that every page may call, and for how long that holds', async () => {
    for (const path of ['conversations', 'conversations/x/activities', 'tokens/refresh', 'attachments/x']) {
      const response = await fetch(`${app.base}/v3/directline/${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://shop.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type,x-ms-bot-agent,x-requested-with',
        },
      });
      expect(response.status).toBe(204);
      const { headers } = response;
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(Number(headers.get('access-control-max-age'))).toBeGreaterThanOrEqual(3_600);
      const allowed = headers.get('access-control-allow-headers')?.split(', ');
      expect(allowed).toEqual(
        expect.arrayContaining(['authorization', 'content-type', 'x-ms-bot-agent', 'x-requested-with']),
      );
    }
  });

  it('gives OAuth cards a session id', async () => {
    const { token } = await openChat(app.base);
    const url = `${app.base}/v3/directline/session/getsessionid`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toEqual({ sessionId: expect.any(String) });
  });
});
