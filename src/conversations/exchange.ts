/** A message and its answer as one commit: half the waiting for the disk, where the answer is there at once. */
import type { Clock } from '../core/clock.ts';
import { hasCode } from '../core/errors.ts';
import type { Database, Statement, Value } from '../store/index.ts';
import { type Conversation, conversationAfter, progressColumns } from './conversation.ts';
import type { Draft, Entry } from './entry.ts';
import { entryOf, insertEntry, risingTime } from './entry-rows.ts';
import type { Received, TurnAnswer } from './log.ts';

/** What a shopper said, and what the bot answers to it. */
export interface Exchange extends TurnAnswer {
  /** The conversation as the last answer left it: it must still be this. */
  readonly conversation: Conversation;
  readonly draft: Draft;
  readonly dedupeKey: string | undefined;
}

export interface Exchanged {
  /** What the shopper said, then the answer. */
  readonly entries: readonly Entry[];
  readonly conversation: Conversation;
}

/**
 * @returns a function that resolves to undefined, and has written nothing, when the conversation is no longer what it
 * was when the answer was made, or the message is there already.
 */
export function createExchange({
  database,
  clock,
  lifeMs,
  alongside,
  personOf,
}: {
  database: Database;
  clock: Clock;
  lifeMs: number | undefined;
  alongside: (conversationId: string, draft: Draft, now: number) => readonly Statement[];
  personOf: string | undefined;
}) {
  // All that the answer was made from; `user_id` and `state` are rewritten where somebody is forgotten.
  const isUnchanged = `watermark = $3 AND fence = $4 AND owner = 'bot' AND turn_holder IS NULL AND pending <= handled
    AND user_id = $5 AND state = $6 AND ended_at IS NULL AND last_at >= $7
    ${personOf === undefined ? '' : `AND COALESCE(${personOf}, '') = $12`}`;

  return async function exchange(said: Exchange): Promise<Exchanged | undefined> {
    const { conversation: before, draft, dedupeKey, replies, state, also, handTo = 'bot' } = said;
    const now = clock.now();
    const count = 1 + replies.length;
    const isHanded = handTo !== 'bot';
    const params: Value[] = [
      before.id,
      now,
      before.watermark,
      before.fence,
      before.userId,
      before.state,
      lifeMs === undefined ? 0 : now - lifeMs,
      state,
      handTo,
      isHanded ? before.fence + 1 : before.fence,
      // A conversation that goes over leaves nothing for the bot to answer.
      before.watermark + (isHanded ? count : 1),
    ];
    if (personOf !== undefined) params.push(before.personId ?? '');
    try {
      const [rows = []] = await database.write([
        {
          sql: `UPDATE conversation SET watermark = watermark + ${count}, ${risingTime(count)},
                  state = $8, state_version = state_version + 1, owner = $9, fence = $10,
                  pending = $11, handled = $11, waiting = 0
                WHERE id = $1 AND ${isUnchanged} RETURNING ${progressColumns}`,
          params,
          expect: 'one',
        },
        insertEntry(before.id, draft, replies.length, dedupeKey ?? null),
        ...alongside(before.id, draft, now),
        ...replies.map((reply, index) => insertEntry(before.id, reply, replies.length - 1 - index, null)),
        ...also,
      ]);
      const [row] = rows;
      if (!row) return undefined;
      const conversation = conversationAfter(before, row, state);
      const entries = [draft, ...replies].map((each, index) =>
        entryOf(conversation, each, count - 1 - index),
      );
      return { entries, conversation };
    } catch (error) {
      if (hasCode(error, 'store.conflict') || hasCode(error, 'store.duplicate')) return undefined;
      throw error;
    }
  };
}

/** What the store will say of the conversation and the message, unless somebody else writes to it first. */
export function asIfStored(before: Conversation, draft: Draft, holder: string, now: number) {
  const watermark = before.watermark + 1;
  const at = Math.max(now, before.lastAt + 1);
  const conversation: Conversation = {
    ...before,
    watermark,
    lastAt: at,
    pending: watermark,
    waiting: 1,
    turnHolder: holder,
  };
  const entry: Entry = { ...draft, conversationId: before.id, watermark, at };
  return { conversation, entry };
}

/** Everything that an answer is made from is what was expected. */
export function isAsExpected({ repeated, conversation: found }: Received, expected: Conversation): boolean {
  const { watermark, fence, waiting, turnHolder, state, userId, personId } = expected;
  return (
    !repeated &&
    found.watermark === watermark &&
    found.fence === fence &&
    found.waiting === waiting &&
    found.turnHolder === turnHolder &&
    found.state === state &&
    found.userId === userId &&
    found.personId === personId
  );
}
