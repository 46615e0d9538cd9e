/** Who asks about an order must prove who they are, and learns nothing before. */
import { describe, expect, it } from 'vitest';
import { type Source, saveShop, saveSource } from '../../../src/commerce/catalogue/shops.ts';
import {
  answerOrderChallenge,
  forgetOldChallenges,
  provedOrder,
  startOrderChallenge,
} from '../../../src/commerce/orders/challenge.ts';
import { importOrders } from '../../../src/commerce/orders/import-orders.ts';
import type { RawOrder } from '../../../src/commerce/orders/raw-order.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { handClock } from '../../support/clock.ts';
import { eachDatabase } from '../../support/databases.ts';

const source: Source = {
  id: 'north/orders',
  shopId: 'north',
  kind: 'orders-csv',
  locations: ['orders.csv'],
  complete: true,
};

async function* one(item: RawOrder) {
  yield { kind: 'read' as const, row: 1, item };
}

eachDatabase((_engine, open) => {
  async function desk(code = 123_456) {
    const clock = handClock();
    clock.freeze();
    const database = await open();
    await saveShop(database, { id: 'north', name: 'North', currency: 'USD', own: true }, clock.now());
    await saveSource(database, source);
    const order: RawOrder = {
      id: '88001',
      number: 'NS-20401',
      email: 'Nora@Example.com',
      status: 'shipped',
      placedAt: clock.now() - 86_400_000,
      trackingUrl: 'https://tracking.example/1',
      lines: [{ title: 'Orrin C5', quantity: 1 }],
    };
    await importOrders({ database, clock, ids: randomIds }, source, one(order));
    const keeper = { database, clock, ids: randomIds, key: Buffer.from('key'), random: () => code };
    const start = (number: string, more: { userId?: string; email?: string } = {}) =>
      startOrderChallenge(keeper, { userId: 'u1', number, ...more });
    async function started(number: string, more: { userId?: string; email?: string } = {}) {
      const result = await start(number, more);
      if (result.kind !== 'started') throw new Error('limited');
      return result;
    }
    const answer = (id: string, given: string, userId = 'u1') =>
      answerOrderChallenge(keeper, { id, userId, code: given });
    return { clock, keeper, start, started, answer };
  }

  describe('proving an order', () => {
    it('shows the order to who knows the code from the mail, however they write number and code', async () => {
      const { started, answer, keeper, clock } = await desk();
      const { id, mail } = await started('# ns20401');
      expect(mail).toEqual({ to: 'nora@example.com', code: '123456', orderNumber: 'NS-20401' });
      expect(await answer(id, ' 123 456 ')).toMatchObject({
        kind: 'proved',
        order: { number: 'NS-20401', status: 'shipped', lines: [{ title: 'Orrin C5', quantity: 1 }] },
      });
      expect(await provedOrder(keeper, { id, userId: 'u1' })).toMatchObject({ number: 'NS-20401' });
      expect(await provedOrder(keeper, { id, userId: 'u2' })).toBeUndefined();
      clock.move(31 * 60_000);
      expect(await provedOrder(keeper, { id, userId: 'u1' })).toBeUndefined();
    });

    it('keeps leading zeros of a code', async () => {
      const { started, answer } = await desk(42);
      const { id, mail } = await started('NS-20401');
      expect(mail?.code).toBe('000042');
      expect(await answer(id, '42')).toMatchObject({ kind: 'wrong' });
      expect(await answer(id, '000042')).toMatchObject({ kind: 'proved' });
    });

    it('answers alike whether the order exists or not, to the last try', async () => {
      const { started, answer } = await desk();
      const real = await started('NS-20401');
      const none = await started('NS-99999');
      expect(Object.keys(none)).toEqual(Object.keys(real));
      expect(none.mail).toBeUndefined();
      for (const left of [2, 1, 0]) {
        expect(await answer(real.id, '000000')).toEqual({ kind: 'wrong', triesLeft: left });
        expect(await answer(none.id, '000000')).toEqual({ kind: 'wrong', triesLeft: left });
      }
      expect(await answer(real.id, '123456')).toEqual({ kind: 'closed' });
      expect(await answer(none.id, '123456')).toEqual({ kind: 'closed' });
    });

    it('never proves an order that is not there, even with the right code', async () => {
      const { started, answer } = await desk();
      const { id } = await started('NS-99999');
      expect(await answer(id, '123456')).toEqual({ kind: 'wrong', triesLeft: 2 });
    });

    it('sends nothing when the shopper names another address', async () => {
      const { started } = await desk();
      expect((await started('NS-20401', { email: 'mallory@example.com' })).mail).toBeUndefined();
      expect((await started('NS-20401', { email: ' NORA@example.com ' })).mail?.to).toBe('nora@example.com');
    });

    it('is over after ten minutes, after success, and for anybody else', async () => {
      const { started, answer, clock } = await desk();
      const late = await started('NS-20401');
      clock.move(10 * 60_000);
      expect(await answer(late.id, '123456')).toEqual({ kind: 'closed' });
      const { id } = await started('NS-20401');
      expect(await answer(id, '123456', 'u2')).toEqual({ kind: 'closed' });
      expect((await answer(id, '123456')).kind).toBe('proved');
      expect(await answer(id, '123456')).toEqual({ kind: 'closed' });
    });

    it('gives three tries however many come at once', async () => {
      const { started, answer } = await desk();
      const { id } = await started('NS-20401');
      const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => answer(id, `00000${n}`)));
      expect(answers.filter(({ kind }) => kind === 'wrong').length).toBe(3);
      expect(answers.filter(({ kind }) => kind === 'closed').length).toBe(5);
    });

    it('limits users and numbers, existing or not, and says when it goes on', async () => {
      const { start, clock } = await desk();
      const began = clock.now();
      for (let n = 0; n < 5; n += 1) expect((await start('NS-20401')).kind).toBe('started');
      expect(await start('NS-20401')).toEqual({ kind: 'limited', retryAt: began + 3_600_000 });
      expect((await start('NS-5', { userId: 'u1' })).kind).toBe('limited');
      expect((await start('NS-20401', { userId: 'u2' })).kind).toBe('limited');
      expect((await start('NS-5', { userId: 'u2' })).kind).toBe('started');
      clock.move(3_600_000);
      expect((await start('NS-20401')).kind).toBe('started');
    });

    it('forgets challenges after a day', async () => {
      const { start, keeper, clock } = await desk();
      await start('NS-20401');
      clock.move(2 * 86_400_000);
      await forgetOldChallenges(keeper);
      expect(await keeper.database.read('SELECT id FROM order_challenge')).toEqual([]);
    });
  });
});
