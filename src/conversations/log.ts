/** The append-only log: every message of every conversation, numbered without a gap, committed before it is acknowledged. */
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Database, Row, Statement, Value } from '../store/index.ts';
import {
  type Conversation,
  conversationColumns,
  conversationOf,
  type NewConversation,
} from './conversation.ts';
import type { Audience, Draft, Entry, Sender } from './entry.ts';

export interface Received {
  readonly entry: Entry;
  /** The same message had been stored before; `entry` is that one, and nothing was written. */
  readonly repeated: boolean;
  readonly conversation: Conversation;
}

/** The bot's answer to one entry, as it is committed: all of it or nothing. */
export interface TurnCommit {
  /** The conversation as it was when the turn began. */
  readonly conversation: Conversation;
  /** Watermark of the entry that was answered. */
  readonly answered: number;
  readonly replies: readonly Draft[];
  /** What the bot remembers from here on, JSON. */
  readonly state: string;
  /** Further statements that must stand or fall with the answer. */
  readonly also: readonly Statement[];
}

/**
 * @param holder names this process; a new one at each start, so that a lease of a former life is never ours.
 */
export function createConversationLog({
  database,
  clock,
  holder,
  leaseMs = 6_000,
  lifeMs,
}: {
  database: Database;
  clock: Clock;
  holder: string;
  leaseMs?: number;
  /** A conversation that was silent for longer takes nothing more from its shopper; none ends by itself if left out. */
  lifeMs?: number;
}) {
  /** Starts a conversation, or finds the one that is there. */
  async function start(wanted: NewConversation): Promise<{ conversation: Conversation; created: boolean }> {
    const now = clock.now();
    const [rows = []] = await database.write([
      {
        sql: `INSERT INTO conversation (id, channel, user_id, user_name, locale, created_at, last_at, reference)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING ${conversationColumns}`,
        params: [
          wanted.id,
          wanted.channel,
          wanted.userId,
          wanted.userName ?? null,
          wanted.locale ?? null,
          now,
          now,
          wanted.reference ?? null,
        ],
      },
    ]);
    const row = rows[0];
    if (row) return { conversation: conversationOf(row), created: true };
    return { conversation: await need(wanted.id), created: false };
  }

  async function find(id: string): Promise<Conversation | undefined> {
    const [row] = await database.read(`SELECT ${conversationColumns} FROM conversation WHERE id = $1`, [id]);
    return row && conversationOf(row);
  }

  async function need(id: string): Promise<Conversation> {
    const conversation = await find(id);
    if (!conversation) throw unknownConversation();
    return conversation;
  }

  /**
   * Stores what the shopper said and, when the bot owns the conversation and nobody runs its turn, takes the
   * turn for this process in the same step.
   *
   * @param dedupeKey the sender's own name for the message: the same key again stores nothing.
   * @throws ShopdeskError `conversation.unknown`
   */
  async function receive(conversationId: string, draft: Draft, dedupeKey?: string): Promise<Received> {
    const now = clock.now();
    const free = `owner = 'bot' AND (turn_holder IS NULL OR turn_until < $2)`;
    const statements: Statement[] = [
      {
        sql: `UPDATE conversation SET watermark = watermark + 1, ${risingTime(1)},
                pending = CASE WHEN owner = 'bot' THEN watermark + 1 ELSE pending END,
                waiting = CASE WHEN owner = 'bot' THEN waiting + 1 ELSE waiting END,
                turn_holder = CASE WHEN ${free} THEN $3 ELSE turn_holder END,
                turn_until = CASE WHEN ${free} THEN $4 ELSE turn_until END
              WHERE id = $1 AND ended_at IS NULL AND last_at >= $5 RETURNING ${conversationColumns}`,
        params: [conversationId, now, holder, now + leaseMs, lifeMs === undefined ? 0 : now - lifeMs],
        expect: 'one',
      },
      insertEntry(conversationId, draft, 0, dedupeKey ?? null),
    ];
    try {
      const [rows = []] = await database.write(statements);
      const conversation = conversationOf(first(rows));
      return { entry: entryOf(conversation, draft, 0), repeated: false, conversation };
    } catch (error) {
      if (hasCode(error, 'store.conflict')) throw unknownConversation();
      if (dedupeKey === undefined || !hasCode(error, 'store.duplicate')) throw error;
      const entry = await findRepeated(conversationId, dedupeKey);
      if (!entry) throw error;
      return { entry, repeated: true, conversation: await need(conversationId) };
    }
  }

  /**
   * Stores what the shop says unasked, or what a person or the house says. Does not wake the bot.
   * @throws ShopdeskError `conversation.unknown`
   */
  async function append(conversationId: string, drafts: readonly Draft[]): Promise<Entry[]> {
    if (drafts.length === 0) return [];
    try {
      const [rows = []] = await database.write([
        {
          sql: `UPDATE conversation SET watermark = watermark + ${drafts.length}, ${risingTime(drafts.length)}
                WHERE id = $1 AND ended_at IS NULL RETURNING ${conversationColumns}`,
          params: [conversationId, clock.now()],
          expect: 'one',
        },
        ...drafts.map((draft, index) => insertEntry(conversationId, draft, drafts.length - 1 - index, null)),
      ]);
      const conversation = conversationOf(first(rows));
      return drafts.map((draft, index) => entryOf(conversation, draft, drafts.length - 1 - index));
    } catch (error) {
      throw hasCode(error, 'store.conflict') ? unknownConversation() : error;
    }
  }

  /**
   * Commits the answer to one entry. Gives the turn back unless more is waiting.
   *
   * @throws ShopdeskError `store.conflict` when the turn is no longer ours (the lease went to another process,
   * or a person took the conversation): then nothing of the answer exists.
   */
  async function commitTurn(commit: TurnCommit): Promise<{ entries: Entry[]; conversation: Conversation }> {
    const { conversation: before, answered, replies, state, also } = commit;
    const now = clock.now();
    const [rows = []] = await database.write([
      {
        sql: `UPDATE conversation SET watermark = watermark + ${replies.length}, ${risingTime(replies.length)},
                handled = $3, state = $4, state_version = state_version + 1,
                waiting = CASE WHEN pending > $3 THEN waiting - 1 ELSE 0 END,
                turn_holder = CASE WHEN pending > $3 THEN turn_holder ELSE NULL END,
                turn_until = CASE WHEN pending > $3 THEN CAST($5 AS BIGINT) ELSE 0 END
              WHERE id = $1 AND owner = 'bot' AND fence = $6 AND turn_holder = $7 AND handled = $8
              RETURNING ${conversationColumns}`,
        params: [before.id, now, answered, state, now + leaseMs, before.fence, holder, before.handled],
        expect: 'one',
      },
      ...replies.map((draft, index) => insertEntry(before.id, draft, replies.length - 1 - index, null)),
      ...also,
    ]);
    const conversation = conversationOf(first(rows));
    const entries = replies.map((draft, index) => entryOf(conversation, draft, replies.length - 1 - index));
    return { entries, conversation };
  }

  /** Entries after `watermark`, oldest first, at most `limit`. */
  async function read(
    conversationId: string,
    { after = 0, limit = 100, audience }: { after?: number; limit?: number; audience?: Audience } = {},
  ): Promise<Entry[]> {
    const only = audience === undefined ? '' : ' AND audience = $4';
    const rows = await database.read(
      `SELECT ${entryColumns} FROM activity WHERE conversation_id = $1 AND watermark > $2${only}
       ORDER BY watermark LIMIT $3`,
      audience === undefined ? [conversationId, after, limit] : [conversationId, after, limit, audience],
    );
    return rows.map(entryOfRow);
  }

  /** The oldest entry of the shopper that the bot has yet to answer. */
  async function nextUnanswered(conversation: Conversation): Promise<Entry | undefined> {
    const rows = await database.read(
      `SELECT ${entryColumns} FROM activity WHERE conversation_id = $1 AND watermark > $2 AND watermark <= $3
       AND sender = 'user' ORDER BY watermark LIMIT 1`,
      [conversation.id, conversation.handled, conversation.pending],
    );
    return rows[0] && entryOfRow(rows[0]);
  }

  /** Conversations that wait for the bot while no process runs their turn: it died, or the store failed it. */
  async function abandonedTurns(limit = 100): Promise<string[]> {
    const rows = await database.read(
      `SELECT id FROM conversation WHERE pending > handled AND owner = 'bot' AND turn_until < $1 LIMIT ${limit}`,
      [clock.now()],
    );
    return rows.map((row) => String(row.id));
  }

  /** Takes the turn of a conversation that waits for the bot; undefined when another process has it or nothing waits. */
  async function takeTurn(conversationId: string): Promise<Conversation | undefined> {
    const now = clock.now();
    const [rows = []] = await database.write([
      {
        sql: `UPDATE conversation SET turn_holder = $2, turn_until = $3 WHERE id = $1 AND pending > handled
              AND owner = 'bot' AND (turn_holder IS NULL OR turn_until < $4 OR turn_holder = $2)
              RETURNING ${conversationColumns}`,
        params: [conversationId, holder, now + leaseMs, now],
      },
    ]);
    return rows[0] && conversationOf(rows[0]);
  }

  /** Lengthens the leases of turns that take long. */
  async function keepTurns(conversationIds: readonly string[]): Promise<void> {
    const until = clock.now() + leaseMs;
    await database.write(
      conversationIds.map((id) => ({
        sql: 'UPDATE conversation SET turn_until = $3 WHERE id = $1 AND turn_holder = $2',
        params: [id, holder, until],
      })),
    );
  }

  /** Gives back every turn that this process holds and will not run, so that another one need not wait for the lease. */
  async function releaseTurns(): Promise<void> {
    await database.write([
      {
        sql: `UPDATE conversation SET turn_holder = NULL, turn_until = 0
              WHERE pending > handled AND turn_until > 0 AND turn_holder = $1`,
        params: [holder],
      },
    ]);
  }

  /** Frees every lease. Only for a store that one process has to itself, at its start. */
  async function forgetLeases(): Promise<void> {
    await database.write([
      { sql: 'UPDATE conversation SET turn_holder = NULL, turn_until = 0 WHERE turn_holder IS NOT NULL' },
    ]);
  }

  /** The watermarks of conversations, by id. */
  async function watermarks(conversationIds: readonly string[]): Promise<Map<string, number>> {
    const places = conversationIds.map((_, index) => `$${index + 1}`).join(', ');
    const rows = await database.read(
      `SELECT id, watermark FROM conversation WHERE id IN (${places})`,
      conversationIds,
    );
    return new Map(rows.map((row) => [String(row.id), Number(row.watermark)]));
  }

  async function findRepeated(conversationId: string, dedupeKey: string): Promise<Entry | undefined> {
    const rows = await database.read(
      `SELECT ${entryColumns} FROM activity WHERE conversation_id = $1 AND dedupe_key = $2`,
      [conversationId, dedupeKey],
    );
    return rows[0] && entryOfRow(rows[0]);
  }

  return {
    holder,
    start,
    find,
    receive,
    append,
    commitTurn,
    read,
    nextUnanswered,
    abandonedTurns,
    takeTurn,
    keepTurns,
    releaseTurns,
    forgetLeases,
    watermarks,
  };
}

export type ConversationLog = ReturnType<typeof createConversationLog>;

const entryColumns = 'conversation_id, watermark, at, id, type, sender, audience, body';

/** Sets `last_at` to now ($2), or beyond the last entry where the clock has not moved: time rises by ≥ 1 ms an entry. */
function risingTime(entries: number): string {
  return `last_at = CASE WHEN last_at + ${entries} > $2 THEN last_at + ${entries} ELSE $2 END`;
}

/** `back`: how many entries of the same write come after this one. */
function insertEntry(
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

function entryOf(conversation: Conversation, draft: Draft, back: number): Entry {
  return {
    ...draft,
    conversationId: conversation.id,
    watermark: conversation.watermark - back,
    at: conversation.lastAt - back,
  };
}

function entryOfRow(row: Row): Entry {
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

function first(rows: readonly Row[]): Row {
  const [row] = rows;
  if (!row) throw new ShopdeskError('store.failed', 'The store returned no row where one was certain.');
  return row;
}

function unknownConversation(): ShopdeskError {
  return new ShopdeskError('conversation.unknown', 'There is no such conversation, or it has ended.');
}
