/** Who the shopper is, as far as it is proved: orders, past chats, alerts. */
import { ordersOfCustomer } from '../../commerce/index.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import { formatMoney } from '../../core/money.ts';
import { customerOfUser } from '../../customers/index.ts';
import type { Database } from '../../store/index.ts';
import type { Cases } from '../cases.ts';
import type { Chat } from '../shapes.ts';
import type { CustomerPanel } from './shapes.ts';

const mostChats = 20;

export function createCustomerPanel({
  database,
  cases,
  customerKey,
  alertsOf,
  clock,
  ids,
}: {
  database: Database;
  cases: Cases;
  /** See `CustomerKeeper`. */
  customerKey: Uint8Array;
  alertsOf: (user: { channel: string; userId: string }) => Promise<CustomerPanel['alerts']>;
  clock: Clock;
  ids: Ids;
}) {
  async function read(chat: Chat): Promise<CustomerPanel> {
    const user = { channel: chat.shopper.channel, userId: chat.shopper.id };
    const [customer, past, alerts] = await Promise.all([
      customerOfUser({ database, clock, ids, key: customerKey }, user),
      cases.search({ userId: user.userId, limit: mostChats }),
      alertsOf(user),
    ]);
    const proved = customer?.emails.find(({ proved: is }) => is)?.address;
    const [shopId] = customer?.shopCustomerIds ?? [];
    // Orders are shown for who is proved, not for who says so.
    const orders =
      shopId !== undefined || proved !== undefined
        ? await ordersOfCustomer(database, { id: shopId, email: proved })
        : [];
    return {
      name: customer?.name ?? chat.shopper.name,
      verified: chat.shopper.verified,
      language: customer?.language ?? null,
      place: customer?.place ? `${customer.place.city}, ${customer.place.country}` : null,
      timeZone: customer?.timeZone ?? null,
      emails: customer?.emails.map(({ address }) => address) ?? [],
      // Who ordered before the shop had this desk is a customer since then.
      since: customer ? Math.min(customer.createdAt, ...orders.map(({ placedAt }) => placedAt)) : null,
      interests: customer?.interests.slice(0, 8).map(({ name }) => name) ?? [],
      preferences: { ...customer?.preferences },
      orders: orders.map((order) => ({
        number: order.number,
        status: order.status,
        placedAt: order.placedAt,
        total: order.total ? formatMoney(order.total, 'en') : null,
        expectedOn: order.expectedOn ?? null,
        trackingUrl: order.trackingUrl ?? null,
        lines: order.lines.map(({ title, quantity }) => ({ title, quantity })),
      })),
      chats: past
        .filter(({ caseId }) => caseId !== chat.caseId)
        .map((each) => ({
          id: each.id,
          caseId: each.caseId,
          openedAt: each.openedAt,
          status: each.status,
          outcome: each.outcome,
          disposition: each.disposition,
          agent: each.agent?.name ?? null,
          score: each.satisfaction?.score ?? null,
          preview: each.last?.text ?? null,
        })),
      alerts,
    };
  }

  return { read };
}
