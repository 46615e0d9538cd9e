/** Joins the bot with all that it may use in a turn. */
import { type Bot, createBot, createOrderAgents } from './bot/index.ts';
import type { Mailer } from './core/mail.ts';
import type { Ground } from './ground.ts';
import type { JoinedCustomers } from './join-customers.ts';
import type { JoinedShop } from './join-shop.ts';
import type { JoinedUnderstanding } from './join-understanding.ts';

type BotParts = Parameters<typeof createBot>[0];

export interface JoinBotParts
  extends Pick<BotParts, 'intents' | 'alerts' | 'desk' | 'elsewhere'>,
    Pick<JoinedUnderstanding, 'knowledge' | 'understander'> {
  readonly customers: JoinedCustomers;
  readonly shop: JoinedShop;
  readonly mailer: Mailer;
}

export function joinBot(
  { database, clock, ids, log }: Ground,
  { knowledge: { current }, customers, shop, mailer, ...common }: JoinBotParts,
): Bot {
  return createBot({
    ...common,
    knowledge: current,
    shop: shop.agent,
    orders: createOrderAgents({
      database,
      clock,
      ids,
      key: customers.keeper.key,
      mailer,
      log,
      rules: () => current().orders,
    }),
    customers: customers.agents,
    clock,
    ids,
    log,
  });
}
