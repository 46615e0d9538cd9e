/** The demo shop: everything that ships with the product can be imported, and the story it tells is in it. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importDemoShop, isDemoShopDue } from '../../../src/commerce/catalogue/demo.ts';
import { keepCatalogue } from '../../../src/commerce/catalogue/keep-catalogue.ts';
import { judgePrice, priceHistory } from '../../../src/commerce/catalogue/price-history.ts';
import { shopItems } from '../../../src/commerce/catalogue/shop-items.ts';
import { loadSnapshot, offerNamed, ownOffer } from '../../../src/commerce/catalogue/snapshot.ts';
import { findOrder, ordersOfCustomer } from '../../../src/commerce/orders/order.ts';
import { allPurchases, customerRecord, itemsOfCustomer } from '../../../src/commerce/orders/purchases.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { silentLog } from '../../../src/core/log.ts';
import { clockFrom } from '../../support/clock.ts';
import { eachDatabase } from '../../support/databases.ts';

const folder = fileURLToPath(new URL('../../../knowledge/demo', import.meta.url));
const today = '2031-05-14T15:00:00Z';

eachDatabase((engine, open) => {
  async function demo() {
    const database = await open();
    const clock = clockFrom(today);
    const options = { database, clock, ids: randomIds };
    const reports = await importDemoShop(options, folder);
    return { database, clock, options, reports, snapshot: await loadSnapshot(database) };
  }

  describe('the demo shop', () => {
    it('imports without a refusal, and only once', async () => {
      const { reports, options, database } = await demo();
      const all = [...(reports ?? new Map())].map(([source, { refusedCount, added }]) => [
        source,
        refusedCount,
        added > 0,
      ]);
      expect(all).toEqual([
        ['northside/products', 0, true],
        ['northside/orders', 0, true],
        ['harborlight/products', 0, true],
        ['crate-and-tonearm/products', 0, true],
        ['dialtone/products', 0, true],
      ]);
      expect(await importDemoShop(options, folder)).toBeUndefined();
      const version = (await loadSnapshot(database)).version;
      const keeper = await keepCatalogue({ database, clock: options.clock, log: silentLog });
      expect(keeper.current().version).toBe(version);
      keeper.close();
    });

    it('is imported by one of several processes that start at once, and by the next when that one was broken off', async () => {
      const database = await open();
      const clock = clockFrom(today);
      const options = { database, clock, ids: randomIds, findMatches: async () => [] };
      expect(await isDemoShopDue(database, folder)).toBe(true);
      const reports = await Promise.all([1, 2, 3].map(() => importDemoShop(options, folder)));
      expect(reports.filter((report) => report !== undefined).length).toBe(1);
      const runs = await database.read('SELECT status FROM import_run');
      expect(runs.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done', 'done']);
      expect(await isDemoShopDue(database, folder)).toBe(false);
      const cut = { ...options, findMatches: () => Promise.reject(new Error('killed')) };
      await database.write([{ sql: `UPDATE setting SET value = 'older' WHERE name = 'demo-shop'` }]);
      await database.write([{ sql: 'UPDATE offer SET recognised = 0' }]);
      await expect(importDemoShop(cut, folder)).rejects.toThrow('killed');
      expect(await isDemoShopDue(database, folder)).toBe(true);
      expect(await importDemoShop(options, folder)).toBeDefined();
      expect(await isDemoShopDue(database, folder)).toBe(false);
    });
  });

  // What the files say is the same on every engine.
  if (engine !== 'sqlite') return;
  describe('the story in the demo shop', () => {
    it('has five first-rate 5-disc players at three or four shops, and the new changer for the same money', async () => {
      const { snapshot } = await demo();
      const players = [...snapshot.products.values()].filter(
        ({ class: kind, tier, attributes }) =>
          kind === 'cd-changer' && tier !== 'entry' && attributes.discs === 5,
      );
      const compared = players.filter(({ offers }) => new Set(offers.map(({ shop }) => shop)).size >= 3);
      expect(compared.length).toBeGreaterThanOrEqual(5);
      // Crate & Tonearm names neither GTIN nor part number: only the titles tell that it is the same player.
      const c5 = snapshot.products.get(offerNamed(snapshot, 'northside', 'orrin-c5')?.productId ?? '');
      expect(c5?.offers.map(({ shop }) => shop)).toContain('crate-and-tonearm');
      for (const { offers } of compared)
        expect(new Set(offers.map(({ total }) => total?.minor)).size).toBeGreaterThan(1);
      const changer = offerNamed(snapshot, 'northside', 'orrin-c100');
      const player = offerNamed(snapshot, 'northside', 'orrin-c5');
      expect(changer?.price).toEqual(player?.price);
      expect(snapshot.products.get(changer?.productId ?? '')).toMatchObject({
        releasedOn: '2031-05-05',
        attributes: { discs: 100 },
      });
      expect(ownOffer(snapshot, changer?.productId ?? '')).toBe(changer);
      expect(snapshot.products.get(changer?.productId ?? '')?.offers.length).toBe(4);
    });

    it('has totals with the shipping of each shop, ties, and offers that are sold out or used', async () => {
      const { snapshot } = await demo();
      expect(snapshot.offers.filter(({ total }) => total === undefined)).toEqual([]);
      expect(offerNamed(snapshot, 'northside', 'castell-rca1')?.shipping).toEqual({
        minor: 695,
        currency: 'USD',
      });
      expect(offerNamed(snapshot, 'northside', 'orrin-c5')?.shipping).toEqual({ minor: 0, currency: 'USD' });
      const tied = [...snapshot.products.values()].filter(
        ({ offers: [first, second] }) => first?.total && first.total.minor === second?.total?.minor,
      );
      expect(tied.length).toBeGreaterThan(3);
      expect(snapshot.offers.some(({ inStock }) => !inStock)).toBe(true);
      expect(new Set(snapshot.offers.map(({ condition }) => condition))).toContain('refurbished');
      expect(snapshot.offers.filter(({ unitPrice }) => unitPrice !== undefined).length).toBeGreaterThan(2);
    });

    it('remembers what things cost for months', async () => {
      const { database, snapshot, clock } = await demo();
      const changer = offerNamed(snapshot, 'northside', 'orrin-c100');
      const points = await priceHistory(database, 'northside', changer?.id ?? '');
      expect(judgePrice(points, clock.now(), 90)).toMatchObject({
        now: { minor: 27_900 },
        highest: { minor: 39_900 },
        isLowest: true,
        observedDays: 90,
      });
    });

    it('knows the customer of the story: a top receiver, a top double deck, many CDs, three by the Rolling Stones', async () => {
      const { database, snapshot } = await demo();
      const items = await itemsOfCustomer(database, snapshot, 'c-1001');
      const facts = items.map(({ productId }) => snapshot.facts.get(productId ?? ''));
      expect(facts).not.toContain(undefined);
      const has = (kind: string, tier: string) =>
        facts.some((product) => product?.class === kind && product.tier === tier);
      expect(has('receiver', 'top')).toBe(true);
      expect(has('cassette-deck', 'top')).toBe(true);
      const discs = items.filter(({ category }) => category === 'cd');
      expect(discs.length).toBeGreaterThanOrEqual(15);
      expect(discs.filter(({ artist }) => artist === 'The Rolling Stones').length).toBe(3);
      const chicago = await itemsOfCustomer(database, snapshot, 'c-1002');
      expect(chicago.filter(({ artist }) => artist === 'The Rolling Stones').length).toBe(1);
    });

    it('feeds the recommender: purchases name items of the shop', async () => {
      const { database, snapshot } = await demo();
      const items = new Map(shopItems(snapshot).map((item) => [item.id, item]));
      expect(items.get(offerNamed(snapshot, 'northside', 'castell-c90-10')?.productId ?? '')).toMatchObject({
        category: 'blank-cassette',
        consumable: true,
        price: 34.9,
      });
      const purchases = [];
      for await (const page of allPurchases(database, snapshot)) purchases.push(...page);
      expect(new Set(purchases.map(({ customer }) => customer)).size).toBeGreaterThanOrEqual(35);
      expect(purchases.filter(({ item }) => !items.has(item))).toEqual([]);
      const record = await customerRecord(database, snapshot, 'c-1001', true);
      expect(record.purchases.length).toBeGreaterThan(20);
    });

    it('has orders on their way, with dates that are near today', async () => {
      const { database, clock } = await demo();
      const [latest] = await ordersOfCustomer(database, { id: 'c-1001' });
      expect(latest).toMatchObject({
        status: 'shipped',
        expectedOn: '2031-05-16',
        carrier: 'Northeast Parcel',
      });
      expect(latest?.placedAt).toBeLessThan(clock.now());
      expect(await findOrder(database, latest?.number.toLowerCase().replace('-', ' ') ?? '')).toEqual(latest);
    });
  });
});
