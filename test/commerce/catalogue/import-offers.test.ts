/** Imports are all or nothing, repeatable, and keep what was known when a source fails. */
import { describe, expect, it } from 'vitest';
import { importOffers } from '../../../src/commerce/catalogue/import-offers.ts';
import { priceHistory } from '../../../src/commerce/catalogue/price-history.ts';
import { type Source, saveShop, saveSource } from '../../../src/commerce/catalogue/shops.ts';
import type { RawOffer, Read } from '../../../src/commerce/import/offer-source.ts';
import { randomIds } from '../../../src/core/ids.ts';
import type { Database } from '../../../src/store/index.ts';
import { handClock } from '../../support/clock.ts';
import { eachDatabase } from '../../support/databases.ts';

const source: Source = {
  id: 'north/feed',
  shopId: 'north',
  kind: 'woocommerce-csv',
  locations: ['feed.csv'],
  complete: true,
};

function offer(id: string, minor: number, more: Partial<RawOffer> = {}): RawOffer {
  return {
    id,
    title: `Player ${id}`,
    description: '',
    categories: ['Hi-fi', 'Players'],
    price: { minor, currency: 'USD' },
    availability: 'in-stock',
    published: true,
    ...more,
  };
}

type Row = RawOffer | Error | 'refused';

async function* reading(rows: readonly Row[]): AsyncGenerator<Read<RawOffer>> {
  let row = 0;
  for (const item of rows) {
    row += 1;
    if (item instanceof Error) throw item;
    if (item === 'refused')
      yield { kind: 'refused', row, code: 'import.title', reason: 'The row has no name.' };
    else yield { kind: 'read', row, item };
  }
}

eachDatabase((_engine, open) => {
  async function shop() {
    const clock = handClock();
    clock.freeze();
    const database = await open();
    await saveShop(database, { id: 'north', name: 'North', currency: 'USD', own: true }, clock.now());
    await saveSource(database, source);
    const keeper = { database, clock, ids: randomIds };
    return {
      database,
      clock,
      import: (rows: readonly Row[], from = source) => importOffers(keeper, from, reading(rows)),
    };
  }

  const prices = async (database: Database) =>
    (await database.read('SELECT id, price_minor, gone_at FROM offer ORDER BY id')).map(
      ({ id, price_minor, gone_at }) => `${id}=${price_minor}${gone_at === null ? '' : ' gone'}`,
    );
  const count = async (database: Database, table: string) =>
    Number((await database.read(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);

  describe('importing offers', () => {
    it('counts what was added, changed and left, and changes nothing the second time', async () => {
      const north = await shop();
      const rows = [offer('a', 100), offer('b', 200), offer('c', 300)];
      expect(await north.import(rows)).toMatchObject({
        rows: 3,
        added: 3,
        changed: 0,
        unchanged: 0,
        gone: 0,
      });
      north.clock.move(1_000);
      expect(await north.import(rows)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
      expect(await count(north.database, 'price')).toBe(3);
      north.clock.move(1_000);
      expect(await north.import([offer('a', 90), ...rows.slice(1)])).toMatchObject({
        changed: 1,
        unchanged: 2,
      });
      expect(await prices(north.database)).toEqual(['a=90', 'b=200', 'c=300']);
    });

    it('records a price only when it changed, with the moment', async () => {
      const north = await shop();
      const began = north.clock.now();
      await north.import([offer('a', 100)]);
      north.clock.move(5_000);
      await north.import([offer('a', 100, { title: 'Another name' })]);
      north.clock.move(5_000);
      await north.import([offer('a', 80)]);
      const history = await priceHistory(north.database, 'north', 'a');
      expect(history.map(({ at, price }) => [at - began, price?.minor])).toEqual([
        [0, 100],
        [10_000, 80],
      ]);
    });

    it('leaves everything as it was when the file breaks half-way', async () => {
      const north = await shop();
      await north.import([offer('a', 100), offer('b', 200)]);
      const half = [
        ...Array.from({ length: 700 }, (_, n) => offer(`x${n}`, n)),
        offer('a', 1),
        new Error('broken'),
      ];
      await expect(north.import(half)).rejects.toThrow('broken');
      expect(await prices(north.database)).toEqual(['a=100', 'b=200']);
      expect(await count(north.database, 'staged_offer')).toBe(0);
      expect(await north.database.read('SELECT last_status FROM source')).toEqual([
        { last_status: 'failed' },
      ]);
    });

    it('marks as gone what a complete file no longer lists, and takes it back when it returns', async () => {
      const north = await shop();
      await north.import([offer('a', 100), offer('b', 200)]);
      north.clock.move(1_000);
      expect(await north.import([offer('a', 100)])).toMatchObject({ gone: 1, withheld: 0 });
      expect(await prices(north.database)).toEqual(['a=100', 'b=200 gone']);
      north.clock.move(1_000);
      expect(await north.import([offer('a', 100), offer('b', 200)])).toMatchObject({ changed: 1, gone: 0 });
      expect(await prices(north.database)).toEqual(['a=100', 'b=200']);
      const history = await priceHistory(north.database, 'north', 'b');
      expect(history.map(({ availability }) => availability)).toEqual(['in-stock', 'gone', 'in-stock']);
    });

    it('keeps what is missing while rows are refused, until it was not seen for three days', async () => {
      const north = await shop();
      await north.import([offer('a', 100), offer('b', 200)]);
      north.clock.move(86_400_000);
      expect(await north.import([offer('a', 100), 'refused'])).toMatchObject({
        refusedCount: 1,
        refused: [{ row: 2, code: 'import.title', reason: 'The row has no name.' }],
        gone: 0,
        withheld: 1,
      });
      north.clock.move(3 * 86_400_000);
      expect(await north.import([offer('a', 100), 'refused'])).toMatchObject({ gone: 1, withheld: 0 });
    });

    it('does not believe that most of a shop is gone at once', async () => {
      const north = await shop();
      const rows = Array.from({ length: 40 }, (_, n) => offer(`p${n}`, n));
      await north.import(rows);
      north.clock.move(1_000);
      expect(await north.import(rows.slice(0, 10))).toMatchObject({ gone: 0, withheld: 30 });
    });

    it('takes nothing away for a source that lists only a part', async () => {
      const north = await shop();
      const page: Source = { ...source, complete: false };
      await saveSource(north.database, page);
      await north.import([offer('a', 100)], page);
      north.clock.move(1_000);
      expect(await north.import([offer('b', 200)], page)).toMatchObject({ added: 1, gone: 0, withheld: 0 });
      expect(await prices(north.database)).toEqual(['a=100', 'b=200']);
    });

    it('refuses ids that come twice, however far apart, and texts that cannot be stored', async () => {
      const north = await shop();
      const rows = [
        ...Array.from({ length: 600 }, (_, n) => offer(`p${n}`, n)),
        offer('p3', 1),
        offer('nul\0', 1),
        offer('lone', 1, { title: 'half \ud800 a sign' }),
      ];
      const report = await north.import(rows);
      expect(report).toMatchObject({ rows: 603, added: 600, refusedCount: 3 });
      expect(report.refused.map(({ row, code }) => `${row} ${code}`).sort()).toEqual([
        '601 import.duplicate',
        '602 import.text',
        '603 import.text',
      ]);
    });

    it('refuses a file without a single offer and keeps what was known', async () => {
      const north = await shop();
      await north.import([offer('a', 100)]);
      await expect(north.import([])).rejects.toMatchObject({ code: 'import.nothing' });
      expect(await prices(north.database)).toEqual(['a=100']);
    });

    it('lets one of two imports of a shop win and undoes the other whole', async () => {
      const north = await shop();
      await north.import([offer('a', 100)]);
      north.clock.move(1_000);
      const results = await Promise.allSettled([
        north.import([offer('a', 90)]),
        north.import([offer('a', 80)]),
      ]);
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost.length).toBeLessThanOrEqual(1);
      for (const { reason } of lost) expect(reason).toMatchObject({ code: 'import.overtaken' });
      const history = await priceHistory(north.database, 'north', 'a');
      expect(history.at(-1)?.price?.minor).toBe(Number((await prices(north.database))[0]?.split('=')[1]));
    });

    it('keeps links that a browser may open and drops others', async () => {
      const north = await shop();
      await north.import([
        offer('a', 1, { url: 'javascript:alert(1)', image: 'data:text/html,x' }),
        offer('b', 1, { url: 'https://north.example/b', image: '/images/b.svg' }),
        offer('c', 1, { url: '//evil.example/c' }),
      ]);
      expect(await north.database.read('SELECT url, image FROM offer ORDER BY id')).toEqual([
        { url: null, image: null },
        { url: 'https://north.example/b', image: '/images/b.svg' },
        { url: null, image: null },
      ]);
    });
  });
});
