/** Tells the people at the desk, in the conversation itself, what became of a message. */
import { type ConversationLog, draftOf, type Feeds } from '../conversations/index.ts';
import { hasCode } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Blanks, Knowledge } from '../knowledge/index.ts';
import { phrasesOf } from './phrases.ts';

/** @param once names the note: the same again says nothing. */
export type TellDesk = (
  conversationId: string,
  sentence: string,
  blanks: Blanks,
  once: string,
) => Promise<void>;

export function createTellDesk({
  conversations,
  feeds,
  knowledge,
  ids,
}: {
  conversations: Pick<ConversationLog, 'append'>;
  feeds: Pick<Feeds, 'committed'>;
  knowledge: () => Knowledge;
  ids: Ids;
}): TellDesk {
  return async (conversationId, sentence, blanks, once) => {
    const text = phrasesOf(knowledge(), 'en')(sentence, blanks);
    const draft = draftOf(
      { type: 'message', text, textFormat: 'plain', conversation: { id: conversationId } },
      { id: ids.next(), sender: 'system', audience: 'desk' },
    );
    try {
      feeds.committed(await conversations.append(conversationId, [draft], { dedupeKey: once }));
    } catch (error) {
      // A conversation that has ended has nobody at the desk who reads it.
      if (!hasCode(error, 'conversation.unknown')) throw error;
    }
  };
}
