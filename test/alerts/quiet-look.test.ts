/** What a look costs follows what is new: who was told already is not read again. */
import { expect, it } from 'vitest';
import type { Database } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { toldShop } from './support/told-shop.ts';
import { newsEvery } from './support/year.ts';

// Eleven in the morning in New York.
const begin = '2026-11-02T16:00:00Z';
const days = (count: number) => new Date(Date.parse(begin) + count * 86_400_000).toISOString();

eachDatabase((_engine, open) => {
  it('reads nobody whom it told already, and tells who comes later or agrees only then', async () => {
    const { database, readOf } = listening(await open());
    const shop = await toldShop(database, begin, { rules: { 'alerts.yaml': JSON.stringify(announced) } });
    for (const id of ['ada', 'bob', 'cyd']) await shop.customer(id);
    const mayAdvertise = (granted: number) =>
      database.write([
        {
          sql: `UPDATE consent SET granted = $1 WHERE customer_id = 'cyd' AND purpose = 'marketing'`,
          params: [granted],
        },
      ]);
    await mayAdvertise(0);
    expect(await shop.lookAt(begin)).toHaveLength(2);
    // Until now their consent is new, and what they like is counted.
    expect(await shop.lookAt(days(1))).toEqual([]);
    const before = readOf('FROM customer_interest');
    expect(await shop.lookAt(days(2))).toEqual([]);
    expect(readOf('FROM customer_interest')).toBe(before);
    await shop.customer('dan');
    await mayAdvertise(1);
    expect(await shop.lookAt(days(3))).toHaveLength(2);
    expect(shop.mails.map(({ to }) => to).toSorted()).toEqual(
      ['ada', 'bob', 'cyd', 'dan'].map((id) => `${id}@example.com`),
    );
    // The next turn is for all of them again.
    expect(await shop.lookAt(days(30))).toHaveLength(4);
  });

  it('announces as soon as it may, without waiting for the next daily look', async () => {
    const campaigns = announced.campaigns.map((each) => ({ ...each, from: '2026-11-03' }));
    const shop = await toldShop(await open(), begin, {
      rules: { 'alerts.yaml': JSON.stringify({ ...announced, campaigns }) },
    });
    await shop.customer('ada');
    expect(await shop.lookAt(begin)).toEqual([]);
    expect(await shop.lookAt('2026-11-03T14:00:00Z')).toHaveLength(1);
    expect(await shop.lookAt('2026-11-03T20:00:00Z')).toEqual([]);
  });
});

const announced = { holdOutPercent: 0, campaigns: [newsEvery(25)] };

/** The same store, and how often a text was part of what was read from it. */
function listening(database: Database) {
  const texts: string[] = [];
  return {
    database: {
      ...database,
      read(...asked: Parameters<Database['read']>) {
        texts.push(asked[0]);
        return database.read(...asked);
      },
    },
    readOf: (part: string) => texts.filter((text) => text.includes(part)).length,
  };
}
