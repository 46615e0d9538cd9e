/** Joins what the shop says unasked with whom it may tell, what it sells and what it knows. */
import { type AlertsParts, createAlerts } from './alerts/index.ts';
import { answerFinder, botAccountId } from './bot/index.ts';
import type { Ground } from './ground.ts';
import type { JoinedCustomers } from './join-customers.ts';
import type { JoinedShop } from './join-shop.ts';
import type { JoinedUnderstanding } from './join-understanding.ts';

export interface JoinAlertsParts
  extends Pick<AlertsParts, 'conversations' | 'feeds' | 'mailer' | 'address' | 'pushRules'>,
    Pick<JoinedUnderstanding, 'knowledge' | 'understanding'> {
  readonly customers: JoinedCustomers;
  readonly shop: JoinedShop;
}

export async function joinAlerts(
  { settings, database, clock, ids, log }: Ground,
  { knowledge: { current }, understanding, customers, shop, ...common }: JoinAlertsParts,
) {
  const alerts = await createAlerts({
    ...common,
    database,
    catalogue: shop.agent.catalogue,
    knowledge: current,
    knowledgeFolder: settings.knowledgeFolder,
    answerOf: answerFinder({ understanding, knowledge: current, clock }),
    conversationLifeMs: settings.conversationLifeDays * 86_400_000,
    unsubscribe: customers.unsubscribe,
    contact: settings.mailFrom,
    key: customers.keeper.key,
    botId: botAccountId,
    clock,
    ids,
    log,
  });
  return { alerts, worker: alerts.start() };
}
