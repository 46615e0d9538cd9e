/** What the shop knows, from everywhere it is kept: the merchant's files, and over them what was settled at the desk. */
import type { Clock } from './core/clock.ts';
import type { Ids } from './core/ids.ts';
import type { Log } from './core/log.ts';
import { createSharedEdits, keepOpeningHours, type OpeningHoursKeeper } from './desk/index.ts';
import { judgeRules } from './judge-rules.ts';
import { type KnowledgeWatch, watchKnowledge } from './knowledge/index.ts';
import type { Settings } from './settings.ts';
import type { Database } from './store/index.ts';

export interface JoinedKnowledge {
  readonly knowledge: KnowledgeWatch;
  readonly shared: ReturnType<typeof createSharedEdits> | undefined;
  readonly hours: OpeningHoursKeeper;
}

export async function joinKnowledge({
  settings,
  database,
  onChange,
  clock,
  ids,
  log,
}: {
  settings: Settings;
  database: Database;
  onChange: () => void;
  clock: Clock;
  ids: Ids;
  log: Log;
}): Promise<JoinedKnowledge> {
  // Several processes share one shop on PostgreSQL: what the desk edits lies there, too, and not in one's folder.
  const shared = database.engine === 'postgres' ? createSharedEdits(database) : undefined;
  const files = await watchKnowledge(settings.knowledgeFolder, {
    onChange,
    ...(shared && { edits: shared.read }),
    judge: judgeRules,
    log,
    clock,
  });
  const hours = await keepOpeningHours({ database, files: files.current, clock, ids, log });
  const knowledge = {
    ...files,
    current: hours.knowledge,
    async close() {
      hours.close();
      await files.close();
    },
  };
  return { knowledge, shared, hours };
}
