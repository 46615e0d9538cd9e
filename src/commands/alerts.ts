/** `shopdesk alerts …`: the dry run, a round by hand, and what alerts brought. Works beside a running server, or without one. */
import { join } from 'node:path';
import { type Alerts, createAlerts, type Preview, type RunReport } from '../alerts/index.ts';
import { botAccountId, createShopAgent } from '../bot/index.ts';
import { createConversationLog, createFeeds } from '../conversations/index.ts';
import { systemClock } from '../core/clock.ts';
import { ShopdeskError } from '../core/errors.ts';
import { randomIds } from '../core/ids.ts';
import { type Log, silentLog } from '../core/log.ts';
import { importDemoCustomers, unsubscribing } from '../customers/index.ts';
import { judgeRules } from '../judge-rules.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { createMailer } from '../mail/index.ts';
import { keepSecret } from '../secrets.ts';
import type { Settings } from '../settings.ts';
import { openDatabase } from '../store/index.ts';

export function previewCommand(
  settings: Settings,
  { at, kind = [] }: { readonly at?: string; readonly kind?: readonly string[] },
  log?: Log,
): Promise<Preview> {
  const moment = at === undefined ? {} : { at: timeIn(at) };
  return withAlerts(
    settings,
    (alerts) => alerts.preview({ ...moment, ...(kind.length > 0 && { kinds: kind }) }),
    log,
  );
}

/** A preview to read. */
export function previewText({ at, told, notTold, setAside, failed }: Preview): string {
  const who = ({ customer }: Preview['told'][number] | Preview['notTold'][number]) =>
    [customer.name ?? customer.id, customer.shopId && `(${customer.shopId})`, customer.place]
      .filter(Boolean)
      .join(' ');
  const lines = [
    `As of ${at}`,
    `\nWould be told (${told.length})`,
    ...told.flatMap((line) => [
      `  ${who(line)}: ${line.headline}`,
      `      ${line.sentence}`,
      `      because ${line.because}; ${line.note ? `${line.note}, so ` : ''}at ${line.when} by ${line.channels.join(', ')}`,
    ]),
    `\nWould not be told (${notTold.length})`,
    ...notTold.flatMap((line) => [
      `  ${who(line)}: ${line.headline}`,
      ...line.reasons.map((reason) => `      ${reason}`),
    ]),
    `\nTold to nobody (${setAside.length})`,
    ...setAside.map(({ what, reason }) => `  ${what}: ${reason}`),
    ...(failed.length > 0 ? [`\nCould not be looked at (${failed.length})`] : []),
    ...failed.map(({ kind, reason }) => `  ${kind}: ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}

export function runCommand(
  settings: Settings,
  { at, announce, send }: { readonly at?: string; readonly announce?: boolean; readonly send?: boolean },
  log?: Log,
): Promise<RunReport & { readonly sent: number }> {
  return withAlerts(
    settings,
    async (alerts) => {
      if (at !== undefined) await alerts.moveDemoClock(timeIn(at));
      if (announce) await alerts.announce();
      const report = await alerts.run();
      return { ...report, sent: send ? await alerts.deliver() : 0 };
    },
    log,
  );
}

function timeIn(text: string): number {
  const at = Date.parse(text);
  if (Number.isFinite(at)) return at;
  throw new ShopdeskError('alerts.time', `"${text.slice(0, 40)}" is not a moment.`, {
    remedy: 'Write it as 2026-11-24T15:00:00Z.',
  });
}

/**
 * Opens the alerts of the shop for one piece of work.
 * @param log hears what is wrong with rules and sources.
 */
export async function withAlerts<T>(
  settings: Settings,
  use: (alerts: Alerts) => Promise<T>,
  log: Log = silentLog,
): Promise<T> {
  const [clock, ids] = [systemClock, randomIds];
  const { knowledgeFolder } = settings;
  const database = await openDatabase({ url: settings.databaseUrl, dataFolder: settings.dataFolder, log });
  const knowledge = await loadKnowledge(knowledgeFolder, judgeRules);
  for (const problem of knowledge.problems) log.warn({ ...problem }, 'A file has an error');
  const demoFolder = settings.demoShop === 'on' ? join(knowledgeFolder, 'demo') : undefined;
  const shop = createShopAgent({ database, clock, ids, log, rulesFiles: () => knowledge.rules, demoFolder });
  const mailer = createMailer({ ...settings, clock, ids });
  try {
    const key = Buffer.from((await keepSecret(database, 'customer-key')).value, 'base64url');
    const keeper = { database, clock, ids, key };
    const address = settings.publicUrl ?? `http://localhost:${settings.port}`;
    if (demoFolder) await importDemoCustomers(keeper, join(demoFolder, 'customers.csv'));
    const conversations = createConversationLog({ database, clock, holder: ids.next() });
    const alerts = await createAlerts({
      database,
      conversations,
      feeds: createFeeds({ database, conversations, clock, log }),
      mailer,
      catalogue: shop.catalogue,
      knowledge: () => knowledge,
      knowledgeFolder,
      conversationLifeMs: settings.conversationLifeDays * 86_400_000,
      address: () => address,
      contact: settings.mailFrom,
      unsubscribe: ({ id }, purpose) => unsubscribing(keeper, address, { customerId: id, purpose }).url,
      key,
      botId: botAccountId,
      clock,
      ids,
      log,
    });
    return await use(alerts);
  } finally {
    await shop.close();
    await mailer.close();
    await database.close();
  }
}
