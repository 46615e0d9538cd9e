/** Keeps a recommender that is trained on the orders of the store, again whenever they change. */
import {
  allPurchases,
  type CatalogueSnapshot,
  createRecommender,
  ordersVersion,
  type Purchase,
  type Recommender,
  type RecommendModel,
  type Rule,
  readRules,
  shopItems,
  trainInWorker,
} from '../commerce/index.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { RulesFile } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';

export interface RecommenderKeeper {
  /**
   * The recommender for this catalogue; the first call waits for its training, later ones use the last model while a
   * newer one is made. Undefined when it could not be trained in time.
   */
  over(snapshot: CatalogueSnapshot): Promise<Recommender | undefined>;
  /** Resolves when no training is running. */
  idle(): Promise<void>;
}

const dayMs = 86_400_000;
/** A shopper waits no longer than this for the very first training. */
const longestWaitMs = 10_000;

export function keepRecommender({
  database,
  rulesFiles,
  clock,
  log,
}: {
  database: Database;
  /** The merchant's rules as they are now. */
  rulesFiles: () => readonly RulesFile[];
  clock: Clock;
  log: Log;
}): RecommenderKeeper {
  let trained: { model: RecommendModel; orders: number } | undefined;
  let training: Promise<void> | undefined;
  let made:
    | { recommender: Recommender; model: RecommendModel; snapshot: CatalogueSnapshot; rules: readonly Rule[] }
    | undefined;
  let read: { readonly files: readonly RulesFile[]; readonly rules: readonly Rule[] } | undefined;

  /** Read anew only when one of the files changed: the knowledge keeps unchanged ones as they are. */
  function currentRules(): readonly Rule[] {
    const files = rulesFiles();
    const isSame = read?.files.length === files.length && files.every((file, at) => file === read?.files[at]);
    if (!read || !isSame) {
      const { rules, problems } = readRules(files);
      for (const problem of problems) log.warn({ ...problem }, 'A rule of recommendation is left out');
      read = { files, rules };
    }
    return read.rules;
  }

  async function train(snapshot: CatalogueSnapshot, orders: number): Promise<void> {
    try {
      const purchases: Purchase[] = [];
      for await (const page of allPurchases(database, snapshot)) purchases.push(...page);
      const today = Math.floor(clock.now() / dayMs);
      trained = { model: await trainInWorker(purchases, shopItems(snapshot), { today }), orders };
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'The recommender was not trained; the last one stays');
    } finally {
      training = undefined;
    }
  }

  return {
    async over(snapshot) {
      const orders = await ordersVersion(database);
      if (trained?.orders !== orders) training ??= train(snapshot, orders);
      if (!trained && training) await atMost(clock, longestWaitMs, training);
      if (!trained) return undefined;
      const rules = currentRules();
      if (made?.model !== trained.model || made.snapshot !== snapshot || made.rules !== rules) {
        const { model } = trained;
        const recommender = createRecommender({ model, items: shopItems(snapshot), rules });
        made = { recommender, model, snapshot, rules };
      }
      return made.recommender;
    },
    idle: async () => training,
  };
}

function atMost(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, resolve);
    work.then(resolve, reject).finally(cancel);
  });
}
