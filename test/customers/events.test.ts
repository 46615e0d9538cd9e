/** Events of the shop and of its page: taken once, never forged, never without consent. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { randomIds } from '../../src/core/ids.ts';
import {
  type CustomerKeeper,
  consentStatements,
  customerOfShop,
  ensureRecord,
  findCustomer,
  type OrderEvent,
  takeEvents,
  updateFacts,
} from '../../src/customers/index.ts';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { handClock } from '../support/clock.ts';
import { openCustomerChat } from '../support/customer-chat.ts';
import { eachDatabase } from '../support/databases.ts';
import { openChat, post } from '../support/direct-line-client.ts';
import { startTalk } from '../support/talk.ts';

const day = 86_400_000;

eachDatabase((_engine, open) => {
  const clock = handClock();

  async function shop() {
    const keeper: CustomerKeeper = {
      database: await open(),
      clock,
      ids: randomIds,
      key: Buffer.alloc(32, 7),
    };
    const ada = await ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop');
    await ensureRecord(keeper, { kind: 'shop', value: 'c-2' }, 'shop');
    const personalisation = { purpose: 'personalisation', channel: 'all', granted: true } as const;
    const proof = { givenIn: 'test', wording: 'yes', language: 'en' } as const;
    await keeper.database.write(consentStatements(keeper, ada, [{ ...personalisation, ...proof }]));
    const orders: OrderEvent[] = [];
    const takeOrders = async (taken: readonly OrderEvent[]) => void orders.push(...taken);
    const take = (events: readonly unknown[]) =>
      takeEvents({ keeper, takeOrders, eventDays: 400 }, { kind: 'shop' }, events);
    return { keeper, ada, orders, take };
  }

  const view = (id: string, more: object = {}) => ({
    id,
    at: clock.now(),
    kind: 'page-view',
    customerId: 'c-1',
    page: { url: 'https://shop.example/p/1' },
    product: { id: '1', title: 'Aftermath', artist: 'The Rolling Stones' },
    ...more,
  });
  const order = (id: string, more: object = {}) => ({
    id,
    at: clock.now(),
    kind: 'order',
    customerId: 'c-2',
    order: {
      id: 'o-1',
      number: 'NS-1',
      status: 'placed',
      placedAt: new Date(clock.now()).toISOString(),
      lines: [{ title: 'Aftermath', quantity: 1, price: { amount: '24.00', currency: 'USD' } }],
    },
    ...more,
  });

  test('each counts once, however often and from wherever it comes', async () => {
    const { keeper, ada, orders, take } = await shop();
    const events = [view('v1'), view('v2'), view('v1'), order('o1')];
    expect(await take(events)).toEqual({ accepted: 3, repeated: 1, withoutConsent: 0, refused: [] });
    const again = await Promise.all([take(events), take(events)]);
    expect(again.map(({ accepted }) => accepted)).toEqual([0, 0]);
    expect(orders).toHaveLength(1);
    const [stones] = (await findCustomer(keeper, ada))?.interests ?? [];
    expect(stones).toMatchObject({ kind: 'artist', name: 'The Rolling Stones', because: ['Aftermath'] });
    expect(stones?.weight).toBeCloseTo(0.1, 3);
  });

  test('without consent nothing is kept but that an order came', async () => {
    const { keeper, take } = await shop();
    const events = [view('v1', { customerId: 'c-2' }), view('v2', { customerId: 'nobody' }), order('o1')];
    expect(await take(events)).toMatchObject({ accepted: 1, withoutConsent: 2 });
    expect(await keeper.database.read('SELECT kind, body FROM customer_event')).toEqual([
      { kind: 'order', body: '{"order":"o-1"}' },
    ]);
  });

  test('what is no event is refused by itself, with its reason', async () => {
    const { take } = await shop();
    const bad: readonly (readonly [event: unknown, reason: RegExp])[] = [
      [null, /expected object/i],
      [view('x1', { kind: 'purchase' }), /kind/],
      [view(''), /id/],
      [view('x\u0000'), /control characters/],
      [view('x2\n'), /control characters/],
      [view('x3', { customerId: undefined }), /customerId: is missing/],
      [view('x4', { at: clock.now() - 401 * day }), /too long ago/],
      [view('x5', { at: clock.now() + 3_600_000 }), /in the future/],
      [view('x6', { at: 'yesterday' }), /at/],
      [view('x7', { page: { url: 'javascript:alert(1)' } }), /http or https/],
      [view('x8', { secret: 1 }), /secret|unrecognized/i],
      [order('x9', { order: { id: 'o' } }), /order/],
      [order('x10', { order: { ...order('').order, total: { amount: '1e9', currency: 'USD' } } }), /decimal/],
      [order('x11', { order: { ...order('').order, lines: [] } }), /lines/],
    ];
    const taken = await take([...bad.map(([event]) => event), view('good')]);
    expect(taken.accepted).toBe(1);
    expect(taken.refused.map(({ index }) => index)).toEqual(bad.map((_, index) => index));
    for (const { index, reason } of taken.refused) expect(reason).toMatch(bad[index]?.[1] ?? /^$/);
  });

  test('an order says where its customer lives, of those who agreed, until they say it themselves', async () => {
    const { keeper, ada, take } = await shop();
    const shipped = (id: string, customerId: string, city: string) =>
      order(id, { customerId, order: { ...order('').order, shipTo: { city, region: 'MA', country: 'US' } } });
    await take([shipped('s1', 'c-1', 'Boston'), shipped('s2', 'c-2', 'Boston')]);
    expect(await findCustomer(keeper, ada)).toMatchObject({
      place: { city: 'Boston', from: 'order' },
      timeZone: 'America/New_York',
    });
    expect((await customerOfShop(keeper, 'c-2'))?.place).toBeUndefined();
    const chosen = { city: 'Austin', country: 'US', from: 'chosen' } as const;
    await keeper.database.write(updateFacts(ada, { place: chosen }));
    await take([shipped('s3', 'c-1', 'Cambridge')]);
    expect((await findCustomer(keeper, ada))?.place?.city).toBe('Austin');
  });

  test('an order whose taking fails comes again', async () => {
    const { keeper } = await shop();
    let fails = true;
    const orders: OrderEvent[] = [];
    const parts = {
      keeper,
      eventDays: 400,
      async takeOrders(taken: readonly OrderEvent[]) {
        if (fails) throw new Error('no room');
        orders.push(...taken);
      },
    };
    await expect(takeEvents(parts, { kind: 'shop' }, [order('o1')])).rejects.toThrow('no room');
    fails = false;
    expect(await takeEvents(parts, { kind: 'shop' }, [order('o1')])).toMatchObject({ accepted: 1 });
    expect(orders).toHaveLength(1);
  });
});

describe('POST /api/events', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await app.warm();
  }, 60_000);
  afterAll(() => app.stop());

  const send = (events: unknown, token?: string, headers: Record<string, string> = {}) =>
    fetch(`${app.base}/api/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ events }),
    });
  const view = (id: string, more: object = {}) => ({
    id,
    at: Date.now(),
    kind: 'page-view',
    page: { url: 'https://shop.example/p/1' },
    ...more,
  });

  it('is open to the shop, and to a page for the shopper whose chat it has, with their consent', async () => {
    expect((await send([view('e1', { customerId: 'c-1001' })], directLineSecret)).status).toBe(200);
    const [consenting, silent, visitor] = await Promise.all([
      openCustomerChat(app.base, 'c-1001'),
      openCustomerChat(app.base, 'c-1002'),
      openChat(app.base),
    ]);
    const own = await (await send([view('e2')], consenting.token)).json();
    expect(own).toEqual({ accepted: 1, repeated: 0, withoutConsent: 0, refused: [] });
    expect((await send([view('e3')], silent.token)).status).toBe(403);
    expect((await send([view('e4')], visitor.token)).status).toBe(403);
    expect((await send([view('e5')], consenting.token, { 'sec-gpc': '1' })).status).toBe(403);
  });

  it('refuses forged senders, and pages that speak for others', async () => {
    const { token } = await openCustomerChat(app.base, 'c-1001');
    const forged = `${token.slice(0, -4)}AAAA`;
    for (const bearer of [undefined, 'guess', forged])
      expect((await send([view('f1')], bearer)).status).toBe(401);
    const others = await (await send([view('f2', { customerId: 'c-1003' })], token)).json();
    expect(others.refused).toEqual([{ index: 0, reason: expect.stringContaining('its own shopper') }]);
    const old = await (await send([view('f3', { at: Date.now() - 2 * day })], token)).json();
    expect(old.refused).toEqual([{ index: 0, reason: expect.stringContaining('too long ago') }]);
    const order = await (await send([{ ...view('f4'), kind: 'order' }], token)).json();
    expect(order.refused).toHaveLength(1);
  });

  it('takes no batch that is none, too many, or too large', async () => {
    expect((await post(`${app.base}/api/events`, 'nonsense', directLineSecret)).status).toBe(400);
    for (const events of [undefined, {}, [], 'x', Array.from({ length: 1_001 }, (_, i) => view(`m${i}`))])
      expect((await send(events, directLineSecret)).status).toBe(400);
    expect(
      (
        await send(
          [view('big', { page: { url: `https://x.example/${'y'.repeat(2_100_000)}` } })],
          directLineSecret,
        )
      ).status,
    ).toBe(413);
    const odd = await fetch(`${app.base}/api/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${directLineSecret}` },
      body: String.raw`{"events":[{"id":"s\ud800","at":${Date.now()},"kind":"page-view","customerId":"c-1001","page":{"url":"https://x.example/","title":"\udc00"}}]}`,
    });
    expect(await odd.json()).toMatchObject({ accepted: 1 });
  });

  it('makes an order known to the customer at once, once', async () => {
    const event = {
      id: 'order-event-1',
      at: Date.now(),
      kind: 'order',
      customerId: 'c-1002',
      order: {
        id: '99001',
        number: 'NS-99001',
        status: 'shipped',
        placedAt: Date.now() - day,
        carrier: 'Northeast Parcel',
        trackingNumber: 'NP1',
        total: { amount: '24.00', currency: 'USD' },
        lines: [{ title: 'Aftermath (LP)', quantity: 1, artist: 'The Rolling Stones', category: 'vinyl' }],
      },
    };
    const talk = await startTalk(app.base, await openCustomerChat(app.base, 'c-1002'));
    const orders = async () =>
      Number(/Orders: (\d+)/.exec((await talk('what do you know about me')).texts[0] ?? '')?.[1]);
    const before = await orders();
    const answers = await Promise.all([send([event], directLineSecret), send([event], directLineSecret)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await orders()).toBe(before + 1);
  });
});
