/** Orders come in while other imports of the shop are under way, and news of them in any order. */
import { expect, it } from 'vitest';
import { importOffers } from '../../../src/commerce/catalogue/import-offers.ts';
import { saveShop, saveSource } from '../../../src/commerce/catalogue/shops.ts';
import { importOrders } from '../../../src/commerce/orders/import-orders.ts';
import { randomIds } from '../../../src/core/ids.ts';
import type { OrderEvent } from '../../../src/customers/index.ts';
import { takeOrdersInto } from '../../../src/orders-from-events.ts';
import { eachDatabase } from '../../support/databases.ts';
import { manualClock } from '../../support/manual-clock.ts';

eachDatabase((_engine, open) => {
  async function shop() {
    const clock = manualClock();
    const database = await open();
    await saveShop(database, { id: 'north', name: 'North', currency: 'USD', own: true }, clock.now());
    const source = { shopId: 'north', locations: ['file'], complete: true };
    const feed = { ...source, id: 'north/feed', kind: 'google-table' as const };
    const history = { ...source, id: 'north/orders', kind: 'orders-csv' as const };
    await saveSource(database, feed);
    await saveSource(database, history);
    const keeper = { database, clock, ids: randomIds };
    const event = (id: string, status: OrderEvent['order']['status'], minutes: number): OrderEvent => ({
      id: `${id} ${status}`,
      kind: 'order',
      customerId: 'c-1',
      at: clock.now() + minutes * 60_000,
      order: {
        id,
        number: id,
        status,
        placedAt: clock.now(),
        lines: [{ title: `Record, ${status}`, quantity: 1 }],
      },
    });
    const known = async () =>
      (
        await database.read(
          `SELECT o.id, o.status, l.title FROM shop_order o JOIN order_line l ON l.order_id = o.id ORDER BY o.id, l.line`,
        )
      ).map(({ id, status, title }) => `${id} ${status}: ${title}`);
    return { database, keeper, feed, history, event, known, take: takeOrdersInto(keeper) };
  }

  it('an order that is placed while a feed is read leaves the import of the feed alone', async () => {
    const { database, keeper, feed, event, known, take } = await shop();
    async function* offers() {
      await take([event('o-1', 'placed', 0)]);
      const item = { id: 'a', title: 'Record', description: '', categories: [], published: true };
      yield {
        kind: 'read' as const,
        row: 1,
        item: { ...item, availability: 'in-stock' as const, price: { minor: 900, currency: 'USD' } },
      };
    }
    expect(await importOffers(keeper, feed, offers())).toMatchObject({ added: 1 });
    expect(await database.read('SELECT id FROM offer')).toEqual([{ id: 'a' }]);
    expect(await known()).toEqual(['o-1 placed: Record, placed']);
  });

  it('and so does one that is placed while an export of orders is read', async () => {
    const { keeper, history, event, known, take } = await shop();
    async function* orders() {
      yield {
        kind: 'read' as const,
        row: 1,
        item: {
          ...event('o-1', 'placed', 0).order,
          lines: [{ title: 'Old', quantity: 1 }],
          total: undefined,
        },
      };
      await Promise.all([take([event('o-2', 'placed', 0)]), take([event('o-3', 'placed', 0)])]);
    }
    expect(await importOrders(keeper, history, orders())).toMatchObject({ added: 1 });
    expect(await known()).toEqual([
      'o-1 placed: Old',
      'o-2 placed: Record, placed',
      'o-3 placed: Record, placed',
    ]);
  });

  it('what is told late of an order does not undo what was told of it later', async () => {
    const { event, known, take } = await shop();
    await take([event('o-1', 'delivered', 30)]);
    await take([event('o-1', 'shipped', 10)]);
    expect(await known()).toEqual(['o-1 delivered: Record, delivered']);
    await take([event('o-1', 'returned', 40)]);
    expect(await known()).toEqual(['o-1 returned: Record, returned']);
  });
});
