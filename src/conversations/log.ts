/** The append-only log: every message of every conversation, numbered without a gap, committed before it is acknowledged. */
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import { type Database, placesFor, type Row, type Statement } from '../store/index.ts';
import {
  type Conversation,
  conversationAfter,
  conversationColumns,
  conversationOf,
  type NewConversation,
  type Owner,
  progressColumns,
} from './conversation.ts';
import type { Audience, Draft, Entry } from './entry.ts';
import { entryColumns, entryOf, entryOfRow, insertEntry, risingTime } from './entry-rows.ts';
import { createExchange } from './exchange.ts';
import { createTurnLeases } from './turn-leases.ts';

export interface Received {
  readonly entry: Entry;
  /** The same message had been stored before; `entry` is that one, and nothing was written. */
  readonly repeated: boolean;
  readonly conversation: Conversation;
}

/** What the bot answers, as it is committed: all of it or nothing. */
export interface TurnAnswer {
  readonly replies: readonly Draft[];
  /** What the bot remembers from here on, JSON. */
  readonly state: string;
  /** Further statements that must stand or fall with the answer. */
  readonly also: readonly Statement[];
  /** Who has the conversation from here on; the bot when left out. */
  readonly handTo?: Owner | undefined;
  /** The turn itself had the shopper erased: the conversation is no longer what it was when the turn began. */
  readonly forgets?: boolean | undefined;
}

export interface TurnCommit extends TurnAnswer {
  /** The conversation as it was when the turn began. */
  readonly conversation: Conversation;
  /** Watermark of the entry that was answered. */
  readonly answered: number;
}

/** A change of owner, as it is committed: all of it or nothing. */
export interface OwnerChange {
  /** The conversation as it was read: its owner and fence must still be these. */
  readonly conversation: Conversation;
  readonly to: Owner;
  /** What the log tells of it. */
  readonly drafts: readonly Draft[];
  /** Statements before and after the change that stand or fall with it. */
  readonly before?: readonly Statement[];
  readonly also?: readonly Statement[];
}

export interface AppendOptions {
  /** The entries are stored only while this one owns the conversation. */
  readonly owner?: Owner;
  /** Statements before and after the entries that stand or fall with them. */
  readonly before?: readonly Statement[];
  readonly also?: readonly Statement[];
  /** The sender's own name for the first entry: the same key again stores nothing. */
  readonly dedupeKey?: string | undefined;
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
  alongside = () => [],
  personOf,
}: {
  database: Database;
  clock: Clock;
  holder: string;
  leaseMs?: number;
  /** A conversation that was silent for longer takes nothing more from its shopper; none ends by itself if left out. */
  lifeMs?: number;
  /** Statements that are committed together with each entry of a shopper's. */
  alongside?: (conversationId: string, draft: Draft, now: number) => readonly Statement[];
  /** SQL over the columns of `conversation` for its `personId`: the first thing a turn asks, so it comes with the entry. */
  personOf?: string;
}) {
  const receivedColumns = `${conversationColumns}${personOf === undefined ? '' : `, ${personOf} AS person_id`}`;

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
  async function receive(
    conversationId: string,
    draft: Draft,
    dedupeKey?: string,
    also: readonly Statement[] = [],
  ): Promise<Received> {
    const now = clock.now();
    const free = `owner = 'bot' AND (turn_holder IS NULL OR turn_until < $2)`;
    const statements: Statement[] = [
      {
        sql: `UPDATE conversation SET watermark = watermark + 1, ${risingTime(1)},
                pending = CASE WHEN owner = 'bot' THEN watermark + 1 ELSE pending END,
                waiting = CASE WHEN owner = 'bot' THEN waiting + 1 ELSE waiting END,
                turn_holder = CASE WHEN ${free} THEN $3 ELSE turn_holder END,
                turn_until = CASE WHEN ${free} THEN $4 ELSE turn_until END
              WHERE id = $1 AND ended_at IS NULL AND last_at >= $5 RETURNING ${receivedColumns}`,
        params: [conversationId, now, holder, now + leaseMs, lifeMs === undefined ? 0 : now - lifeMs],
        expect: 'one',
      },
      insertEntry(conversationId, draft, 0, dedupeKey ?? null),
      ...alongside(conversationId, draft, now),
      ...also,
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
   * @throws ShopdeskError `conversation.unknown`; `conversation.conflict` when `owner` no longer has it, or another
   * expectation failed.
   */
  async function append(
    conversationId: string,
    drafts: readonly Draft[],
    { owner, before = [], also = [], dedupeKey }: AppendOptions = {},
  ): Promise<Entry[]> {
    if (drafts.length === 0) return [];
    const last = drafts.length - 1;
    try {
      const written = await database.write([
        ...before,
        {
          sql: `UPDATE conversation SET watermark = watermark + ${drafts.length}, ${risingTime(drafts.length)}
                WHERE id = $1 AND ended_at IS NULL${owner ? ' AND owner = $3' : ''} RETURNING ${conversationColumns}`,
          params: [conversationId, clock.now(), ...(owner ? [owner] : [])],
          expect: 'one',
        },
        ...drafts.map((draft, index) =>
          insertEntry(conversationId, draft, last - index, index === 0 ? (dedupeKey ?? null) : null),
        ),
        ...also,
      ]);
      const conversation = conversationOf(first(written[before.length] ?? []));
      return drafts.map((draft, index) => entryOf(conversation, draft, last - index));
    } catch (error) {
      if (hasCode(error, 'store.conflict')) {
        const found = await find(conversationId);
        throw found && found.endedAt === undefined ? ownedByOthers() : unknownConversation();
      }
      if (dedupeKey === undefined || !hasCode(error, 'store.duplicate')) throw error;
      const entry = await findRepeated(conversationId, dedupeKey);
      if (!entry) throw error;
      return [entry];
    }
  }

  /**
   * Gives the conversation to another owner, in one step with the entries that tell of it. Whoever acted for the
   * former owner, a turn of the bot included, can commit nothing more; the bot keeps what it remembers, and does
   * not answer what was said while it had no part in it.
   *
   * @throws ShopdeskError `store.conflict` when owner or fence are no longer what was read, or an expectation of
   * the other statements failed: then nothing has changed.
   */
  async function changeOwner(change: OwnerChange): Promise<{ entries: Entry[]; conversation: Conversation }> {
    const { conversation: read, to, drafts, before = [], also = [] } = change;
    const count = drafts.length;
    const written = await database.write([
      ...before,
      {
        sql: `UPDATE conversation SET watermark = watermark + ${count}, ${risingTime(count)}, owner = $3, fence = fence + 1,
                pending = watermark + ${count}, handled = watermark + ${count}, waiting = 0, turn_holder = NULL, turn_until = 0
              WHERE id = $1 AND owner = $4 AND fence = $5 AND ended_at IS NULL RETURNING ${conversationColumns}`,
        params: [read.id, clock.now(), to, read.owner, read.fence],
        expect: 'one',
      },
      ...drafts.map((draft, index) => insertEntry(read.id, draft, count - 1 - index, null)),
      ...also,
    ]);
    const conversation = conversationOf(first(written[before.length] ?? []));
    return {
      entries: drafts.map((draft, index) => entryOf(conversation, draft, count - 1 - index)),
      conversation,
    };
  }

  /**
   * Commits the answer to one entry. Gives the turn back unless more is waiting.
   *
   * @throws ShopdeskError `store.conflict` when the turn is no longer ours (the lease went to another process,
   * or a person took the conversation), or something of what the answer was made from had to be forgotten meanwhile:
   * then nothing of the answer exists.
   */
  async function commitTurn(commit: TurnCommit): Promise<{ entries: Entry[]; conversation: Conversation }> {
    const { conversation: before, answered, replies, state, also, handTo = 'bot', forgets = false } = commit;
    const now = clock.now();
    // What came in after the answered entry goes over with the conversation: the bot owes no more answers.
    const goesOn = "pending > $3 AND CAST($9 AS TEXT) = 'bot'";
    const [rows = []] = await database.write([
      {
        sql: `UPDATE conversation SET watermark = watermark + ${replies.length}, ${risingTime(replies.length)},
                handled = CASE WHEN $9 = 'bot' THEN $3 ELSE watermark + ${replies.length} END,
                pending = CASE WHEN $9 = 'bot' THEN pending ELSE watermark + ${replies.length} END,
                state = $4, state_version = state_version + 1,
                owner = $9, fence = CASE WHEN $9 = 'bot' THEN fence ELSE fence + 1 END,
                waiting = CASE WHEN ${goesOn} THEN waiting - 1 ELSE 0 END,
                turn_holder = CASE WHEN ${goesOn} THEN turn_holder ELSE NULL END,
                turn_until = CASE WHEN ${goesOn} THEN CAST($5 AS BIGINT) ELSE 0 END
              WHERE id = $1 AND owner = 'bot' AND fence = $6 AND turn_holder = $7 AND handled = $8
                AND (CAST($10 AS BIGINT) = 1 OR (state = $11 AND user_id = $12))
              RETURNING ${progressColumns}`,
        params: [
          before.id,
          now,
          answered,
          state,
          now + leaseMs,
          before.fence,
          holder,
          before.handled,
          handTo,
          Number(forgets),
          before.state,
          before.userId,
        ],
        expect: 'one',
      },
      ...replies.map((draft, index) => insertEntry(before.id, draft, replies.length - 1 - index, null)),
      ...also,
    ]);
    const conversation = conversationAfter(before, first(rows), state);
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

  /** The watermarks of conversations, by id. */
  async function watermarks(conversationIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await database.read(
      `SELECT id, watermark FROM conversation WHERE id IN (${placesFor(conversationIds)})`,
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
    changeOwner,
    commitTurn,
    read,
    nextUnanswered,
    watermarks,
    exchange: createExchange({ database, clock, lifeMs, alongside, personOf }),
    ...createTurnLeases({ database, clock, holder, leaseMs }),
  };
}

export type ConversationLog = ReturnType<typeof createConversationLog>;

function first(rows: readonly Row[]): Row {
  const [row] = rows;
  if (!row) throw new ShopdeskError('store.failed', 'The store returned no row where one was certain.');
  return row;
}

function ownedByOthers(): ShopdeskError {
  return new ShopdeskError('conversation.conflict', 'Somebody else has this conversation now.');
}

function unknownConversation(): ShopdeskError {
  return new ShopdeskError('conversation.unknown', 'There is no such conversation, or it has ended.');
}
