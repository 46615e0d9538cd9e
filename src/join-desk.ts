/** Joins the desk with the rooms it needs: who the customers are, what the shop sells, what was promised to them. */
import { alertOverview } from './alerts/index.ts';
import type { ShopAgent } from './bot/index.ts';
import { createDesk, type Desk, type DeskParts, type Outbox } from './desk/index.ts';
import { hubOf } from './join-back-office.ts';
import type { JoinedCustomers } from './join-customers.ts';
import { nextProducts, shopIdOf } from './next-products.ts';
import type { Settings } from './settings.ts';

export interface JoinDeskParts
  extends Pick<
    DeskParts,
    | 'database'
    | 'conversations'
    | 'feeds'
    | 'knowledge'
    | 'hours'
    | 'mailer'
    | 'brings'
    | 'understander'
    | 'holder'
    | 'clock'
    | 'ids'
    | 'log'
  > {
  readonly settings: Settings;
  readonly customers: JoinedCustomers;
  readonly shop: ShopAgent;
  readonly outbox: Outbox;
  /** Under which shoppers and hubs reach the server. */
  readonly address: () => string;
}

export function joinDesk(parts: JoinDeskParts): Promise<Desk> {
  const { settings, customers, shop, outbox, address, ...common } = parts;
  const { knowledge, clock } = common;
  return createDesk({
    ...common,
    customerKey: customers.keeper.key,
    alertsOf: (user) => alertOverview({ keeper: customers.keeper, knowledge, clock }, user),
    products: nextProducts(shop, clock, (chat) => shopIdOf(customers.keeper, chat)),
    tell: outbox.tell,
    hub: hubOf(settings, address),
  });
}
