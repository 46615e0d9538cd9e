/** The evaluation on files, end to end, with purchases whose future is known. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluateRecommend } from '../../../src/commerce/recommend/evaluate.ts';
import { readItems, readPurchases } from '../../../src/commerce/recommend/read-purchases.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recommend-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, text: string) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

it('trains before the date, measures after it, beside the baselines', async () => {
  // Two circles of taste; each customer buys six items of theirs and after the date one more.
  const lines = Array.from({ length: 60 }, (_, customer) =>
    Array.from({ length: 7 }, (_, at) => {
      const item = (customer % 2) * 20 + ((customer * 5 + at * 3) % 20);
      const date = at < 6 ? `2024-0${1 + (at % 5)}-1${customer % 9}` : '2024-06-05';
      return `c${customer},i${item},${date},o${customer}-${at},1`;
    }),
  ).flat();
  const purchases = await file(
    'p.csv',
    ['user,item,day,invoice,qty', ...lines, 'late,i1,2024-06-02,x,1'].join('\n'),
  );
  const rows = Array.from({ length: 40 }, (_, item) => `i${item},thing ${item},${5 + (item % 3)}`);
  const items = await file('i.csv', ['item,description,last_price', ...rows].join('\n'));
  const result = await evaluateRecommend({ purchases, items, until: '2024-06-01', window: 30 });
  // `late` was not seen in training.
  expect(result.n).toEqual({ new: 60, repeats: 60 });
  expect(Object.keys(result.new)).toEqual(expect.arrayContaining(['ours', 'popularity', 'itemKnn']));
  expect(Object.keys(result.repeats)).toEqual(
    expect.arrayContaining(['ours', 'popularity', 'itemKnn', 'personalFrequency']),
  );
  expect(result.new.ours?.recall10).toBeGreaterThan((result.new.popularity?.recall10 ?? 1) * 1.2);
  expect(result.new.personalFrequency).toBeUndefined();
  expect(result.trainMs).toBeGreaterThan(0);
});

it('reads the usual column names and both ways to write a quote; returns are no purchases', async () => {
  const purchases = await file(
    'a.csv',
    'customer_id,sku,date,order,quantity\nc,s,2024-01-02T10:00:00Z,o,2\nc,s,2024-01-03,p,-2\n',
  );
  expect(await readPurchases(purchases)).toEqual([
    { customer: 'c', item: 's', at: Date.UTC(2024, 0, 2, 10), order: 'o', quantity: 2 },
  ]);
  const doubled = await file('b.csv', 'id,title,price\n1,"Frame 7"" wide",2.5\n2,Bare,\n');
  expect(await readItems(doubled)).toEqual([
    { id: '1', title: 'Frame 7" wide', price: 2.5 },
    { id: '2', title: 'Bare', price: undefined },
  ]);
  const escaped = await file('c.csv', 'id,title,price\n1,"Frame 7\\" wide",2.5\n');
  expect((await readItems(escaped))[0]?.title).toBe('Frame 7" wide');
});

it('refuses what it cannot read, with file and row', async () => {
  const wrong = await file('d.csv', 'user,item,day,invoice,qty\nc,i,2024-01-01,o,1\nc,i,someday,o,1\n');
  await expect(readPurchases(wrong)).rejects.toMatchObject({
    code: 'commerce.csv-row',
    message: expect.stringContaining('row 3'),
  });
  await expect(readItems(join(folder, 'missing.csv'))).rejects.toMatchObject({ code: 'commerce.csv' });
  const options = { purchases: wrong, items: wrong, until: 'soon', window: 30 };
  await expect(evaluateRecommend(options)).rejects.toMatchObject({ code: 'commerce.date' });
});
