/** Waits for the bot's answer to a message, for platforms that take it with their own call. */
import type { ConversationLog, Entry } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../store/index.ts';
import type { Chat, Chats } from './chats.ts';
import { findStored, messageKey, type StoredMessage } from './stored-messages.ts';
import { answeredBy, isShown } from './turns.ts';

/** The platform itself gives up after 15 s. */
const patienceMs = 12_000;
const pauseMs = 100;

/** @returns a function that gives the answers, from the log: whoever asks again is told the same. */
export function createAnswersInCall({
  database,
  chats,
  conversations,
  clock,
}: {
  database: Database;
  chats: Chats;
  conversations: Pick<ConversationLog, 'find' | 'read'>;
  clock: Clock;
}) {
  return async (channel: string, place: string, messageId: string): Promise<Entry[]> => {
    const asked = await findAt(await chats.at(channel, place), messageId);
    if (!asked) return [];
    const { conversationId } = asked;
    const giveUpAt = clock.now() + patienceMs;
    for (;;) {
      const conversation = await conversations.find(conversationId);
      if (!conversation || conversation.handled >= asked.watermark || conversation.owner !== 'bot') break;
      if (clock.now() > giveUpAt) break;
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
    const later = await conversations.read(conversationId, { after: asked.watermark, audience: 'all' });
    return later.filter((entry) => isShown(entry) && answeredBy(entry) === asked.entryId);
  };

  async function findAt(found: readonly Chat[], messageId: string): Promise<StoredMessage | undefined> {
    for (const { conversationId } of found) {
      const stored = await findStored(database, conversationId, messageKey(messageId));
      if (stored) return stored;
    }
    return undefined;
  }
}
