/** Nobody reads or writes another's conversation: tokens, secrets, stream tickets and origins. */
import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { directLineSecret, type TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { type HandClock, handClock } from '../support/clock.ts';
import { history, openChat, post, postActivity, type TestSession } from '../support/direct-line-client.ts';
import { expectError } from '../support/protocol-error.ts';
import { openSocket } from '../support/socket.ts';

const payload = (user: string, conv: string) => ({ user, conv, aud: 'directline', iat: 1_700_000_000 });
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access to a conversation', () => {
  let app: TestApp;
  const warnings: object[] = [];
  let clock: HandClock;
  let ada: TestSession;
  let eve: TestSession;
  beforeAll(async () => {
    clock = handClock();
    const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
    app = await startChannelApp({ ALLOWED_ORIGINS: 'https://shop.example' }, { clock, log });
    [ada, eve] = await Promise.all([openChat(app.base), openChat(app.base)]);
    await postActivity(app.base, ada, { type: 'message', text: 'hello' });
  });
  afterAll(() => app.stop());

  const routes: readonly [method: string, path: string][] = [
    ['POST', 'conversations/:id/activities'],
    ['POST', 'conversations/:id/upload'],
    ['GET', 'conversations/:id'],
    ['GET', 'conversations/:id?watermark=0'],
    ['GET', 'conversations/:id/activities'],
    ['GET', 'conversations/:id/activities?watermark=0'],
  ];

  function call(method: string, path: string, authorization: string | undefined): Promise<Response> {
    return fetch(`${app.base}/v3/directline/${path.replace(':id', ada.conversationId)}`, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      ...(method === 'POST' && { body: JSON.stringify({ type: 'message', text: 'I was here' }) }),
    });
  }

  /** Bearers that are not Ada's, with the status they are refused with. */
  async function strangers(): Promise<[who: string, bearer: string | undefined, status: number][]> {
    const claims = payload(ada.userId, ada.conversationId);
    const signed = (key: string) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(key.padEnd(32, '.')));
    const [head = '', body = '', signature = ''] = ada.token.split('.');
    const hmac = (text: string, key: string) => createHmac('sha256', key).update(text).digest('base64url');
    const unsigned = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    const stream = new URL(ada.streamUrl).searchParams.get('t');
    return [
      ['nobody', undefined, 401],
      ['an empty header', '', 401],
      ['another scheme', `Basic ${ada.token}`, 401],
      ['an empty bearer', 'Bearer ', 401],
      ['the shopper next door', `Bearer ${eve.token}`, 403],
      ['an unsigned token', `Bearer ${unsigned}`, 403],
      ['an unsigned token with a signature', `Bearer ${unsigned}${signature}`, 403],
      ['another key', `Bearer ${await signed('guessed')}`, 403],
      ['the secret as key', `Bearer ${await signed(directLineSecret)}`, 403],
      ['an empty key', `Bearer ${head}.${body}.${hmac(`${head}.${body}`, '')}`, 403],
      ['a truncated token', `Bearer ${ada.token.slice(0, -3)}`, 403],
      ['a token with another body', `Bearer ${head}.${encode({ ...claims, user: 'eve' })}.${signature}`, 403],
      ['a stream ticket', `Bearer ${stream}`, 403],
      ['half a secret', `Bearer ${directLineSecret.slice(0, -1)}`, 403],
      ['garbage', `Bearer ${'x'.repeat(5_000)}`, 403],
    ];
  }

  it('is refused to everybody else on every route', async () => {
    for (const [who, bearer, status] of await strangers()) {
      for (const [method, path] of routes) {
        const response = await call(method, path, bearer);
        expect([who, method, path, response.status]).toEqual([who, method, path, status]);
        await expectError(response, status, status === 401 ? 'Unauthorized' : 'BadArgument');
      }
      const refresh = await fetch(`${app.base}/v3/directline/tokens/refresh`, {
        method: 'POST',
        headers: bearer === undefined ? {} : { authorization: bearer },
      });
      if (who !== 'the shopper next door') expect([who, refresh.status]).toEqual([who, status]);
    }
    const { activities } = await history(app.base, ada);
    expect(activities.filter(({ text }) => text === 'I was here')).toEqual([]);
  });

  it('goes to its owner and to the holder of the secret', async () => {
    for (const bearer of [ada.token, directLineSecret]) {
      expect((await call('GET', 'conversations/:id?watermark=', `Bearer ${bearer}`)).status).toBe(200);
      expect((await call('GET', 'conversations/:id/activities', `Bearer ${bearer}`)).status).toBe(200);
    }
    await expectError(
      await fetch(`${app.base}/v3/directline/conversations/unheard-of/activities`, {
        headers: { authorization: `Bearer ${directLineSecret}` },
      }),
      404,
    );
  });

  it('by a stream needs a fresh ticket for this conversation', async () => {
    const [mine, others] = [new URL(ada.streamUrl), new URL(eve.streamUrl)];
    const ticket = mine.searchParams.get('t') ?? '';
    const refused = [
      mine.href.replace(ticket, others.searchParams.get('t') ?? ''),
      mine.href.replace(ticket, ''),
      mine.href.replace(ticket, ada.token),
      mine.href.replace(ticket, ticket.slice(0, -2)),
      mine.href.replace(ada.conversationId, eve.conversationId),
      `${app.base.replace('http', 'ws')}/v3/directline/conversations/${ada.conversationId}/stream`,
    ];
    for (const url of refused) await expect(openSocket(url), url).rejects.toThrow('403');
    await expect(openSocket(`${mine.href.replace('watermark=0', 'watermark=-1')}`)).rejects.toThrow('400');
    const socket = await openSocket(ada.streamUrl);
    clock.move(61_000);
    await expect(openSocket(ada.streamUrl)).rejects.toThrow('403');
    expect(socket.socket.readyState).toBe(socket.socket.OPEN);
    const renewed = await (await call('GET', 'conversations/:id?watermark=', `Bearer ${ada.token}`)).json();
    const again = await openSocket(renewed.streamUrl);
    for (const { socket: open } of [socket, again]) open.close();
  });

  it.each([
    ['user', { user: { id: 'dl_ada', name: 'Ada' } }, 'dl_ada'],
    ['User', { User: { Id: 'dl_ada', Name: 'Ada' } }, 'dl_ada'],
    ['a plain id', { user: { id: 'customer-7' } }, 'customer-7'],
    ['nothing', {}, /^dl_./],
  ])('is given to the shop that asks with the secret, for %s', async (_what, body, user) => {
    const response = await post(`${app.base}/v3/directline/tokens/generate`, body, directLineSecret);
    expect(response.status).toBe(200);
    const { token, conversationId, expires_in } = await response.json();
    expect(expires_in).toBe(1_800);
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ user: expect.stringMatching(user), conv: conversationId });
    const started = await post(`${app.base}/v3/directline/conversations`, { user: { id: 'dl_eve' } }, token);
    expect(started.status).toBe(201);
    expect((await started.json()).conversationId).toBe(conversationId);
    const again = await post(`${app.base}/v3/directline/conversations`, {}, token);
    expect(again.status).toBe(200);
    const session = { token, conversationId, userId: '', streamUrl: '' };
    await postActivity(app.base, session, { type: 'event', name: 'x', from: { id: 'dl_eve', role: 'bot' } });
    const { activities } = await history(app.base, session);
    expect(activities[0]?.from).toMatchObject({ id: expect.stringMatching(user), role: 'user' });
  });

  it('is not given without the secret, nor for nonsense', async () => {
    const url = `${app.base}/v3/directline/tokens/generate`;
    await expectError(await post(url, {}), 403);
    await expectError(await post(url, {}, 'not the secret of the shop'), 403);
    await expectError(await post(url, {}, ada.token), 403);
    for (const body of [
      [],
      'x',
      { user: 'ada' },
      { user: { id: 5 } },
      { trustedOrigins: 'https://a.example' },
    ])
      await expectError(await post(url, body, directLineSecret), 400);
  });

  it.each(['trustedOrigins', 'TrustedOrigins'])('may be bound to pages by %s', async (field) => {
    const body = { [field]: ['https://shop.example'] };
    const generated = await post(`${app.base}/v3/directline/tokens/generate`, body, directLineSecret);
    const { token, conversationId } = await generated.json();
    const start = (origin?: string, bearer = token) =>
      fetch(`${app.base}/v3/directline/conversations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, ...(origin && { origin }) },
      });
    await expectError(await start('https://evil.example'), 403);
    const started = await start('https://shop.example');
    expect(started.status).toBe(201);
    const renewed = await started.json();
    await expectError(await start('https://evil.example', renewed.token), 403);
    const url = `${app.base}/v3/directline/conversations/${conversationId}/activities`;
    const headers = { authorization: `Bearer ${token}`, origin: 'https://shop.example.evil.example' };
    await expectError(await fetch(url, { headers }), 403);
  });

  it('is opened to visitors of the pages that may embed the chat only', async () => {
    const ask = (origin?: string) =>
      fetch(`${app.base}/widget/token`, { method: 'POST', headers: origin ? { origin } : {} });
    const own = await ask(app.base);
    const listed = await ask('https://shop.example');
    const evil = await ask('https://evil.example');
    expect([own.status, listed.status, evil.status]).toEqual([200, 200, 403]);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(listed.headers.get('vary')).toBe('Origin');
    expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    expect((await evil.json()).error.message).toMatch(/ALLOWED_ORIGINS/);
    await ask('https://evil.example');
    const told = warnings.filter((fields) => 'origin' in fields);
    expect(told).toEqual([{ origin: 'https://evil.example' }]);
    const { token, userId, conversationId, expires_in } = await listed.json();
    expect({ userId, conversationId, expires_in }).toEqual({
      userId: expect.stringMatching(/^dl_[\w-]{22}$/),
      conversationId: expect.stringMatching(/^[\w-]{22}$/),
      expires_in: 1_800,
    });
    expect(JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).user).toBe(userId);
  });
});

describe('tokens for visitors', () => {
  let app: TestApp;
  const clock = handClock();
  beforeAll(async () => {
    app = await startChannelApp({ WIDGET_TOKENS_PER_MINUTE: '2', TRUST_PROXY: '1' }, { clock });
  });
  afterAll(() => app.stop());

  it('are counted for each network address', async () => {
    const ask = (address: string) =>
      fetch(`${app.base}/widget/token`, { method: 'POST', headers: { 'x-forwarded-for': address } });
    const statuses = [];
    for (const from of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '6.6.6.6, 192.0.2.1', '192.0.2.2'])
      statuses.push((await ask(from)).status);
    expect(statuses).toEqual([200, 200, 429, 429, 200]);
    clock.move(60_001);
    expect((await ask('192.0.2.1')).status).toBe(200);
    // Of IPv6 everybody has as many addresses as they like, all in one network.
    const within = await Promise.all(['::1', '::2', '::3'].map((end) => ask(`2001:db8:1:2${end}`)));
    expect(within.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
  });
});
