/**
 * Runs the bot's turns: one at a time within a conversation, different conversations in parallel, each
 * answered once even when a process dies half-way. A turn is a lease in the store; the answer and the end of
 * the lease are one commit, so an interrupted turn leaves nothing behind and is simply run again.
 *
 * Where this process wrote the last answer itself it knows what the next turn begins with. That turn then needs no
 * lease: it runs at once, and the message and its answer are one commit, which holds only if nothing has changed. A
 * turn that does more than answer has its message stored first, and goes on as any other.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf, ShopdeskError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Conversation } from './conversation.ts';
import type { Draft, Entry } from './entry.ts';
import { asIfStored, isAsExpected } from './exchange.ts';
import type { ConversationLog, Received, TurnAnswer } from './log.ts';
import { createRounds } from './rounds.ts';

/** What the bot makes of one entry. */
export interface TurnOutcome extends TurnAnswer {
  /** Called once the answer is committed. */
  readonly after?: (() => void) | undefined;
}

/** What a shopper sends. */
export interface Said {
  readonly conversationId: string;
  readonly draft: Draft;
  /** The sender's own name for it: the same key again stores nothing. */
  readonly dedupeKey: string | undefined;
}

export interface TurnQueue {
  /**
   * Stores what a shopper sends, and has it answered. Resolves when it is stored, rejects as `receive` does.
   * @param stored told of it right after the commit, before anybody else is.
   */
  hear(said: Said, stored: (received: Received) => void): Promise<void>;
  /**
   * To be called after each `receive`: runs the turn if this process holds it. Resolves when this process has
   * done what it can; another one may still be at it.
   */
  offer(received: Received): Promise<void>;
  /** To be told how far a conversation has come: where somebody else wrote to it, its next turn reads it anew. */
  changed(conversationId: string, watermark: number): void;
  /** Finds turns that a dead process left behind, now and then every second. */
  startSweep(): void;
  /** Runs no new turn; resolves when those under way are committed and what waits is free for other processes. */
  drain(): Promise<void>;
  /** Turns running now. */
  readonly running: number;
}

interface Running {
  readonly since: number;
  readonly done: Promise<void>;
  /** Something came while the turn ran: look once more before leaving. */
  again: boolean;
}

/** What a turn awaits before it does what cannot be undone, or what takes long: its message is stored then. */
export type Settle = () => Promise<void>;

const sweepMs = 1_000;
/** Conversations whose next turn can begin without asking the store. */
const mostKnown = 5_000;
/** A turn that runs longer than this has its lease lengthened by the sweep. */
const longTurnMs = 3_000;

export function createTurnQueue({
  conversations,
  committed,
  run,
  elsewhere,
  clock,
  log,
}: {
  conversations: ConversationLog;
  /** Told of each answer right after its commit. */
  committed: (entries: readonly Entry[]) => void;
  /** Must not reject, but with what `settle` rejected with. */
  run: (conversation: Conversation, entry: Entry, settle: Settle) => Promise<TurnOutcome>;
  /** Hears what a shopper sent to a conversation that is not the bot's; once per entry. Must not throw. */
  elsewhere?: (received: Received) => void;
  clock: Clock;
  log: Log;
}): TurnQueue {
  const running = new Map<string, Running>();
  /** Conversations as this process left them: nothing waits in them. */
  const known = new LRUCache<string, Conversation>({ max: mostKnown });
  const nextRound = createRounds();
  const idle: (() => void)[] = [];
  let draining = false;
  let stopSweep = () => {};

  async function offer(received: Received): Promise<void> {
    const { conversation, entry, repeated } = received;
    const { id } = conversation;
    if (conversation.owner !== 'bot' && !repeated) elsewhere?.(received);
    const already = running.get(id);
    if (already) {
      already.again = true;
      return already.done;
    }
    if (repeated || draining || conversation.turnHolder !== conversations.holder) return;
    return begin(id, answerAll(id, conversation, entry));
  }

  function hear(said: Said, stored: (received: Received) => void): Promise<void> {
    const id = said.conversationId;
    const conversation = draining || running.has(id) ? undefined : known.get(id);
    known.delete(id);
    if (!conversation) return store(said, stored).then((received) => void offer(received));
    return new Promise((resolve, reject) => {
      const told = (received: Received) => {
        stored(received);
        resolve();
      };
      void begin(id, answerAtOnce(conversation, said, told).catch(reject));
    });
  }

  async function store(said: Said, stored: (received: Received) => void): Promise<Received> {
    const received = await conversations.receive(said.conversationId, said.draft, said.dedupeKey);
    stored(received);
    if (!received.repeated) committed([received.entry]);
    return received;
  }

  /** Rejects only when the message could not be stored. */
  async function answerAtOnce(
    before: Conversation,
    said: Said,
    stored: (received: Received) => void,
  ): Promise<void> {
    const { conversation, entry } = asIfStored(before, said.draft, conversations.holder, clock.now());
    await nextRound();
    let storing: Promise<Received> | undefined;
    const settle = async () => {
      storing ??= store(said, stored);
      if (!isAsExpected(await storing, conversation)) throw superseded();
    };
    // What failed is run again when the message is stored: it said nothing and did nothing.
    const outcome = await run(conversation, entry, settle).catch(() => undefined);
    if (outcome && !storing && (await exchange(before, said, outcome, stored))) return;
    const isSettled = storing !== undefined;
    storing ??= store(said, stored);
    const received = await storing;
    if (outcome && isSettled) await answerAll(before.id, received.conversation, received.entry, outcome);
    else void offer(received);
  }

  /** Commits a message and its answer as one; false when the message must be stored by itself. */
  async function exchange(
    before: Conversation,
    said: Said,
    outcome: TurnOutcome,
    stored: (received: Received) => void,
  ): Promise<boolean> {
    const done = await conversations
      .exchange({ conversation: before, ...said, ...outcome })
      .catch((error: unknown) => {
        // Without its sender's name for it, what was stored although the store failed would be stored twice.
        if (said.dedupeKey === undefined) throw error;
        log.warn(
          { conversation: before.id, why: messageOf(error) },
          'A message is stored without its answer',
        );
        return undefined;
      });
    const [entry] = done?.entries ?? [];
    if (!done || !entry) return false;
    stored({ entry, repeated: false, conversation: done.conversation });
    tell(done, outcome);
    return true;
  }

  function tell(
    done: { entries: readonly Entry[]; conversation: Conversation },
    outcome: TurnOutcome | undefined,
  ): void {
    committed(done.entries);
    outcome?.after?.();
    const { conversation } = done;
    // After the others were told: hearing of a commit is what makes a conversation unknown.
    if (conversation.owner === 'bot' && conversation.turnHolder === undefined) {
      known.set(conversation.id, conversation);
    }
  }

  function begin(id: string, turns: Promise<void>): Promise<void> {
    const work = turns.finally(() => {
      running.delete(id);
      if (turn.again && !draining) void resume(id);
      if (running.size === 0) for (const wake of idle.splice(0)) wake();
    });
    const turn: Running = { since: clock.now(), again: false, done: work };
    running.set(id, turn);
    return work;
  }

  /** Takes up a conversation in which something waits, unless another process does. */
  async function resume(id: string): Promise<void> {
    try {
      const conversation = await conversations.takeTurn(id);
      if (conversation && !running.has(id) && !draining) await begin(id, answerAll(id, conversation));
    } catch (error) {
      log.warn(
        { conversation: id, error: messageOf(error) },
        'A turn could not be taken; the sweep tries again',
      );
    }
  }

  /** Answers what waits in one conversation, entry by entry. Never rejects. */
  async function answerAll(
    id: string,
    taken: Conversation,
    entry?: Entry,
    outcome?: TurnOutcome,
  ): Promise<void> {
    try {
      let conversation = taken;
      let next = taken.waiting === 1 ? entry : undefined;
      if (next && outcome) {
        conversation = await commit(conversation, next, outcome);
        next = undefined;
      }
      while (conversation.turnHolder === conversations.holder && !draining) {
        next ??= await conversations.nextUnanswered(conversation);
        conversation = await commit(
          conversation,
          next,
          next && (await run(conversation, next, async () => {})),
        );
        next = undefined;
      }
    } catch (error) {
      // The lease runs out and the sweep, of any process, runs the turn again.
      const why = hasCode(error, 'store.conflict')
        ? 'it was taken over, or made from what is forgotten'
        : messageOf(error);
      log.warn({ conversation: id, why }, 'An answer could not be committed and is dropped');
    }
  }

  async function commit(
    conversation: Conversation,
    entry: Entry | undefined,
    outcome: TurnOutcome | undefined,
  ): Promise<Conversation> {
    const done = await conversations.commitTurn({
      conversation,
      answered: entry?.watermark ?? conversation.pending,
      replies: outcome?.replies ?? [],
      state: outcome?.state ?? conversation.state,
      also: outcome?.also ?? [],
      handTo: outcome?.handTo,
      forgets: outcome?.forgets,
    });
    tell(done, outcome);
    return done.conversation;
  }

  async function sweep(): Promise<void> {
    try {
      const long = [...running].filter(([, turn]) => clock.now() - turn.since > longTurnMs).map(([id]) => id);
      if (long.length > 0) await conversations.keepTurns(long);
      for (const id of await conversations.abandonedTurns()) {
        if (!draining && !running.has(id)) void resume(id);
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'The sweep for interrupted turns failed; trying again');
    }
    if (!draining) stopSweep = clock.after(sweepMs, sweep);
  }

  return {
    hear,
    offer,
    changed(conversationId, watermark) {
      if ((known.peek(conversationId)?.watermark ?? 0) < watermark) known.delete(conversationId);
    },
    startSweep: () => void sweep(),
    async drain() {
      draining = true;
      stopSweep();
      if (running.size > 0) await new Promise<void>((resolve) => idle.push(resolve));
      await conversations.releaseTurns().catch((error: unknown) => {
        log.warn(
          { error: messageOf(error) },
          'Turns could not be given back; they are free when their lease ends',
        );
      });
    },
    get running() {
      return running.size;
    },
  };
}

function superseded(): ShopdeskError {
  return new ShopdeskError('conversation.superseded', 'Somebody else has written to this conversation.');
}
