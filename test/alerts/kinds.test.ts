/** What sets each kind of alert off, what it says, and when it keeps silent: from the change in the shop to the mail. */
import { describe, expect, it } from 'vitest';
import { createPerformers } from '../../src/alerts/events/performers.ts';
import { eachDatabase } from '../support/databases.ts';
import { toldShop } from './support/told-shop.ts';

// Eleven in the morning in New York.
const begin = '2026-11-02T16:00:00Z';
const below = { minor: 25_000, currency: 'USD' };

eachDatabase(
  (_engine, open) => {
    describe('prices', () => {
      it('tells once that it is under what they named, and again when it falls again', async () => {
        const shop = await toldShop(await open(), begin);
        await shop.customer('ada');
        await shop.product('deck', 'Halden Deck');
        await shop.price('deck', '2026-10-01T16:00:00Z', 30_000);
        await shop.wish({ customerId: 'ada', kind: 'target-price', subject: 'deck', terms: { below } });
        expect(await shop.lookAt(begin)).toEqual([]);
        await shop.price('deck', '2026-11-03T15:00:00Z', 26_000);
        expect(await shop.lookAt('2026-11-03T16:00:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-04T15:00:00Z', 24_000);
        const [told = '', ...others] = await shop.lookAt('2026-11-04T16:00:00Z');
        expect(others).toEqual([]);
        expect(told).toMatch(/^Halden Deck: \$240\.00\n/);
        expect(told).toContain('Halden Deck now costs $240.00 with shipping at Own.');
        expect(await shop.lookAt('2026-11-04T17:00:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-05T15:00:00Z', 23_900);
        expect(await shop.lookAt('2026-11-05T16:00:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-06T15:00:00Z', 30_000);
        expect(await shop.lookAt('2026-11-06T16:00:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-09T15:00:00Z', 24_500);
        expect(await shop.lookAt('2026-11-09T16:00:00Z')).toEqual([expect.stringContaining('$245.00')]);
      });

      it('tells of a real fall to who looked at it, and of no cents', async () => {
        const shop = await toldShop(await open(), begin);
        for (const id of ['ada', 'bob']) await shop.customer(id);
        await shop.product('deck', 'Halden Deck');
        await shop.price('deck', '2026-10-01T16:00:00Z', 30_000);
        await shop.event('e1', 'ada', 'page-view', '2026-11-01T16:00:00Z', { product: { id: 'deck' } });
        await shop.lookAt(begin);
        await shop.price('deck', '2026-11-03T15:00:00Z', 29_999);
        expect(await shop.lookAt('2026-11-03T16:00:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-05T15:00:00Z', 24_000);
        const told = await shop.lookAt('2026-11-05T16:00:00Z');
        expect(told).toEqual([expect.stringContaining('it was $299.99')]);
        expect(shop.mails.map(({ to }) => to)).toEqual(['ada@example.com']);
      });

      it('tells of a price that a look has missed: it was committed late, or by a clock that is behind', async () => {
        const shop = await toldShop(await open(), begin);
        await shop.customer('ada');
        await shop.product('deck', 'Halden Deck');
        await shop.price('deck', '2026-10-01T16:00:00Z', 30_000);
        await shop.wish({ customerId: 'ada', kind: 'target-price', subject: 'deck', terms: { below } });
        expect(await shop.lookAt('2026-11-04T15:05:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-04T15:04:00Z', 24_000);
        // Nobody is told of a fall that was there when they asked to be told of the next one.
        await shop.wish({ customerId: 'ada', kind: 'price-drop', subject: 'deck', terms: {} });
        expect(await shop.lookAt('2026-11-04T15:10:00Z')).toEqual([expect.stringContaining('$240.00')]);
        expect(shop.mails).toHaveLength(1);
        expect(shop.mails[0]?.text).not.toContain('it was $300.00');
        expect(await shop.lookAt('2026-11-04T15:15:00Z')).toEqual([]);
      });

      it('goes on telling when the clock was far ahead and has been set back', async () => {
        const shop = await toldShop(await open(), begin);
        await shop.customer('ada');
        await shop.product('deck', 'Halden Deck');
        await shop.price('deck', '2026-10-01T16:00:00Z', 30_000);
        await shop.wish({ customerId: 'ada', kind: 'target-price', subject: 'deck', terms: { below } });
        expect(await shop.lookAt('2026-12-24T15:00:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-04T15:04:00Z', 24_000);
        expect(await shop.lookAt('2026-11-04T15:05:00Z')).toEqual([expect.stringContaining('$240.00')]);
        expect(await shop.lookAt('2026-11-04T15:10:00Z')).toEqual([]);
      });

      it('tells that it is back, once for each time it had been gone', async () => {
        const shop = await toldShop(await open(), begin);
        await shop.customer('ada');
        await shop.product('deck', 'Halden Deck');
        await shop.price('deck', '2026-10-01T16:00:00Z', 30_000);
        await shop.price('deck', '2026-10-20T16:00:00Z', undefined);
        await shop.wish({ customerId: 'ada', kind: 'back-in-stock', subject: 'deck', terms: {} });
        expect(await shop.lookAt(begin)).toEqual([]);
        await shop.price('deck', '2026-11-04T15:00:00Z', 30_000);
        expect(await shop.lookAt('2026-11-04T16:00:00Z')).toEqual([
          expect.stringContaining('Halden Deck is back in stock, $300.00'),
        ]);
        await shop.price('deck', '2026-11-05T15:00:00Z', 31_000);
        expect(await shop.lookAt('2026-11-05T16:00:00Z')).toEqual([]);
        await shop.price('deck', '2026-11-06T15:00:00Z', undefined);
        await shop.price('deck', '2026-11-09T15:00:00Z', 31_000);
        expect(await shop.lookAt('2026-11-09T16:00:00Z')).toHaveLength(1);
      });
    });

    describe('orders of before', () => {
      it('reminds of what is ordered again and again, once', async () => {
        const shop = await toldShop(await open(), begin);
        await shop.customer('ada');
        await shop.product('brush', 'Record Brush');
        await shop.product('lamp', 'Desk Lamp');
        for (const [at, day] of ['2026-07-05', '2026-08-04', '2026-09-03', '2026-10-03'].entries())
          await shop.order(`o${at}`, 'ada', 'brush', `${day}T12:00:00Z`);
        await shop.order('lamp', 'ada', 'lamp', '2026-10-03T12:00:00Z');
        expect(await shop.lookAt(begin)).toEqual([
          expect.stringContaining('You order Record Brush about every 30 days'),
        ]);
        expect(await shop.lookAt('2026-11-04T16:00:00Z')).toEqual([]);
      });

      it('remembers a day of last year ten days ahead, and not what they order all the time', async () => {
        const shop = await toldShop(await open(), begin);
        for (const id of ['ada', 'bob']) await shop.customer(id);
        await shop.product('cake', 'Birthday Cake');
        await shop.product('milk', 'Milk');
        await shop.order('o1', 'ada', 'cake', '2025-11-12T12:00:00Z');
        for (const [at, day] of ['2025-11-12', '2026-05-01'].entries())
          await shop.order(`m${at}`, 'bob', 'milk', `${day}T12:00:00Z`);
        expect(await shop.lookAt('2026-11-01T16:00:00Z')).toEqual([]);
        const told = await shop.lookAt('2026-11-02T16:30:00Z');
        expect(told).toEqual([expect.stringMatching(/Last year you ordered Birthday Cake on .*November 12/)]);
        expect(await shop.lookAt('2026-11-03T17:00:00Z')).toEqual([]);
        expect(shop.mails.map(({ to }) => to)).toEqual(['ada@example.com']);
      });
    });

    it('speaks of a cart that was left, once, and not when it was ordered', async () => {
      const shop = await toldShop(await open(), begin);
      for (const id of ['ada', 'bob']) await shop.customer(id);
      const cart = { items: [{ id: 'deck', title: 'Halden Deck' }, { id: 'mat' }] };
      await shop.event('e1', 'ada', 'cart', '2026-11-02T11:30:00Z', cart);
      await shop.event('e2', 'bob', 'cart', '2026-11-02T11:30:00Z', cart);
      await shop.event('e3', 'bob', 'order', '2026-11-02T11:40:00Z', {});
      expect(await shop.lookAt('2026-11-02T15:00:00Z')).toEqual([]);
      const told = await shop.lookAt(begin);
      expect(told).toEqual([expect.stringContaining('Halden Deck and 1 more are still in your cart')]);
      expect(shop.mails.map(({ to }) => to)).toEqual(['ada@example.com']);
      expect(await shop.lookAt('2026-11-03T17:00:00Z')).toEqual([]);
    });

    it('tells who was told of a show that it is called off, and nobody else', async () => {
      const database = await open();
      const shop = await toldShop(database, begin);
      for (const id of ['ada', 'bob']) await shop.customer(id);
      const [start, seen] = ['2026-12-20T01:00:00Z', '2026-11-02T15:00:00Z'].map(Date.parse);
      await database.write([
        {
          sql: `UPDATE customer SET city = 'Boston', country = 'US', place_from = 'chosen', latitude = 42.36, longitude = -71.06`,
        },
        {
          sql: `INSERT INTO customer_interest (customer_id, kind, name_key, source, name, weight, seen_at, because)
                VALUES ('ada', 'artist', 'nina quill', 'said', 'Nina Quill', 1, $1, '["Harbour"]')`,
          params: [seen ?? 0],
        },
        {
          sql: `INSERT INTO local_event (source_id, id, title, performers, starts_at, time_zone, time_known, city, country,
                  latitude, longitude, status, digest, first_seen, changed_at)
                VALUES ('feed', 'e1', 'Nina Quill', '["Nina Quill"]', $1, $2, 1, 'Boston', 'US', 42.36, -71.06,
                  'scheduled', 'd', $3, $3)`,
          params: [start ?? 0, 'America/New_York', seen ?? 0],
        },
      ]);
      expect(await shop.lookAt(begin)).toEqual([expect.stringContaining('Nina Quill in Boston')]);
      await database.write([
        {
          sql: `UPDATE local_event SET status = 'cancelled', changed_at = $1`,
          params: [Date.parse('2026-11-03T15:00:00Z')],
        },
      ]);
      expect(await shop.lookAt('2026-11-03T16:30:00Z')).toEqual([
        expect.stringMatching(/^Called off: Nina Quill[\s\S]*Nina Quill on .*December 19.* is called off/),
      ]);
      expect(shop.mails.map(({ to }) => to)).toEqual(['ada@example.com', 'ada@example.com']);
      expect(await shop.lookAt('2026-11-04T17:00:00Z')).toEqual([]);
    });

    it('brings the answer to a question once somebody has written it', async () => {
      let answer: string | undefined;
      const shop = await toldShop(await open(), begin, { answerOf: () => answer });
      await shop.customer('ada');
      const subject = 'Do you buy old shellac records?';
      await shop.wish({ customerId: 'ada', kind: 'answer', subject, terms: {} });
      expect(await shop.lookAt(begin)).toEqual([]);
      answer = 'Yes, **on Tuesdays** in the [shop](https://shop.example.com).';
      expect(await shop.lookAt('2026-11-03T16:00:00Z')).toEqual([
        expect.stringContaining(`You asked “${subject}”. Yes, on Tuesdays in the shop.`),
      ]);
      expect(await shop.lookAt('2026-11-04T16:00:00Z')).toEqual([]);
    });

    it('tells of their own order: shipped, late, delivered, each once', async () => {
      const database = await open();
      const shop = await toldShop(database, begin);
      await shop.customer('ada');
      await shop.order('1001', 'ada', 'deck', '2026-11-01T16:00:00Z');
      const set = (change: string) => database.write([{ sql: `UPDATE shop_order SET ${change}` }]);
      await set(`status = 'placed', expected_on = '2026-11-05'`);
      expect(await shop.lookAt(begin)).toEqual([]);
      await set(`status = 'shipped', shipped_at = ${Date.parse('2026-11-03T15:00:00Z')}`);
      expect(await shop.lookAt('2026-11-03T16:00:00Z')).toEqual([expect.stringContaining('on its way')]);
      expect(await shop.lookAt('2026-11-05T16:00:00Z')).toEqual([]);
      expect(await shop.lookAt('2026-11-06T16:00:00Z')).toEqual([expect.stringContaining('November 5')]);
      expect(await shop.lookAt('2026-11-07T17:00:00Z')).toEqual([]);
      await set(`status = 'delivered', delivered_at = ${Date.parse('2026-11-08T15:00:00Z')}`);
      expect(await shop.lookAt('2026-11-08T16:00:00Z')).toEqual([expect.stringContaining('delivered')]);
      expect(await shop.lookAt('2026-11-09T17:00:00Z')).toEqual([]);
    });

    it('writes to who was not seen for long, and to nobody else', async () => {
      const rules = `
campaigns:
  - id: we-miss-you
    kind: win-back
    to: { silentDays: 180 }
    says: { en: Five records wait for you., zh: 有五张唱片在等您。 }
    because: { en: you have not been here for long, zh: 您很久没来了 }
    link: /back
    until: 2026-12-31
    holdOutPercent: 0
`;
      const shop = await toldShop(await open(), begin, { rules: { 'alerts.yaml': rules } });
      for (const id of ['ada', 'bob', 'cleo']) await shop.customer(id);
      await shop.order('1', 'ada', 'deck', '2026-03-01T16:00:00Z');
      await shop.order('2', 'bob', 'deck', '2026-10-01T16:00:00Z');
      expect(await shop.lookAt(begin)).toEqual([expect.stringContaining('Five records wait for you.')]);
      // Who never ordered cannot be won back.
      expect(shop.mails.map(({ to }) => to)).toEqual(['ada@example.com']);
      expect(await shop.lookAt('2026-11-04T16:00:00Z')).toEqual([]);
    });

    it('tells who asked for it of what is new from an artist, once', async () => {
      const database = await open();
      const shop = await toldShop(database, begin);
      for (const id of ['ada', 'bob']) await shop.customer(id);
      await shop.product('old', 'Halden Deck');
      await shop.price('old', '2026-10-01T16:00:00Z', 30_000);
      const subject = createPerformers([]).keyOf('Nina Quill');
      await shop.wish({ customerId: 'ada', kind: 'new-from', subject, terms: {} });
      expect(await shop.lookAt(begin)).toEqual([]);
      await shop.product('lp', 'Night Songs', { attributes: { artist: 'Nina Quill' } });
      await database.write([
        {
          sql: `UPDATE offer SET first_seen = $1 WHERE id = 'lp'`,
          params: [Date.parse('2026-11-03T15:00:00Z')],
        },
      ]);
      await shop.price('lp', '2026-11-03T15:00:00Z', 3_000);
      expect(await shop.lookAt('2026-11-03T16:00:00Z')).toEqual([expect.stringContaining('Night Songs')]);
      expect(shop.mails.map(({ to }) => to)).toEqual(['ada@example.com']);
      expect(await shop.lookAt('2026-11-04T17:00:00Z')).toEqual([]);
    });

    it('announces to the segment alone, and keeps the hold-out group without it', async () => {
      const rules = `
campaigns:
  - id: sale
    kind: announcement
    to: { language: en }
    says: { en: Everything blue is half price., zh: 蓝色的都半价。 }
    because: { en: you agreed to hear our news, zh: 您同意收到消息 }
    link: /sale
    until: 2026-11-30
    holdOutPercent: 50
`;
      const database = await open();
      const shop = await toldShop(database, begin, { rules: { 'alerts.yaml': rules } });
      const ids = Array.from({ length: 40 }, (_, at) => `c${at}`);
      for (const id of ids) await shop.customer(id);
      await database.write([{ sql: `UPDATE customer SET language = 'zh' WHERE id = 'c0'` }]);
      const told = await shop.lookAt(begin);
      expect(told.every((text) => text.includes('Everything blue is half price.'))).toBe(true);
      const rows = await database.read(`SELECT customer_id FROM alert WHERE status = 'held-out'`);
      const heldOut = rows.map(({ customer_id }) => String(customer_id));
      expect(Math.min(told.length, heldOut.length)).toBeGreaterThan(8);
      const got = shop.mails.map(({ to }) => to.replace(/@.*/, ''));
      expect([...got, ...heldOut].toSorted()).toEqual(ids.slice(1).toSorted());
      expect(await shop.lookAt('2026-11-03T16:30:00Z')).toEqual([]);
    });

    it('says when the better one costs no more than what they looked at', async () => {
      const rules = `
- id: more-discs
  kind: upgrade
  from: { category: cd-player }
  to: { category: cd-changer, attributes: { discs: { min: 50 } } }
  priceAtMost: 1.05
  gain: discs
`;
      const shop = await toldShop(await open(), begin, { rules: { 'recommend.yaml': rules } });
      await shop.customer('ada');
      await shop.product('one', 'Solo Player', { category: 'cd-player', attributes: { discs: 1 } });
      await shop.product('many', 'Carousel 60', { category: 'cd-changer', attributes: { discs: 60 } });
      await shop.price('one', '2026-10-01T16:00:00Z', 20_000);
      await shop.price('many', '2026-10-01T16:00:00Z', 40_000);
      await shop.event('e1', 'ada', 'page-view', '2026-11-01T16:00:00Z', { product: { id: 'one' } });
      expect(await shop.lookAt(begin)).toEqual([]);
      await shop.price('many', '2026-11-03T15:00:00Z', 20_500);
      expect(await shop.lookAt('2026-11-03T16:00:00Z')).toEqual([
        expect.stringContaining('Carousel 60 now costs $205.00, no more than Solo Player'),
      ]);
      expect(await shop.lookAt('2026-11-04T16:00:00Z')).toEqual([]);
    });
  },
  ['sqlite'],
);
