/** The chats on other platforms as the store keeps them: where each leads, and how far its conversation went out. */
import type { Clock } from '../core/clock.ts';
import { hasCode } from '../core/errors.ts';
import { type Database, placesFor, type Row, type Statement } from '../store/index.ts';

/** Names one chat among all channels. */
export interface ChatKey {
  readonly channel: string;
  readonly chat: string;
}

/** Where the conversation is answered: here; by the person's own call, people's words still here; or elsewhere. */
export type Listening = 'here' | 'in-call' | 'elsewhere';

export interface Chat extends ChatKey {
  /** The platform's id of where it is shown. In a group the chats of all who write there are shown at one place. */
  readonly place: string;
  readonly conversationId: string;
  /** Conversations it led to before, the last one first. */
  readonly earlier: readonly string[];
  readonly person: string;
  readonly address: Readonly<Record<string, string>>;
  /** Unix ms. */
  readonly heardAt: number;
  readonly listening: Listening;
  readonly sent: number;
  readonly part: number;
  readonly sending: boolean;
  readonly attempts: number;
}

/** How far a chat has come; see the table's columns. */
export interface Progress {
  readonly sent: number;
  readonly part: number;
  readonly sending: boolean;
  readonly attempts: number;
  readonly listening: Listening;
}

type Address = Readonly<Record<string, string>>;

/** Platforms tell again for a week at most: what came before so many moves is not told any more. */
const mostEarlier = 10;

/** As numbers in the store. */
const listenings: readonly Listening[] = ['elsewhere', 'here', 'in-call'];

export type Chats = ReturnType<typeof createChats>;

const columns =
  'channel, chat, place, conversation_id, earlier, person, address, heard_at, listening, sent, part, sending, attempts';

/** @param holder names this process. */
export function createChats({
  database,
  clock,
  holder,
}: {
  database: Database;
  clock: Clock;
  holder: string;
}) {
  async function find({ channel, chat }: ChatKey): Promise<Chat | undefined> {
    const [row] = await database.read(
      `SELECT ${columns} FROM channel_chat WHERE channel = $1 AND chat = $2`,
      [channel, chat],
    );
    return row && chatOf(row);
  }

  /** All that are shown at this place. */
  async function at(channel: string, place: string): Promise<Chat[]> {
    const rows = await database.read(
      `SELECT ${columns} FROM channel_chat WHERE channel = $1 AND place = $2 ORDER BY chat`,
      [channel, place],
    );
    return rows.map(chatOf);
  }

  /**
   * Notes that the person wrote, and what it takes to answer. The chat leads to `conversationId` when it is new.
   * @returns undefined when it is another person's.
   */
  async function heard(
    { channel, chat, place = chat }: ChatKey & { readonly place?: string },
    conversationId: string,
    person: string,
    address: Address,
  ): Promise<Chat | undefined> {
    const [rows = []] = await database.write([
      {
        sql: `INSERT INTO channel_chat (channel, chat, place, conversation_id, person, address, heard_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (channel, chat) DO UPDATE
              SET heard_at = excluded.heard_at, address = excluded.address, listening = 1
              WHERE channel_chat.person = excluded.person RETURNING ${columns}`,
        params: [channel, chat, place, conversationId, person, JSON.stringify(address), clock.now()],
      },
    ]);
    return rows[0] && chatOf(rows[0]);
  }

  /**
   * Leads the chat to another conversation, of which it shows what comes after watermark `sent`.
   * @returns false when it was led elsewhere meanwhile
   */
  async function lead(
    chat: Chat,
    conversationId: string,
    sent: number,
    also: readonly Statement[] = [],
  ): Promise<boolean> {
    const earlier = [chat.conversationId, ...chat.earlier].slice(0, mostEarlier);
    try {
      await database.write([
        {
          sql: `UPDATE channel_chat SET conversation_id = $4, sent = $5, part = 0, sending = 0, handed = NULL, attempts = 0, listening = 1,
                due_at = 0, holder = NULL, earlier = $6 WHERE channel = $1 AND chat = $2 AND conversation_id = $3`,
          params: [
            chat.channel,
            chat.chat,
            chat.conversationId,
            conversationId,
            sent,
            JSON.stringify(earlier),
          ],
          expect: 'one',
        },
        ...also,
      ]);
      return true;
    } catch (error) {
      if (hasCode(error, 'store.conflict')) return false;
      throw error;
    }
  }

  /** Begins a chat that the shop opens itself, or goes on with it, to show what comes after watermark `sent`. */
  async function begin(
    { channel, chat, person, address }: ChatKey & { person: string; address: Address },
    conversationId: string,
    sent: number,
  ): Promise<void> {
    await database.write([
      {
        sql: `INSERT INTO channel_chat (channel, chat, place, conversation_id, person, address, heard_at, sent)
              VALUES ($1, $2, $2, $3, $4, $5, 0, $6) ON CONFLICT (channel, chat) DO UPDATE
              SET listening = 1, sent = excluded.sent, part = 0, sending = 0, handed = NULL, attempts = 0, due_at = 0, holder = NULL
              WHERE channel_chat.listening = 0`,
        params: [channel, chat, conversationId, person, JSON.stringify(address), sent],
      },
    ]);
  }

  /** The chats of these persons, by the platforms' own names of them, the one heard last first. */
  async function ofPersons(persons: readonly { channel: string; person: string }[]): Promise<Chat[]> {
    const found: Chat[] = [];
    for (const { channel, person } of persons) {
      const rows = await database.read(
        `SELECT ${columns} FROM channel_chat WHERE channel = $1 AND person = $2 ORDER BY heard_at DESC LIMIT 5`,
        [channel, person],
      );
      found.push(...rows.map(chatOf));
    }
    return found.sort((one, other) => other.heardAt - one.heardAt);
  }

  async function ofConversation(conversationId: string): Promise<Chat[]> {
    const rows = await database.read(`SELECT ${columns} FROM channel_chat WHERE conversation_id = $1`, [
      conversationId,
    ]);
    return rows.map(chatOf);
  }

  /**
   * Chats of these channels with something to send: new entries since `since`, a pause that is over, or a sender that
   * died. What waits on a channel that is turned off stays as it is and takes nobody's place among the `limit`.
   */
  async function waiting(channels: readonly string[], since: number, limit: number): Promise<ChatKey[]> {
    if (channels.length === 0) return [];
    const isOn = `channel IN (${placesFor(channels, 3)})`;
    const rows = await database.read(
      `SELECT c.channel, c.chat FROM conversation v JOIN channel_chat c ON c.conversation_id = v.id
       WHERE v.last_at >= $1 AND v.watermark > c.sent AND c.due_at = 0 AND c.${isOn}
       UNION SELECT channel, chat FROM channel_chat WHERE due_at > 0 AND due_at <= $2 AND ${isOn} LIMIT ${limit}`,
      [since, clock.now(), ...channels],
    );
    return rows.map(keyOf);
  }

  /** Takes the chat for this process for `leaseMs`; undefined while another one has it or a pause is not over. */
  async function claim({ channel, chat }: ChatKey, leaseMs: number): Promise<Chat | undefined> {
    const now = clock.now();
    const [rows = []] = await database.write([
      {
        sql: `UPDATE channel_chat SET holder = $3, due_at = $4 WHERE channel = $1 AND chat = $2 AND due_at <= $5
              RETURNING ${columns}`,
        params: [channel, chat, holder, now + leaseMs, now],
      },
    ]);
    return rows[0] && chatOf(rows[0]);
  }

  /**
   * Keeps how far it has come. The lease goes on for `leaseMs`; with `pauseMs` it ends, and nobody sends before that.
   *
   * @returns the address to send to: as it is now; while a part is of unknown fate, as it was when that was first
   * handed over. And whether the platform has reported meanwhile that this part arrived: that stands.
   * @throws ShopdeskError `store.conflict` when the chat is no longer ours.
   */
  async function keep(
    { channel, chat, conversationId }: Chat,
    { sent, part, sending, attempts, listening }: Progress,
    until: { readonly leaseMs: number } | { readonly pauseMs: number },
    {
      also = [],
      address,
    }: {
      also?: readonly Statement[];
      /** What sending changed about it; kept unless the person has written again meanwhile. */
      address?: Address | undefined;
    } = {},
  ): Promise<{ readonly address: Address; readonly hasArrived: boolean }> {
    const now = clock.now();
    const held = 'leaseMs' in until;
    const dueAt = held ? now + until.leaseMs : until.pauseMs > 0 ? now + until.pauseMs : 0;
    const [rows = []] = await database.write([
      {
        sql: `UPDATE channel_chat SET sent = $4, listening = $8, holder = $10,
              part = CASE WHEN ${hasArrived} THEN part ELSE CAST($5 AS BIGINT) END,
              sending = CASE WHEN ${hasArrived} THEN 0 ELSE CAST($6 AS BIGINT) END,
              attempts = CASE WHEN ${hasArrived} THEN 0 ELSE CAST($7 AS BIGINT) END,
              due_at = CASE WHEN ${hasArrived} AND CAST($10 AS TEXT) IS NULL THEN 0 ELSE CAST($9 AS BIGINT) END,
              handed = CASE WHEN CAST($6 AS BIGINT) = 1 AND NOT (${hasArrived}) THEN COALESCE(handed, address) ELSE NULL END,
              address = CASE WHEN address = handed THEN COALESCE($11, address) ELSE address END
              WHERE channel = $1 AND chat = $2 AND holder = $3 AND conversation_id = $12
              RETURNING COALESCE(handed, address) AS address, part`,
        params: [
          channel,
          chat,
          holder,
          sent,
          part,
          sending ? 1 : 0,
          attempts,
          listenings.indexOf(listening),
          dueAt,
          held ? holder : null,
          address ? JSON.stringify(address) : null,
          conversationId,
        ],
        expect: 'one',
      },
      ...also,
    ]);
    const [row] = rows;
    return { address: JSON.parse(String(row?.address ?? '{}')), hasArrived: Number(row?.part ?? 0) > part };
  }

  /** The platform reported that the part of this key arrived: nobody need wait for that any longer. */
  async function arrived(
    channel: string,
    conversationId: string,
    watermark: number,
    part: number,
  ): Promise<void> {
    await database.write([
      {
        sql: `UPDATE channel_chat SET part = $4 + 1, sending = 0, handed = NULL, attempts = 0,
              due_at = CASE WHEN holder IS NULL THEN 0 ELSE due_at END
              WHERE channel = $1 AND conversation_id = $2 AND sent = $3 - 1 AND part = $4 AND sending = 1`,
        params: [channel, conversationId, watermark, part],
      },
    ]);
  }

  /** Frees every lease. Only for a store that one process has to itself, at its start. */
  async function forgetLeases(): Promise<void> {
    await database.write([
      { sql: 'UPDATE channel_chat SET holder = NULL, due_at = 1 WHERE holder IS NOT NULL' },
    ]);
  }

  return {
    find,
    at,
    heard,
    lead,
    begin,
    ofPersons,
    ofConversation,
    waiting,
    claim,
    keep,
    arrived,
    forgetLeases,
  };
}

/** `arrived` went beyond what `keep` is told of: within one entry, parts only ever rise. */
const hasArrived = 'sent = $4 AND part > CAST($5 AS BIGINT)';

function keyOf(row: Row): ChatKey {
  return { channel: String(row.channel), chat: String(row.chat) };
}

function chatOf(row: Row): Chat {
  const address: Record<string, string> = JSON.parse(String(row.address ?? '{}'));
  const earlier: string[] = JSON.parse(String(row.earlier ?? '[]'));
  return {
    ...keyOf(row),
    place: String(row.place),
    conversationId: String(row.conversation_id),
    earlier,
    person: String(row.person),
    address,
    heardAt: Number(row.heard_at),
    listening: listenings[Number(row.listening)] ?? 'here',
    sent: Number(row.sent),
    part: Number(row.part),
    sending: row.sending === 1,
    attempts: Number(row.attempts),
  };
}
