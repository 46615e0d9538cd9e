/** Finds what a platform's message became in the log, by the platform's own id of it. */
import type { Database } from '../store/index.ts';

export interface StoredMessage {
  readonly watermark: number;
  readonly entryId: string;
  /** The activity as JSON. */
  readonly body: string;
}

/** The key under which a message of a platform is stored once. */
export const messageKey = (id: string): string => `message ${id}`;

export async function findStored(
  database: Pick<Database, 'read'>,
  conversationId: string,
  dedupeKey: string,
): Promise<StoredMessage | undefined> {
  const [row] = await database.read(
    'SELECT watermark, id, body FROM activity WHERE conversation_id = $1 AND dedupe_key = $2',
    [conversationId, dedupeKey],
  );
  return row && { watermark: Number(row.watermark), entryId: String(row.id), body: String(row.body) };
}
