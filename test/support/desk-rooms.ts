/** The desk without a server: its rooms over a store, for tests that look at races and at time. */
import { fileURLToPath } from 'node:url';
import { createConversationLog, createFeeds } from '../../src/conversations/index.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { type Ids, randomIds } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Mailer } from '../../src/core/mail.ts';
import { createDesk, type Desk, heardByDesk, keepOpeningHours } from '../../src/desk/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import type { Database } from '../../src/store/index.ts';

const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
let knowledge: ReturnType<typeof loadKnowledge> | undefined;

export async function openDesk(
  database: Database,
  clock: Clock = systemClock,
  ids: Ids = randomIds,
  mailer?: Mailer,
) {
  knowledge ??= loadKnowledge(folder);
  const known = await knowledge;
  const conversations = createConversationLog({
    database,
    clock,
    holder: ids.next(),
    alongside: heardByDesk,
  });
  const feeds = createFeeds({ database, conversations, clock, log: silentLog });
  const hours = await keepOpeningHours({ database, files: () => known, clock, ids, log: silentLog });
  const desk = await createDesk({
    database,
    conversations,
    feeds,
    knowledge: hours.knowledge,
    hours,
    understander: { understand: (text) => ({ text, language: 'en', candidates: [], zone: 'decline' }) },
    mailer: mailer ?? {
      delivers: false,
      send: async () => ({ messageId: '<1@test>' }),
      close: async () => {},
    },
    customerKey: new Uint8Array(32),
    holder: conversations.holder,
    clock,
    ids,
    log: silentLog,
  });
  return {
    desk,
    conversations,
    feeds,
    async close() {
      await desk.close();
      hours.close();
      feeds.close();
    },
  };
}

/** A chat that waits for a person. */
export async function waitingChat(
  { desk, conversations }: Pick<Awaited<ReturnType<typeof openDesk>>, 'desk' | 'conversations'>,
  id: string,
  wanted: Partial<Parameters<Desk['door']['open']>[1]> = {},
): Promise<string> {
  const { conversation } = await conversations.start({ id, channel: 'directline', userId: `dl_${id}` });
  const opened = desk.door.open(conversation, {
    reason: 'request',
    language: 'en',
    text: 'a person please',
    ...wanted,
  });
  await conversations.changeOwner({
    conversation,
    to: 'queue',
    drafts: opened.drafts,
    also: opened.statements,
  });
  return id;
}
