/** Takes the words of one message out of what the bot keeps: their author changed them, or took them back. */
import type { Statement } from '../store/index.ts';

/** @param text what the message said; @param watermark of the message in its conversation. */
export function forgetWords(conversationId: string, watermark: number, text: string): Statement[] {
  const remembered = (words: string) => JSON.stringify({ previous: words }).slice(1, -1);
  return [
    {
      sql: 'DELETE FROM trace WHERE conversation_id = $1 AND watermark = $2',
      params: [conversationId, watermark],
    },
    {
      sql: 'UPDATE conversation SET state = REPLACE(state, $2, $3) WHERE id = $1',
      params: [conversationId, remembered(text), remembered('')],
    },
  ];
}
