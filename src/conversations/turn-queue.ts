/**
 * Runs the bot's turns: one at a time within a conversation, different conversations in parallel, each
 * answered once even when a process dies half-way. A turn is a lease in the store; the answer and the end of
 * the lease are one commit, so an interrupted turn leaves nothing behind and is simply run again.
 */
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Statement } from '../store/index.ts';
import type { Conversation, Owner } from './conversation.ts';
import type { Draft, Entry } from './entry.ts';
import type { ConversationLog, Received } from './log.ts';

/** What the bot makes of one entry. */
export interface TurnOutcome {
  readonly replies: readonly Draft[];
  /** What the bot remembers, JSON. */
  readonly state: string;
  readonly also: readonly Statement[];
  /** Who has the conversation from here on; the bot when left out. */
  readonly handTo?: Owner | undefined;
  /** Called once the answer is committed. */
  readonly after?: (() => void) | undefined;
}

export interface TurnQueue {
  /**
   * To be called after each `receive`: runs the turn if this process holds it. Resolves when this process has
   * done what it can; another one may still be at it.
   */
  offer(received: Received): Promise<void>;
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

const sweepMs = 1_000;
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
  run: (conversation: Conversation, entry: Entry) => Promise<TurnOutcome>;
  /** Hears what a shopper sent to a conversation that is not the bot's; once per entry. Must not throw. */
  elsewhere?: (received: Received) => void;
  clock: Clock;
  log: Log;
}): TurnQueue {
  const running = new Map<string, Running>();
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
    return begin(id, conversation, entry);
  }

  function begin(id: string, taken: Conversation, entry?: Entry): Promise<void> {
    const work = answerAll(id, taken, entry).finally(() => {
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
      if (conversation && !running.has(id) && !draining) await begin(id, conversation);
    } catch (error) {
      log.warn(
        { conversation: id, error: messageOf(error) },
        'A turn could not be taken; the sweep tries again',
      );
    }
  }

  /** Answers what waits in one conversation, entry by entry. Never rejects. */
  async function answerAll(id: string, taken: Conversation, entry?: Entry): Promise<void> {
    try {
      let conversation = taken;
      let next = taken.waiting === 1 ? entry : undefined;
      while (conversation.turnHolder === conversations.holder && !draining) {
        next ??= await conversations.nextUnanswered(conversation);
        conversation = await answer(conversation, next);
        next = undefined;
      }
    } catch (error) {
      // The lease runs out and the sweep, of any process, runs the turn again.
      const why = hasCode(error, 'store.conflict') ? 'it was taken over' : messageOf(error);
      log.warn({ conversation: id, why }, 'An answer could not be committed and is dropped');
    }
  }

  async function answer(conversation: Conversation, entry: Entry | undefined): Promise<Conversation> {
    const outcome = entry ? await run(conversation, entry) : undefined;
    const done = await conversations.commitTurn({
      conversation,
      answered: entry?.watermark ?? conversation.pending,
      replies: outcome?.replies ?? [],
      state: outcome?.state ?? conversation.state,
      also: outcome?.also ?? [],
      handTo: outcome?.handTo,
    });
    committed(done.entries);
    outcome?.after?.();
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
    offer,
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
