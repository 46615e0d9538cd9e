/** Who may say that a chat is a customer's: the shop's signature, and nothing else. */
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { randomIds } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import {
  type CustomerKeeper,
  customerOfShop,
  customerOfUser,
  ensureRecord,
  mergesOf,
} from '../../src/customers/index.ts';
import { openDatabase } from '../../src/store/index.ts';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { customerToken, openCustomerChat, openSignedChat } from '../support/customer-chat.ts';
import { openChat, post } from '../support/direct-line-client.ts';

const adminToken = 'an-operator-of-the-test-suite';

describe('a chat of a signed-in customer', () => {
  let app: TestApp;
  let keeper: CustomerKeeper;
  beforeAll(async () => {
    app = await startTestApp({ ADMIN_TOKEN: adminToken });
    const database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
    keeper = { database, clock: systemClock, ids: randomIds, key: Buffer.alloc(32) };
  });
  afterAll(async () => {
    await keeper.database.close();
    await app.stop();
  });

  const identify = (session: { token: string }, token: string) =>
    post(`${app.base}/widget/identify`, { customerToken: token }, session.token);
  const who = (userId: string) => customerOfUser(keeper, { channel: 'directline', userId });

  it('is theirs by a token of the back end, or by a customer token through the page', async () => {
    const first = await openCustomerChat(app.base, 'c-1001');
    expect(await who(first.userId)).toMatchObject({ name: 'Walter Finch', shopCustomerIds: ['c-1001'] });
    const token = await customerToken('c-77', {
      name: 'Ada',
      email: 'ada@example.com',
      email_verified: true,
    });
    const second = await openSignedChat(app.base, token);
    expect(await who(second.userId)).toMatchObject({
      name: 'Ada',
      shopCustomerIds: ['c-77'],
      emails: [{ address: 'ada@example.com', proved: true }],
    });
  });

  it('takes along what a visitor said before signing in, and keeps the proof', async () => {
    const session = await openChat(app.base);
    expect(await who(session.userId)).toBeUndefined();
    expect((await identify(session, await customerToken('c-1001'))).status).toBe(200);
    expect(await who(session.userId)).toMatchObject({ shopCustomerIds: ['c-1001'] });
    // Said again, nothing changes.
    expect((await identify(session, await customerToken('c-1001'))).status).toBe(200);
    const walter = await customerOfShop(keeper, 'c-1001');
    expect(await mergesOf(keeper, walter?.recordIds ?? [])).toEqual([]);
  });

  it('never becomes a chat of somebody else', async () => {
    const session = await openSignedChat(app.base, await customerToken('c-1001'));
    const answer = await identify(session, await customerToken('c-1002'));
    expect(answer.status).toBe(409);
    expect((await answer.json()).error.code).toBe('CustomerConflict');
    expect(await who(session.userId)).toMatchObject({ shopCustomerIds: ['c-1001'] });
  });

  it('is refused to tokens that the shop did not sign, or not for now', async () => {
    const key = new TextEncoder().encode(directLineSecret);
    const [head, , signature] = (await customerToken('c-1001')).split('.');
    const others = Buffer.from(JSON.stringify({ sub: 'c-1002', exp: 9e9 })).toString('base64url');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${others}.`;
    const forged: readonly string[] = [
      await customerToken('c-1001', { secret: 'another secret of the same length' }),
      await customerToken('c-1001', { lifeSeconds: -120 }),
      await customerToken('c-1001', { lifeSeconds: 40 * 86_400 }),
      await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject('c-1001').sign(key),
      await customerToken('c\n1001'),
      await customerToken(''),
      `${head}.${others}.${signature}`,
      unsigned,
      'nonsense',
    ];
    const session = await openChat(app.base);
    for (const token of forged) {
      expect((await post(`${app.base}/widget/token`, { customerToken: token })).status).toBe(403);
      expect((await identify(session, token)).status).toBe(403);
    }
    expect(await who(session.userId)).toBeUndefined();
    expect(
      (await post(`${app.base}/widget/identify`, { customerToken: await customerToken('c-1001') })).status,
    ).toBe(401);
  });

  const api = (method: string, path: string, bearer: string | undefined, body?: object) =>
    fetch(`${app.base}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });

  it('is told to the people at the desk, and to nobody else', async () => {
    const { token } = await openCustomerChat(app.base, 'c-1001');
    for (const bearer of [undefined, token, directLineSecret]) {
      const { status } = await api('GET', '/api/customers?shopId=c-1001', bearer);
      expect(status).toBe(bearer === directLineSecret ? 403 : 401);
    }
    const found = await (
      await api('GET', '/api/customers?email=Walter.Finch@example.com', adminToken)
    ).json();
    expect(found.customers).toHaveLength(1);
    expect(found.customers[0]).toMatchObject({ name: 'Walter Finch', shopCustomerIds: ['c-1001'] });
    expect((await api('GET', '/api/customers/nobody', adminToken)).status).toBe(404);
  });

  it('is of a customer whom the shop states, joined by proof, taken apart again, and erased on request', async () => {
    const ada = {
      id: 'c-90',
      name: 'Ada\u202e',
      email: 'ada.90@example.com',
      city: 'Chicago',
      country: 'US',
    };
    const bad = await api('PUT', '/api/customers', directLineSecret, {
      customers: [{ id: 'c-91', email: 'a@b.example\r\nBcc: x@y.example' }],
    });
    expect(bad.status).toBe(400);
    expect((await api('PUT', '/api/customers', undefined, { customers: [ada] })).status).toBe(401);
    const saved = await api('PUT', '/api/customers', directLineSecret, { customers: [ada] });
    expect(await saved.json()).toEqual({ saved: 1, erased: [] });
    const visitor = await openChat(app.base);
    const guest = await ensureRecord(
      keeper,
      { kind: 'channel', value: `directline:${visitor.userId}` },
      'signed',
    );
    await identify(visitor, await customerToken('c-90'));
    const person = await who(visitor.userId);
    expect(person).toMatchObject({
      name: 'Ada',
      timeZone: 'America/Chicago',
      recordIds: expect.arrayContaining([guest]),
    });
    const { merges } = await (await api('GET', `/api/customers/${guest}/history`, adminToken)).json();
    expect(merges).toMatchObject([{ proof: 'signed', evidence: 'shop c-90' }]);
    expect((await api('POST', `/api/customers/merges/${merges[0].id}/undo`, adminToken)).status).toBe(204);
    expect((await who(visitor.userId))?.shopCustomerIds).toEqual([]);
    expect((await api('POST', `/api/customers/merges/${merges[0].id}/undo`, adminToken)).status).toBe(404);
    const id = person?.id ?? '';
    const data = await (await api('GET', `/api/customers/${id}/data`, adminToken)).json();
    expect(JSON.stringify(data)).toContain('ada.90@example.com');
    expect((await api('DELETE', `/api/customers/${id}`, directLineSecret)).status).toBe(403);
    expect((await api('DELETE', `/api/customers/${id}`, adminToken)).status).toBe(204);
    expect((await api('GET', `/api/customers/${id}`, adminToken)).status).toBe(404);
    const again = await api('PUT', '/api/customers', directLineSecret, { customers: [ada] });
    expect(await again.json()).toEqual({ saved: 0, erased: ['c-90'] });
  });
});
