/** Takes the orders among the events into the orders of the merchant's own shop, by the same way as an export. */
import { importOrders, listShops, type RawOrder, saveSource } from './commerce/index.ts';
import type { Clock } from './core/clock.ts';
import { ShopdeskError } from './core/errors.ts';
import type { Ids } from './core/ids.ts';
import { type Money, parseMoney } from './core/money.ts';
import type { OrderEvent } from './customers/index.ts';
import type { Database } from './store/index.ts';

/** Of several states of one order the latest counts. Throws `events.unusable` while there is no shop of the merchant's own. */
export function takeOrdersInto(parts: { database: Database; clock: Clock; ids: Ids }) {
  return async function takeOrders(events: readonly OrderEvent[]): Promise<void> {
    if (events.length === 0) return;
    const own = (await listShops(parts.database)).find((shop) => shop.own);
    if (!own) {
      throw new ShopdeskError(
        'events.unusable',
        'There is no shop of your own that orders could belong to.',
        {
          remedy: 'Import its products first: shopdesk import FILE --shop ID --own.',
        },
      );
    }
    const latest = new Map<string, RawOrder>();
    for (const event of [...events].sort((one, other) => one.at - other.at)) {
      latest.set(event.order.id, rawOrder(event));
    }
    const source = {
      id: `${own.id}/events`,
      shopId: own.id,
      kind: 'orders-csv' as const,
      locations: ['/api/events'],
      complete: false,
    };
    await saveSource(parts.database, source);
    await importOrders(parts, source, readsOf([...latest.values()]));
  };
}

async function* readsOf(orders: readonly RawOrder[]) {
  for (const [row, item] of orders.entries()) yield { kind: 'read' as const, row: row + 1, item };
}

function rawOrder({ order, customerId, at }: OrderEvent): RawOrder {
  const { total, lines, status, shipTo: _shipTo, ...facts } = order;
  const reached = {
    packed: 'packedAt',
    shipped: 'shippedAt',
    delivered: 'deliveredAt',
    cancelled: 'cancelledAt',
  };
  const since = Object.entries(reached).find(([name]) => name === status)?.[1];
  return {
    ...facts,
    toldAt: at,
    status,
    customer: customerId,
    ...(since && { [since]: at }),
    ...(total && { total: moneyOf(total) }),
    lines: lines.map(({ price, ...line }) => ({ ...line, ...(price && { price: moneyOf(price) }) })),
  };
}

function moneyOf({ amount, currency }: { amount: string; currency: string }): Money {
  return parseMoney(amount, { currency, decimal: '.' });
}
