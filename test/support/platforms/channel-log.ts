/** What the store has of a channel's conversations, for tests that look behind the platform. */
import type { Activity } from '../../../src/core/activity.ts';
import type { Database } from '../../../src/store/index.ts';

export interface Logged {
  readonly conversationId: string;
  readonly watermark: number;
  readonly sender: string;
  readonly audience: string;
  readonly activity: Activity;
}

/** Oldest first. */
export async function channelLog(database: Pick<Database, 'read'>, channel: string): Promise<Logged[]> {
  const rows = await database.read(
    `SELECT a.conversation_id, a.watermark, a.sender, a.audience, a.body FROM activity a
     JOIN conversation c ON c.id = a.conversation_id WHERE c.channel = $1 ORDER BY a.at, a.watermark`,
    [channel],
  );
  return rows.map(({ conversation_id, watermark, sender, audience, body }) => ({
    conversationId: String(conversation_id),
    watermark: Number(watermark),
    sender: String(sender),
    audience: String(audience),
    activity: JSON.parse(String(body)),
  }));
}

/** What only the people at the desk were told. */
export async function deskNotes(database: Pick<Database, 'read'>, channel: string): Promise<string[]> {
  const log = await channelLog(database, channel);
  return log.flatMap(({ audience, sender, activity }) =>
    audience === 'desk' && sender === 'system' ? [activity.text ?? ''] : [],
  );
}
