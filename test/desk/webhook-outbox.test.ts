/** The outbox of webhooks on both engines: nothing lost by a crash, tries spread over days, several processes at once. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomIds } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import {
  createDelivering,
  createOutbox,
  createWebhooks,
  failingForMs,
  retryWaitsMs,
} from '../../src/desk/index.ts';
import type { Database } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { manualClock } from '../support/manual-clock.ts';
import { type Receiver, startReceiver, status } from '../support/receiver.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

async function processOn(database: Database, holder: string, clock = manualClock()) {
  const off: string[] = [];
  const outbox = await createOutbox({ database, clock, ids: randomIds, log: silentLog });
  const parts = { database, holder, privateNetwork: true, clock, ids: randomIds, log: silentLog };
  const delivering = createDelivering({ ...parts, switchedOff: async (url) => void off.push(url) });
  const webhooks = createWebhooks({ ...parts, outbox, delivering });
  const add = () => webhooks.add({ url: receiver.url, events: ['chat.closed'], description: '' });
  const tell = (number: number) =>
    database.write([...outbox.tell('chat.closed', { conversationId: 'c', data: { number } })]);
  return { outbox, delivering, webhooks, add, tell, off, clock };
}

eachDatabase((engine, open) => {
  test('what is told stands or falls with what happened, and goes to those who want it', async () => {
    const database = await open();
    const { outbox, webhooks, add, tell } = await processOn(database, 'one');
    expect(outbox.tell('chat.closed', { data: {} })).toEqual([]);
    const { webhook } = await add();
    await tell(1);
    await expect(
      database.write([
        ...outbox.tell('chat.closed', { data: { number: 2 } }),
        { sql: 'UPDATE webhook SET active = 0 WHERE id = $1', params: ['nothing'], expect: 'one' },
      ]),
    ).rejects.toMatchObject({ code: 'store.conflict' });
    expect(outbox.tell('chat.rated', { data: {} })).toEqual([]);
    expect(await webhooks.deliveries(webhook.id, { limit: 10 })).toMatchObject([
      { state: 'waiting', attempts: 0, body: expect.stringContaining('"number":1') },
    ]);
  });

  test('a failed try is made again, later and later, and then given up; a long failure switches off', async () => {
    const { webhooks, delivering, add, tell, off, clock } = await processOn(await open(), 'one');
    const { webhook } = await add();
    receiver.answer = status(503);
    await tell(1);
    for (const wait of retryWaitsMs) {
      await delivering.lookNow();
      const tries = receiver.posts.length;
      clock.advance(wait - 1_000);
      await delivering.lookNow();
      expect(receiver.posts.length).toBe(tries);
      clock.advance(1_000);
    }
    await delivering.lookNow();
    expect(receiver.posts).toHaveLength(retryWaitsMs.length + 1);
    expect(off).toEqual([receiver.url]);
    expect(await webhooks.need(webhook.id)).toMatchObject({ active: false });
    expect(retryWaitsMs.reduce((sum, wait) => sum + wait)).toBeGreaterThan(failingForMs);
    const [delivery] = await webhooks.deliveries(webhook.id, { limit: 1 });
    expect(delivery).toMatchObject({
      state: 'failed',
      status: 503,
      error: 'the receiver answers 503',
      nextAt: null,
    });

    receiver.answer = status(200);
    await webhooks.change(webhook.id, { active: true });
    await tell(2);
    await delivering.lookNow();
    expect(await webhooks.deliveries(webhook.id, { limit: 1 })).toMatchObject([{ state: 'delivered' }]);
    expect(await webhooks.need(webhook.id)).toMatchObject({ failingSince: null });
  });

  test('the receiver may ask for more time', async () => {
    const { delivering, add, tell, clock } = await processOn(await open(), 'one');
    await add();
    receiver.answer = status(429, { 'retry-after': '600' });
    await tell(1);
    await delivering.lookNow();
    clock.advance(599_000);
    await delivering.lookNow();
    expect(receiver.posts).toHaveLength(1);
    clock.advance(1_000);
    await delivering.lookNow();
    expect(receiver.posts).toHaveLength(2);
  });

  test('several processes send each delivery once; what a dead one had taken is sent after its lease', async () => {
    const database = await open();
    const clock = manualClock();
    const one = await processOn(database, 'one', clock);
    const two = await processOn(engine === 'postgres' ? await open() : database, 'two', clock);
    const { webhook } = await one.add();
    for (let number = 0; number < 30; number++) await one.tell(number);
    for (let round = 0; round < 6; round++) {
      await Promise.all([one.delivering.lookNow(), two.delivering.lookNow()]);
    }
    const numbers = receiver.posts.map(({ body }) => JSON.parse(body).data.number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, number) => number));

    await one.tell(99);
    await database.write([
      {
        sql: `UPDATE webhook_delivery SET holder = 'dead', until_at = $1, attempts = 1 WHERE state = 'waiting'`,
        params: [clock.now() + one.delivering.leaseMs],
      },
    ]);
    await two.delivering.lookNow();
    expect(receiver.posts).toHaveLength(30);
    clock.advance(one.delivering.leaseMs + 1);
    await two.delivering.lookNow();
    expect(receiver.posts).toHaveLength(31);
    expect(await one.webhooks.deliveries(webhook.id, { limit: 1 })).toMatchObject([{ state: 'delivered' }]);
  });
});
