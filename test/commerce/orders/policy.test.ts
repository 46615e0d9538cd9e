/** The windows within which an order may be cancelled or sent back. */
import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src/commerce/orders/order.ts';
import { mayCancel, mayReturn } from '../../../src/commerce/orders/policy.ts';

const order = (more: Partial<Order>): Order => ({
  shop: 'north',
  id: '1',
  number: 'NS-1',
  status: 'delivered',
  placedAt: Date.parse('2026-11-01T10:00Z'),
  deliveredAt: Date.parse('2026-11-05T15:00Z'),
  lines: [{ title: 'Orrin C5', quantity: 2, returned: 0 }],
  ...more,
});

describe('cancelling', () => {
  it('is possible until the order is packed', () => {
    expect(mayCancel(order({ status: 'placed' }))).toEqual({ allowed: true });
    expect(mayCancel(order({ status: 'packed' }))).toEqual({ allowed: false, reason: 'packed' });
    expect(mayCancel(order({ status: 'shipped' }))).toEqual({ allowed: false, reason: 'shipped' });
    expect(mayCancel(order({ status: 'cancelled' }))).toEqual({ allowed: false, reason: 'cancelled' });
    expect(mayCancel(order({ status: 'unknown' }))).toEqual({ allowed: false, reason: 'unknown' });
  });
});

describe('returning', () => {
  const lastMoment = Date.parse('2026-12-05T23:59:59.999Z');

  it('is possible until the end of the thirtieth day after delivery', () => {
    expect(mayReturn(order({}), lastMoment)).toEqual({ allowed: true, until: lastMoment });
    expect(mayReturn(order({}), lastMoment + 1)).toEqual({
      allowed: false,
      reason: 'too-late',
      since: lastMoment,
    });
  });

  it('counts from the expected day, or from two weeks after shipping, when nobody saw the delivery', () => {
    const expected = order({ deliveredAt: undefined, expectedOn: '2026-11-05' });
    expect(mayReturn(expected, lastMoment)).toEqual({ allowed: true, until: lastMoment });
    const shipped = order({ deliveredAt: undefined, shippedAt: Date.parse('2026-11-02') });
    expect(mayReturn(shipped, 0)).toEqual({ allowed: true, until: Date.parse('2026-12-16T23:59:59.999Z') });
  });

  it('is longer for what was bought in a season the policy names', () => {
    const policy = {
      returnDays: 30,
      longerReturns: [{ from: '2026-11-01', to: '2026-12-31', until: '2027-01-31' }],
    };
    const until = Date.parse('2027-01-31T23:59:59.999Z');
    expect(mayReturn(order({}), until, policy)).toEqual({ allowed: true, until });
    const before = order({ placedAt: Date.parse('2026-10-31T23:00Z') });
    expect(mayReturn(before, until, policy)).toMatchObject({ allowed: false, reason: 'too-late' });
  });

  it('is not possible before delivery, after a cancellation, or twice', () => {
    expect(mayReturn(order({ status: 'shipped' }), 0)).toEqual({ allowed: false, reason: 'not-delivered' });
    expect(mayReturn(order({ status: 'cancelled' }), 0)).toEqual({ allowed: false, reason: 'cancelled' });
    const back = order({ lines: [{ title: 'Orrin C5', quantity: 2, returned: 2 }] });
    expect(mayReturn(back, 0)).toEqual({ allowed: false, reason: 'returned' });
    const half = order({ lines: [{ title: 'Orrin C5', quantity: 2, returned: 1 }] });
    expect(mayReturn(half, 0)).toMatchObject({ allowed: true });
  });
});
