/** Due again and interests: what the rhythm and the kind of purchases say. */
import { describe, expect, it } from 'vitest';
import { dueAgain, usualGaps } from '../../../src/commerce/recommend/due-again.ts';
import { interestsOf } from '../../../src/commerce/recommend/interests.ts';
import { dayMs } from '../../../src/commerce/recommend/types.ts';
import { bought, items, now } from './hifi-shop.ts';

const customer = (...purchases: ReturnType<typeof bought>[]) => ({
  purchases,
  declined: [],
  personalised: true,
});
const unknown = () => undefined;

describe('due again', () => {
  it('tells what is due in the rhythm of its orders', () => {
    const [due] = dueAgain(
      customer(bought('tape', 90), bought('tape', 60), bought('tape', 30)),
      unknown,
      now,
    );
    expect(due).toMatchObject({ item: 'tape', times: 3, usualDays: 30, dueAt: now });
  });

  it('is silent about one order, an early one, a habit given up, a return, a decline, and without consent', () => {
    const monthly = [bought('tape', 90), bought('tape', 60), bought('tape', 30)];
    const [first, second, third] = monthly;
    if (!first || !second || !third) throw new Error('three orders');
    expect(dueAgain(customer(first), unknown, now)).toEqual([]);
    expect(dueAgain(customer(...monthly), unknown, now - 15 * dayMs)).toEqual([]);
    expect(dueAgain(customer(...monthly), unknown, now + 60 * dayMs)).toEqual([]);
    expect(dueAgain(customer(...monthly, bought('tape', 29, true)), unknown, now)).toEqual([]);
    expect(dueAgain({ ...customer(...monthly), declined: ['tape'] }, unknown, now)).toEqual([]);
    expect(dueAgain({ ...customer(...monthly), personalised: false }, unknown, now)).toEqual([]);
  });

  it('ranks a long habit above a short one, and leans on what is usual for the item', () => {
    const list = dueAgain(
      customer(
        ...[120, 90, 60, 30].map((age) => bought('tape', age)),
        ...[60, 30].map((age) => bought('cd-1', age)),
      ),
      (item) => (item === 'cd-1' ? 40 : undefined),
      now,
    );
    expect(list.map(({ item }) => item)).toEqual(['tape', 'cd-1']);
    expect(list[1]?.usualDays).toBe(35);
  });

  it('learns the usual gap over all customers from three on', async () => {
    const ordered = (item: string, days: readonly number[]) => days.map((day) => ({ item, at: day * dayMs }));
    async function* customers() {
      yield [...ordered('x', [30, 0, 10]), ...ordered('y', [1, 2])];
      yield ordered('x', [5, 35]);
    }
    const gap = await usualGaps(customers());
    expect(gap('x')).toBe(20);
    expect(gap('y')).toBeUndefined();
  });
});

describe('interests', () => {
  const byId = new Map(items.map((item) => [item.id, item]));

  it('names the artist with the records that speak for it, latest first', () => {
    const interests = interestsOf(
      customer(bought('cd-0', 30), bought('cd-1', 5), bought('cd-2', 10)),
      byId,
      now,
    );
    const stones = interests.find(({ kind }) => kind === 'artist');
    expect(stones).toMatchObject({ name: 'The Rolling Stones', because: ['cd-1', 'cd-2', 'cd-0'] });
    expect(stones?.lastSeen).toBe(bought('cd-1', 5).at);
    expect(stones?.weight).toBeGreaterThan(2.8);
  });

  it('fades with a year, and counts neither returns nor what was declined', () => {
    const [old] = interestsOf(customer(bought('tape', 365)), byId, now);
    expect(old).toMatchObject({ kind: 'category', name: 'supplies', weight: 0.5 });
    expect(interestsOf(customer(bought('tape', 9, true)), byId, now)).toEqual([]);
    expect(interestsOf({ ...customer(bought('tape', 9)), declined: ['tape'] }, byId, now)).toEqual([]);
    expect(interestsOf({ ...customer(bought('tape', 9)), personalised: false }, byId, now)).toEqual([]);
  });
});
