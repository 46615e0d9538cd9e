/** How entries lie in the store: their columns, the statement that adds one, and the way back. */
import type { Row, Statement, Value } from '../store/index.ts';
import type { Conversation } from './conversation.ts';
import type { Draft, Entry, Sender } from './entry.ts';

export const entryColumns = 'conversation_id, watermark, at, id, type, sender, audience, body';

/** `back`: how many entries of the same write come after this one. */
export function insertEntry(
  conversationId: string,
  draft: Draft,
  back: number,
  dedupeKey: string | null,
): Statement {
  const params: Value[] = [
    conversationId,
    draft.id,
    draft.type,
    draft.sender,
    draft.audience,
    dedupeKey,
    draft.body,
  ];
  return {
    sql: `INSERT INTO activity (conversation_id, watermark, at, id, type, sender, audience, dedupe_key, body)
          SELECT id, watermark - ${back}, last_at - ${back}, $2, $3, $4, $5, $6, $7 FROM conversation WHERE id = $1`,
    params,
  };
}

/** Sets `last_at` to now ($2), or beyond the last entry where the clock has not moved: time rises by ≥ 1 ms an entry. */
export function risingTime(entries: number): string {
  return `last_at = CASE WHEN last_at + ${entries} > $2 THEN last_at + ${entries} ELSE $2 END`;
}

export function entryOf(conversation: Conversation, draft: Draft, back: number): Entry {
  return {
    ...draft,
    conversationId: conversation.id,
    watermark: conversation.watermark - back,
    at: conversation.lastAt - back,
  };
}

export function entryOfRow(row: Row): Entry {
  return {
    conversationId: String(row.conversation_id),
    watermark: Number(row.watermark),
    at: Number(row.at),
    id: String(row.id),
    type: String(row.type),
    sender: senderOf(String(row.sender)),
    audience: row.audience === 'desk' ? 'desk' : 'all',
    body: String(row.body),
  };
}

function senderOf(value: string): Sender {
  return value === 'user' || value === 'agent' || value === 'system' ? value : 'bot';
}
