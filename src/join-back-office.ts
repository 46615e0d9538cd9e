/** Joins what lies behind the desk: the knowledge that is kept there, webhooks, an outside hub. */
import type { createConversationLog } from './conversations/index.ts';
import type { Clock } from './core/clock.ts';
import type { Ids } from './core/ids.ts';
import type { Log } from './core/log.ts';
import {
  createKnowledgeDesk,
  type createSharedEdits,
  type Desk,
  type DeskParts,
  heardByDesk,
  type KnowledgeDeskParts,
  keepWebhooks,
  type Outbox,
  wakeHandoff,
} from './desk/index.ts';
import type { KnowledgeWatch } from './knowledge/index.ts';
import type { Settings } from './settings.ts';
import type { Database } from './store/index.ts';
import type { Understanding } from './understanding/index.ts';

type ConversationLogOptions = Parameters<typeof createConversationLog>[0];

export interface BackOfficeParts {
  readonly settings: Settings;
  readonly database: Database;
  readonly desk: Desk;
  readonly outbox: Outbox;
  readonly knowledge: KnowledgeWatch;
  readonly shared: ReturnType<typeof createSharedEdits> | undefined;
  readonly understanding: Understanding;
  readonly bankOf: KnowledgeDeskParts['bankOf'];
  readonly holder: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The outside hub of the settings; undefined without one. */
export function hubOf({ hubUrl, hubSecret }: Settings, address: () => string): DeskParts['hub'] {
  return hubUrl && hubSecret ? { url: hubUrl, secret: hubSecret, address } : undefined;
}

/** The statements that go with each entry of a shopper's: for the desk, for webhooks, for the hub. */
export function alongside(
  { hubUrl, hubSecret }: Settings,
  outbox: Outbox,
): ConversationLogOptions['alongside'] {
  const hasHub = hubUrl !== undefined && hubSecret !== undefined;
  return (id, draft, now) => [
    ...heardByDesk(id, draft, now),
    ...outbox.heard(id, draft),
    ...(hasHub ? [wakeHandoff(id, now)] : []),
  ];
}

export type BackOffice = ReturnType<typeof joinBackOffice>;

export function joinBackOffice(parts: BackOfficeParts) {
  const { settings, desk, outbox } = parts;
  const webhooks = keepWebhooks({
    ...parts,
    privateNetwork: settings.webhookPrivateNetwork === 'on',
  });
  const knowledge = createKnowledgeDesk({
    ...parts,
    folder: settings.knowledgeFolder,
    alongside: (entry, { name }, what) =>
      outbox.tell('knowledge.changed', { data: { entry, what, by: name } }),
    changed: () => desk.announcer.everybody({ what: 'knowledge' }),
  });
  return {
    webhooks,
    knowledge,
    async close(): Promise<void> {
      knowledge.close();
      await webhooks.close();
    },
  };
}
