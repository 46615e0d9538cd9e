/**
 * Lets a conversation go on elsewhere: a code, good once and for a quarter of an hour, that is worth as much as being
 * in the conversation. Whoever brings it to a chat of another platform has shown to be the same person.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Conversation, ConversationLog } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../store/index.ts';
import type { Chat, Chats } from './chats.ts';
import type { JoinPersons } from './join-persons.ts';

export type Moves = ReturnType<typeof createMoves>;

const lifeMs = 15 * 60_000;
const pattern = /\bmove-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/;

/** The code in what a person sent, wherever the platform put it. */
export function codeIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : pattern.exec(text.slice(0, 500))?.[0];
}

export function createMoves({
  database,
  chats,
  conversations,
  welcome,
  join,
  clock,
}: {
  database: Database;
  chats: Chats;
  conversations: Pick<ConversationLog, 'find'>;
  /** Says in the conversation that it goes on there; `once` names the move. */
  welcome: (conversation: Conversation, channel: string, once: string) => Promise<void>;
  /** Both are the same person: may be told again. */
  join: JoinPersons;
  clock: Clock;
}) {
  /** A new code for a conversation. */
  async function offer(conversationId: string): Promise<string> {
    const code = `move-${randomBytes(16).toString('base64url')}`;
    await database.write([
      { sql: 'DELETE FROM channel_move WHERE expires_at < $1', params: [clock.now()] },
      {
        sql: 'INSERT INTO channel_move (code, conversation_id, expires_at) VALUES ($1, $2, $3)',
        params: [digest(code), conversationId, clock.now() + lifeMs],
      },
    ]);
    return code;
  }

  /** Leads the chat to the conversation of the code; false for a code that is not good (any more). */
  async function redeem(code: string, chat: Chat): Promise<boolean> {
    const place = `${chat.channel}:${chat.chat}`;
    const [row] = await database.read(
      'SELECT conversation_id, used_by FROM channel_move WHERE code = $1 AND expires_at > $2',
      [digest(code), clock.now()],
    );
    if (!row || (row.used_by !== null && row.used_by !== place)) return false;
    const conversation = await conversations.find(String(row.conversation_id));
    if (!conversation || conversation.endedAt !== undefined) return false;
    // Used by this chat already: the platform tells us again, perhaps since we died over it the first time.
    const isAgain = row.used_by !== null;
    const isLed =
      isAgain ||
      (await chats.lead(chat, conversation.id, conversation.watermark, [
        {
          sql: 'UPDATE channel_move SET used_by = $2 WHERE code = $1 AND used_by IS NULL',
          params: [digest(code), place],
          expect: 'one',
        },
      ]));
    if (!isLed) return false;
    await join(conversation, chat);
    await welcome(conversation, chat.channel, digest(code));
    return true;
  }

  return { offer, redeem };
}

function digest(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
