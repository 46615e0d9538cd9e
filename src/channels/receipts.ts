/** What platforms report of our messages later: that they arrived, or never will. */
import type { Database } from '../store/index.ts';
import type { Receipt } from './channel.ts';
import type { Chats } from './chats.ts';
import type { TellDesk } from './desk-note.ts';

export type Receipts = ReturnType<typeof createReceipts>;

/** Names one part of one entry for ever. */
export function partKey(conversationId: string, watermark: number, part: number): string {
  return `${conversationId}/${watermark}/${part}`;
}

export function createReceipts({
  database,
  chats,
  tellDesk,
}: {
  database: Database;
  chats: Chats;
  tellDesk: TellDesk;
}) {
  async function take(channel: string, { messageId, key, failure }: Receipt): Promise<void> {
    const [, conversationId, watermark, part] = /^(.+)\/(\d{1,12})\/(\d{1,3})$/.exec(key ?? '') ?? [];
    if (failure === undefined) {
      if (conversationId) await chats.arrived(channel, conversationId, Number(watermark), Number(part));
      return;
    }
    const about = conversationId ?? (await conversationOf(channel, messageId));
    if (about) {
      await tellDesk(about, 'channel.failed', { channel, reason: failure }, `failed ${channel} ${messageId}`);
    }
  }

  async function conversationOf(channel: string, messageId: string): Promise<string | undefined> {
    const [row] = await database.read(
      'SELECT conversation_id FROM channel_delivery WHERE channel = $1 AND message_id = $2',
      [channel, messageId],
    );
    return row && String(row.conversation_id);
  }

  return { take };
}
