/** What may be shown, what may not, and that reasons are true. */
import { describe, expect, it } from 'vitest';
import { dryRunRules } from '../../../src/commerce/recommend/dry-run.ts';
import { trainModel } from '../../../src/commerce/recommend/model.ts';
import { createRecommender } from '../../../src/commerce/recommend/recommender.ts';
import { readRules } from '../../../src/commerce/recommend/rules-file.ts';
import type { ShopItem } from '../../../src/commerce/recommend/shop-item.ts';
import { bought, collector, items, now, purchases, rulesFile, today } from './hifi-shop.ts';

const { rules } = readRules([rulesFile]);
const model = trainModel(purchases, items, { today });
const recommender = createRecommender({ model, items, rules });
const ids = (list: readonly { item: ShopItem }[]) => list.map(({ item }) => item.id);
const owner = (...own: ReturnType<typeof bought>[]) => ({ purchases: own, declined: [], personalised: true });

describe('what is never shown', () => {
  const everything = { now, count: 200 };

  it('what they own, sent back or declined', () => {
    const customer = { ...owner(bought('cd-1', 20), bought('cd-2', 30, true)), declined: ['cd-3'] };
    const shown = ids(recommender.recommend({ ...everything, customer }));
    expect(shown.length).toBeGreaterThan(10);
    for (const id of ['cd-1', 'cd-2', 'cd-3']) expect(shown).not.toContain(id);
  });

  it('what is sold out, in the cart or on the page', () => {
    const few = createRecommender({
      model,
      items: items.map((item) => ({ ...item, inStock: item.id !== 'cd-4' })),
      rules: [],
    });
    const shown = ids(few.recommend({ ...everything, cart: ['cd-5'], page: { item: 'cd-6' } }));
    for (const id of ['cd-4', 'cd-5', 'cd-6']) expect(shown).not.toContain(id);
  });

  it('what a rule excludes for owners', () => {
    const receivers = { now, wanted: { category: ['receiver'] } };
    expect(ids(recommender.recommend(receivers))).toContain('receiver-entry');
    expect(ids(recommender.recommend({ ...receivers, customer: owner(bought('receiver-top', 9)) }))).toEqual(
      [],
    );
  });
});

describe('what is bought again', () => {
  it('a consumable once owned may come back, and says how often it was bought', () => {
    const customer = owner(bought('tape', 40), bought('cd-31', 40));
    const answer = recommender.recommend({ now, customer, wanted: { category: ['supplies'] } });
    expect(ids(answer)).toEqual(['tape']);
    expect(answer[0]?.reasons).toContainEqual({
      kind: 'bought-again',
      times: 1,
      lastAt: bought('tape', 40).at,
    });
  });

  it('so may anything ordered three times, but not twice', () => {
    const wanted = { items: ['cd-9'] };
    const twice = [bought('cd-9', 90), bought('cd-9', 60)];
    expect(recommender.recommend({ now, wanted, customer: owner(...twice) })).toEqual([]);
    expect(
      ids(recommender.recommend({ now, wanted, customer: owner(...twice, bought('cd-9', 30)) })),
    ).toEqual(['cd-9']);
  });
});

describe('consent', () => {
  const customer = { ...collector, personalised: false };

  it('without it, popular items are shown in order of sales, and it is said', () => {
    const answer = recommender.recommend({ now, customer, count: 5 });
    expect(answer).toHaveLength(5);
    const counts = answer.map(({ item, reasons }) => {
      expect(reasons.map(({ kind }) => kind)).toEqual(['popular', 'not-personalised']);
      return model.popularity.last30[model.items.indexOf(item.id)] ?? 0;
    });
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it('no rule about what they own applies', () => {
    const kinds = recommender
      .recommend({ now, customer, wanted: { category: ['cd-player'] }, count: 20 })
      .flatMap(({ reasons }) => reasons.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(['asked-for', 'not-personalised']));
  });
});

describe('taste', () => {
  it('follows the circle of customers who buy alike, at once after a purchase', () => {
    const first = owner(bought('cd-30', 3), bought('cd-33', 3), bought('cd-36', 3));
    const shown = ids(recommender.recommend({ now, customer: first, count: 6 }));
    const circle = shown.filter((id) => Number(id.slice(3)) >= 30 || id === 'tape');
    expect(circle.length).toBeGreaterThanOrEqual(5);
  });

  it('gives every item a reason, and shares are those of the purchases', () => {
    const answer = recommender.recommend({ now, customer: owner(bought('cd-30', 3)), count: 10 });
    const buyersOf = (item: string) =>
      new Set(purchases.filter((line) => line.item === item).map((line) => line.customer));
    let told = 0;
    for (const { item, reasons } of answer) {
      expect(reasons.length).toBeGreaterThan(0);
      for (const reason of reasons) {
        if (reason.kind !== 'bought-together') continue;
        told++;
        const [of, also] = [buyersOf(reason.item), buyersOf(item.id)];
        expect(reason.share).toBeCloseTo([...of].filter((one) => also.has(one)).length / of.size, 5);
      }
    }
    expect(told).toBeGreaterThan(0);
  });

  it('names the artist they own records of', () => {
    const answer = recommender.recommend({
      now,
      customer: owner(bought('cd-0', 9), bought('cd-1', 8)),
      wanted: { artist: ['the rolling stones'] },
    });
    expect(answer[0]?.reasons).toContainEqual({
      kind: 'same-artist',
      name: 'The Rolling Stones',
      owned: ['cd-1', 'cd-0'],
    });
  });
});

it('does not fill the list with near-duplicates', () => {
  const twins = Array.from(
    { length: 6 },
    (_, at): ShopItem => ({
      id: `twin-${at}`,
      title: 'Same lamp in another box',
      inStock: true,
      category: 'lamp',
    }),
  );
  const lamps: ShopItem[] = [
    ...twins,
    { id: 'other', title: 'Reading light', inStock: true, category: 'lamp' },
  ];
  const shop = createRecommender({ model: trainModel([], lamps, { today }), items: lamps, rules: [] });
  expect(ids(shop.recommend({ now, wanted: { category: ['lamp'] }, count: 2 }))).toContain('other');
});

it('works in a shop that has sold nothing yet', () => {
  const fresh = createRecommender({ model: trainModel([], [], { today }), items, rules });
  expect(ids(fresh.recommend({ now, customer: collector, wanted: { category: ['cd-player'] } })).length).toBe(
    6,
  );
  expect(fresh.recommend({ now })).toEqual([]);
});

it('a dry run tells who would see what and why, and who would not and why', () => {
  const customers = new Map([
    ['anna', collector],
    ['ben', { ...collector, declined: ['hundred'] }],
    ['cleo', { ...collector, personalised: false }],
  ]);
  const lines = dryRunRules(recommender.shop, customers, now);
  const changer = lines.filter(({ rule }) => rule === 'changer-at-the-same-price');
  expect(changer).toMatchObject([
    { customer: 'anna', item: 'hundred', shown: true, reason: { kind: 'upgrade', price: 'same' } },
    { customer: 'ben', item: 'hundred', shown: false, obstacle: { kind: 'declined' } },
  ]);
  expect(lines).toContainEqual({
    rule: 'one-receiver-is-enough',
    customer: 'anna',
    item: 'receiver-entry',
    shown: false,
    obstacle: { kind: 'rule', rule: 'one-receiver-is-enough' },
  });
});
