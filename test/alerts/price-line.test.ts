/** Whether a price has fallen: no cents, no feed that goes to and fro, over all shops. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belowSince, type CostPoint, costPeriods, fallNow } from '../../src/alerts/prices/price-line.ts';

const hour = 3_600_000;
const day = 24 * hour;
const points = (...each: [offer: string, at: number, cost: number | undefined][]): CostPoint[] =>
  each.map(([offer, at, cost]) => ({ offer, at, cost }));

describe('a fall', () => {
  it('is measured over all shops', () => {
    const line = costPeriods(points(['a', 0, 100], ['b', 0, 90], ['a', 5 * day, 80]));
    expect(line.map(({ cost }) => cost)).toEqual([90, 80]);
    expect(fallNow(line, 5 * day, day)).toEqual({
      before: 90,
      now: 80,
      offer: 'a',
      at: 5 * day,
      since: 0,
    });
  });

  it('is none when the dearer shop gets cheaper', () => {
    const line = costPeriods(points(['a', 0, 100], ['b', 0, 90], ['a', 5 * day, 95]));
    expect(fallNow(line, 5 * day, day)).toBeUndefined();
  });

  it('is one and the same while a feed goes to and fro', () => {
    const flapping = Array.from({ length: 40 }, (_, at): [string, number, number] => [
      'a',
      5 * day + at * hour,
      at % 2 === 0 ? 80 : 100,
    ]);
    const line = costPeriods(points(['a', 0, 100], ...flapping));
    const falls = flapping.filter(([, , cost]) => cost === 80).map(([, at]) => fallNow(line, at, day)?.since);
    expect(new Set(falls)).toEqual(new Set([0]));
  });

  it('is another one after the price had been up again for long', () => {
    const line = costPeriods(
      points(['a', 0, 100], ['a', 5 * day, 80], ['a', 8 * day, 100], ['a', 12 * day, 80]),
    );
    expect(fallNow(line, 5 * day, day)?.since).toBe(0);
    expect(fallNow(line, 12 * day, day)?.since).toBe(8 * day);
  });

  it('never goes up, whatever the prices do', () => {
    const point = fc.record({
      offer: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 0, max: 30 * day }),
      cost: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), (all) => {
        const fall = fallNow(costPeriods(all), 30 * day, day);
        return fall?.before === undefined || fall.now < fall.before;
      }),
    );
  });
});

describe('being below a limit', () => {
  it('begins anew only after a time above it', () => {
    const line = costPeriods(
      points(['a', 0, 60], ['a', 5 * day, 49], ['a', 6 * day, 51], ['a', 6 * day + hour, 48]),
    );
    expect(belowSince(line, 5 * day, 50, day)).toBe(5 * day);
    expect(belowSince(line, 6 * day, 50, day)).toBeUndefined();
    expect(belowSince(line, 7 * day, 50, day)).toBe(5 * day);
  });

  it('is not said of what cannot be bought', () => {
    expect(
      belowSince(costPeriods(points(['a', 0, 40], ['a', day, undefined])), 2 * day, 50, day),
    ).toBeUndefined();
  });
});
