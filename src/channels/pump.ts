/**
 * The one way out: brings what was committed to the chats on other platforms, in order. The log is the truth; for
 * each chat the store knows how far it has come, so that a process that dies leaves nothing out. Each part is
 * handed over by one process at a time, which holds a lease on the chat.
 */
import type { ConversationLog, Feeds } from '../conversations/index.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Chat, ChatKey, Progress } from './chats.ts';
import { createDelivery, type DeliveryParts, leaseMs } from './delivery.ts';
import { turnsIn } from './turns.ts';

export interface PumpParts extends Omit<DeliveryParts, 'again'> {
  readonly conversations: Pick<ConversationLog, 'read'>;
  readonly feeds: Pick<Feeds, 'onCommit'>;
}

export interface Pump {
  start(): void;
  /** Sends nothing new; resolves when what is under way is done. */
  stop(): Promise<void>;
}

const sweepMs = 1_000;
/** Sweeps look this much further back than the last one: commits become visible out of order. */
const overlapMs = 60_000;
const pageSize = 20;
const sweepSize = 200;

export function createPump(parts: PumpParts): Pump {
  const { channels, chats, conversations, clock, log } = parts;
  const bring = createDelivery({ ...parts, again: work });
  const busy = new Map<string, { again: boolean; done: Promise<void> }>();
  let stopped = false;
  let since = 0;
  let stopSweep = () => {};
  let stopHearing = () => {};

  async function nudge(conversationId: string): Promise<void> {
    try {
      for (const chat of await chats.ofConversation(conversationId)) work(chat);
    } catch (error) {
      log.warn(
        { conversationId, error: messageOf(error) },
        'Chats could not be looked up; the sweep does it',
      );
    }
  }

  function work(key: ChatKey): void {
    const name = `${key.channel} ${key.chat}`;
    const already = busy.get(name);
    if (stopped || !channels.has(key.channel)) return;
    if (already) {
      already.again = true;
      return;
    }
    const done = bringUpToDate(key)
      .catch((error: unknown) => {
        const why = hasCode(error, 'store.conflict') ? 'it was taken over' : messageOf(error);
        log.warn({ ...key, why }, 'A chat was left; the sweep takes it up again');
      })
      .finally(() => {
        busy.delete(name);
        if (state.again) work(key);
      });
    const state = { again: false, done };
    busy.set(name, state);
  }

  async function bringUpToDate(key: ChatKey): Promise<void> {
    const channel = channels.get(key.channel);
    const chat = channel && (await chats.claim(key, leaseMs));
    if (!channel || !chat) return;
    let progress: Progress = chat;
    for (;;) {
      const entries = await conversations.read(chat.conversationId, {
        after: progress.sent,
        limit: pageSize,
      });
      const isAll = entries.length < pageSize;
      const turns = turnsIn(entries, channel.renderTurn !== undefined);
      // What is cut off by the end of the page is read again as a whole, unless nothing else is on it.
      const whole = isAll || turns.length === 1 ? turns : turns.slice(0, -1);
      for (const said of whole) {
        if (stopped) return release(chat, progress);
        const next = await bring(channel, chat, progress, said);
        if (!next) return;
        progress = next;
      }
      if (isAll) return release(chat, progress);
    }
  }

  async function release(chat: Chat, progress: Progress): Promise<void> {
    await chats.keep(chat, progress, { pauseMs: 0 });
  }

  async function sweep(): Promise<void> {
    const begun = clock.now();
    try {
      const waiting = await chats.waiting([...channels.keys()], since, sweepSize);
      for (const key of waiting) work(key);
      if (waiting.length < sweepSize) since = begun - overlapMs;
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'The sweep for waiting chats failed; trying again');
    }
    if (!stopped) stopSweep = clock.after(sweepMs, sweep);
  }

  return {
    start() {
      // What another process committed is delivered by that one.
      stopHearing = parts.feeds.onCommit((conversationId, _watermark, by) => {
        if (by === 'here') void nudge(conversationId);
      });
      void sweep();
    },
    async stop() {
      stopped = true;
      stopSweep();
      stopHearing();
      await Promise.all([...busy.values()].map(({ done }) => done));
    },
  };
}
