/** Joins what the desk does with the shop's knowledge: look through it, change it, see what is missing. */
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { Knowledge, KnowledgeWatch } from '../../knowledge/index.ts';
import type { Database } from '../../store/index.ts';
import type { BankEntry, Understanding } from '../../understanding/index.ts';
import { createBrowse } from './browse.ts';
import { createDrafts } from './drafts.ts';
import { createEntries, type EntriesParts, knowledgeTopic } from './entries.ts';
import { createGaps } from './gaps.ts';
import { createPreview } from './preview.ts';
import type { SharedEdits } from './shared-edits.ts';

export interface KnowledgeDeskParts {
  readonly database: Database;
  readonly knowledge: Pick<KnowledgeWatch, 'current' | 'sourceOf' | 'fileVersionOf' | 'refresh'>;
  /** The merchant's folder. */
  readonly folder: string;
  /** Where edits go instead, when several processes share one shop. */
  readonly shared: SharedEdits | undefined;
  readonly understanding: Pick<Understanding, 'understand' | 'trial'>;
  /** What the bot would match questions with. */
  readonly bankOf: (knowledge: Knowledge) => readonly BankEntry[];
  readonly alongside?: EntriesParts['alongside'];
  /** Told of every change: the desk's browsers look again. */
  readonly changed: () => void;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type KnowledgeDesk = ReturnType<typeof createKnowledgeDesk>;

export function createKnowledgeDesk(parts: KnowledgeDeskParts) {
  const { database, knowledge, understanding, changed, clock, ids } = parts;
  const entries = createEntries({ ...parts, alongside: parts.alongside ?? (() => []) });
  const gaps = createGaps({ database, changed, clock });
  const preview = createPreview({ database, knowledge, understanding, bankOf: parts.bankOf, clock });
  const stopListening = database.listen(knowledgeTopic, () => void knowledge.refresh());
  return {
    browse: createBrowse({ database, knowledge, understander: understanding, clock }),
    preview: preview.ofEdit,
    previewDeletion: preview.ofDeletion,
    entries,
    gaps,
    drafts: createDrafts({ database, knowledge, entries, gaps, changed, clock, ids }),
    close: stopListening,
  };
}
