/** Whether an order may still be cancelled or sent back, and until when. */
import type { Order } from './order.ts';

export interface OrderPolicy {
  /** Days after delivery within which it may come back. */
  readonly returnDays: number;
  /** Bought between the two dates (ISO, inclusive) it may come back until the third. */
  readonly longerReturns?: readonly { readonly from: string; readonly to: string; readonly until: string }[];
}

export const defaultPolicy: OrderPolicy = { returnDays: 30 };

export type PolicyAnswer =
  | {
      readonly allowed: true /** Milliseconds since the epoch; undefined: until it is packed. */;
      readonly until?: number;
    }
  | {
      readonly allowed: false;
      readonly reason:
        | 'cancelled'
        | 'returned'
        | 'packed'
        | 'shipped'
        | 'not-delivered'
        | 'too-late'
        | 'unknown';
      /** When it was too late. */
      readonly since?: number;
    };

const dayMs = 86_400_000;

/** An order may be cancelled until it is packed. */
export function mayCancel(order: Order): PolicyAnswer {
  if (order.status === 'cancelled' || order.status === 'returned')
    return { allowed: false, reason: order.status };
  if (order.status === 'unknown') return { allowed: false, reason: 'unknown' };
  if (order.status === 'placed') return { allowed: true };
  return { allowed: false, reason: order.status === 'packed' ? 'packed' : 'shipped' };
}

/**
 * An order may come back from its delivery until the days of the policy are over; the day it ends counts whole, in
 * UTC. Without a time of delivery the expected date counts, else two weeks after shipping: in doubt for the shopper.
 */
export function mayReturn(order: Order, now: number, policy: OrderPolicy = defaultPolicy): PolicyAnswer {
  if (order.status === 'cancelled') return { allowed: false, reason: 'cancelled' };
  const cameBack =
    order.lines.length > 0 && order.lines.every(({ quantity, returned }) => returned >= quantity);
  if (order.status === 'returned' || cameBack) return { allowed: false, reason: 'returned' };
  if (order.status === 'unknown') return { allowed: false, reason: 'unknown' };
  if (order.status !== 'delivered') return { allowed: false, reason: 'not-delivered' };
  const until = Math.max(
    endOfDay(deliveredAt(order) + policy.returnDays * dayMs),
    ...(policy.longerReturns ?? []).flatMap(({ from, to, until: last }) => {
      const bought = new Date(order.placedAt).toISOString().slice(0, 10);
      return bought >= from && bought <= to ? endOfDay(Date.parse(last)) : [];
    }),
  );
  return now <= until ? { allowed: true, until } : { allowed: false, reason: 'too-late', since: until };
}

function deliveredAt(order: Order): number {
  if (order.deliveredAt !== undefined) return order.deliveredAt;
  if (order.expectedOn !== undefined) return Date.parse(order.expectedOn);
  return (order.shippedAt ?? order.placedAt) + 14 * dayMs;
}

function endOfDay(time: number): number {
  return Math.floor(time / dayMs) * dayMs + dayMs - 1;
}
