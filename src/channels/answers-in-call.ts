/** Waits for the bot's answer to a message, for platforms that take it with their own call. */
import type { ConversationLog, Entry } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../store/index.ts';
import type { Chats } from './chats.ts';
import { findStored, messageKey } from './stored-messages.ts';
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
  return async (channel: string, chatName: string, messageId: string): Promise<Entry[]> => {
    const chat = await chats.find({ channel, chat: chatName });
    const asked = chat && (await findStored(database, chat.conversationId, messageKey(messageId)));
    if (!chat || !asked) return [];
    const giveUpAt = clock.now() + patienceMs;
    for (;;) {
      const conversation = await conversations.find(chat.conversationId);
      if (!conversation || conversation.handled >= asked.watermark || conversation.owner !== 'bot') break;
      if (clock.now() > giveUpAt) break;
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
    const later = await conversations.read(chat.conversationId, { after: asked.watermark, audience: 'all' });
    return later.filter((entry) => isShown(entry) && answeredBy(entry) === asked.entryId);
  };
}
