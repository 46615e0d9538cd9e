/** Joins what the shop sells: the agent that finds and recommends, imports, and the rates of the day. */
import { join } from 'node:path';
import { createShopAgent } from './bot/index.ts';
import { createImportDesk, demoCustomers, isDemoStore, keepRates } from './commerce/index.ts';
import type { Ground } from './ground.ts';
import type { Knowledge } from './knowledge/index.ts';

export type JoinedShop = ReturnType<typeof joinShop>;

export function joinShop(
  { settings, database, clock, ids, log }: Ground,
  { knowledge }: { knowledge: () => Knowledge },
) {
  const { databaseUrl: url, dataFolder, exchangeRates: location } = settings;
  const demoFolder = settings.demoShop === 'on' ? join(settings.knowledgeFolder, 'demo') : undefined;
  const imports = createImportDesk({ database, clock, ids, store: { url, dataFolder }, log });
  const rates = location === undefined ? undefined : keepRates({ database, clock, log, location });
  const agent = createShopAgent({
    database,
    clock,
    ids,
    log,
    rulesFiles: () => knowledge().rules,
    demoFolder,
  });
  const isDemo = async () => demoFolder !== undefined && (await isDemoStore(database, demoFolder));
  return {
    agent,
    imports,
    /** Whether the invented shop is shown: until the store has one of its own. */
    isDemo,
    /** Where the demo shop lies, when it is to be shown. */
    demoFolder,
    /** The people one can be in the demo shop; undefined once the store has a shop of its own. */
    demoPeople: async () =>
      demoFolder !== undefined && (await isDemo()) ? demoCustomers(demoFolder) : undefined,
    async close(): Promise<void> {
      rates?.stop();
      await Promise.all([imports.close(), agent.close()]);
    },
  };
}
