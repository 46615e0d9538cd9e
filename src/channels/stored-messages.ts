/** Finds what a platform's message became in the log, by the platform's own id of it, and changes what it says. */
import type { Feeds } from '../conversations/index.ts';
import type { Activity } from '../core/activity.ts';
import { hasCode } from '../core/errors.ts';
import type { Database, Statement } from '../store/index.ts';
import type { Chat } from './chats.ts';

export interface StoredMessage {
  readonly conversationId: string;
  readonly watermark: number;
  readonly entryId: string;
  /** Unix ms. */
  readonly at: number;
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
    'SELECT watermark, id, at, body FROM activity WHERE conversation_id = $1 AND dedupe_key = $2',
    [conversationId, dedupeKey],
  );
  return (
    row && {
      conversationId,
      watermark: Number(row.watermark),
      entryId: String(row.id),
      at: Number(row.at),
      body: String(row.body),
    }
  );
}

/** The same wherever the chat leads, or led: the platform knows nothing of where a conversation went on. */
export async function findInChat(
  database: Pick<Database, 'read'>,
  { conversationId, earlier }: Pick<Chat, 'conversationId' | 'earlier'>,
  messageId: string,
  { earlierOnly = false } = {},
): Promise<StoredMessage | undefined> {
  for (const each of earlierOnly ? earlier : [conversationId, ...earlier]) {
    const stored = await findStored(database, each, messageKey(messageId));
    if (stored) return stored;
  }
  return undefined;
}

/** Puts `after` in the place of what the message says; fails with `store.conflict` if that is no longer so. */
export function replaceBody(stored: StoredMessage, after: Activity): Statement {
  return {
    sql: 'UPDATE activity SET body = $3 WHERE conversation_id = $1 AND watermark = $2 AND body = $4',
    params: [stored.conversationId, stored.watermark, JSON.stringify(after), stored.body],
    expect: 'one',
  };
}

/** Shows the message as it is now to whoever has the conversation open: the same id takes its place there. */
export function showChanged(
  feeds: Pick<Feeds, 'pass'>,
  { conversationId, entryId, at }: StoredMessage,
  after: Activity,
): void {
  const timestamp = new Date(at).toISOString();
  feeds.pass(conversationId, JSON.stringify({ ...after, id: entryId, timestamp }));
}

/** Changes a message, whatever else changes it meanwhile; nothing happens when it is not there. */
export async function changeStored(
  { database, feeds }: { database: Database; feeds: Pick<Feeds, 'pass'> },
  conversationId: string,
  dedupeKey: string,
  change: (activity: Activity) => Activity,
): Promise<void> {
  for (;;) {
    const stored = await findStored(database, conversationId, dedupeKey);
    if (!stored) return;
    const before: Activity = JSON.parse(stored.body);
    const after = change(before);
    if (JSON.stringify(after) === stored.body) return;
    try {
      await database.write([replaceBody(stored, after)]);
      showChanged(feeds, stored, after);
      return;
    } catch (error) {
      if (!hasCode(error, 'store.conflict')) throw error;
    }
  }
}
