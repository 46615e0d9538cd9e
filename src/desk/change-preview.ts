/** The lists of the desk show the last words of each chat: these follow when their author changes them, or takes them back. */
import type { Statement } from '../store/index.ts';
import { preview } from './cases.ts';

export function changePreview(conversationId: string, before: string, after: string): Statement {
  return {
    sql: `UPDATE desk_case SET preview = $3 WHERE conversation_id = $1 AND preview_from = 'shopper' AND preview = $2`,
    params: [conversationId, preview(before), preview(after)],
  };
}
