/**
 * The one way out: brings what was committed to the chats on other platforms, in order. The log is the truth; for
 * each chat the store knows how far it has come, so that a process that dies leaves nothing out. Each part is
 * handed over by one process at a time, which holds a lease on the chat.
 */
import type { ConversationLog, Entry, Feeds } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Statement } from '../store/index.ts';
import { type Attempt, type Channel, type Part, type Recipient, SendFailure, type Sent } from './channel.ts';
import type { Chat, ChatKey, Chats, Progress } from './chats.ts';
import type { TellDesk } from './desk-note.ts';
import { partKey } from './receipts.ts';
import { giveUpAfter, pauseAfter } from './retry.ts';

export interface PumpParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly chats: Chats;
  readonly conversations: Pick<ConversationLog, 'read'>;
  readonly feeds: Pick<Feeds, 'onCommit'>;
  /** What the chat is shown of an entry; `outside` when the platform's window has closed. */
  readonly partsOf: (channel: Channel, entry: Entry, outside: boolean) => readonly Part[];
  readonly tellDesk: TellDesk;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Pump {
  start(): void;
  /** Sends nothing new; resolves when what is under way is done. */
  stop(): Promise<void>;
}

const leaseMs = 30_000;
/** How long a platform's report on a part of unknown fate is waited for. */
const receiptMs = 20_000;
const sweepMs = 1_000;
/** Sweeps look this much further back than the last one: commits become visible out of order. */
const overlapMs = 60_000;
const pageSize = 20;
const sweepSize = 200;

export function createPump(parts: PumpParts): Pump {
  const { channels, chats, conversations, tellDesk, clock, log } = parts;
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
      for (const entry of entries) {
        if (stopped) return release(chat, progress);
        const next = await bring(channel, chat, progress, entry);
        if (!next) return;
        progress = next;
      }
      if (entries.length < pageSize) return release(chat, progress);
    }
  }

  async function release(chat: Chat, progress: Progress): Promise<void> {
    await chats.keep(chat, progress, { pauseMs: 0 });
  }

  /** Brings one entry out. Undefined when that has to wait: then the chat is given back. */
  async function bring(
    channel: Channel,
    chat: Chat,
    before: Progress,
    entry: Entry,
  ): Promise<Progress | undefined> {
    const dealtWith: Progress = { ...before, sent: entry.watermark, part: 0, sending: false, attempts: 0 };
    if (entry.sender === 'user') return { ...dealtWith, listening: isFrom(channel, entry) };
    if (entry.audience !== 'all' || !before.listening || !isShown(entry)) return dealtWith;

    const outside = channel.windowMs !== undefined && clock.now() - chat.heardAt >= channel.windowMs;
    const messages = parts.partsOf(channel, entry, outside);
    if (outside && messages.length === 0) {
      await tellDesk(
        chat.conversationId,
        'channel.window',
        { channel: channel.name },
        `window ${entry.watermark}`,
      );
      return dealtWith;
    }
    let progress = before;
    for (let part = before.part; part < messages.length; part++) {
      const message = messages[part];
      const next =
        message && (await hand(channel, chat, { ...progress, part }, entry, message, messages.length));
      if (next === 'waits') return undefined;
      if (next === 'given-up') return dealtWith;
      if (next) progress = next;
    }
    return dealtWith;
  }

  /** Hands one part over, its intention committed before and its outcome after. */
  async function hand(
    channel: Channel,
    chat: Chat,
    at: Progress,
    entry: Entry,
    message: Part,
    count: number,
  ): Promise<Progress | 'waits' | 'given-up'> {
    const key = partKey(chat.conversationId, entry.watermark, at.part);
    const isUnknown = at.sending;
    if (isUnknown && channel.repeats === 'receipt' && at.attempts === 0) {
      await pause(chat, { ...at, attempts: 1 }, receiptMs);
      return 'waits';
    }
    if (isUnknown && channel.repeats === 'again') {
      await tellDesk(chat.conversationId, 'channel.twice', { channel: channel.name }, `twice ${key}`);
    }
    const address = await chats.keep(chat, { ...at, sending: true }, { leaseMs });
    try {
      const to = { chat: chat.chat, address };
      const attempt = { key, again: isUnknown };
      const found = isUnknown ? await channel.find?.(to, attempt) : undefined;
      const sent = found ?? (await send(channel, message, to, attempt));
      const isLast = at.part + 1 === count;
      const done: Progress = {
        ...at,
        ...(isLast ? { sent: entry.watermark, part: 0 } : { part: at.part + 1 }),
        sending: false,
        attempts: 0,
      };
      const also = sent.messageId ? [delivery(chat, sent.messageId, entry)] : [];
      await chats.keep(chat, done, { leaseMs }, { also, address: sent.address });
      return done;
    } catch (error) {
      if (hasCode(error, 'store.conflict')) throw error;
      return failed(channel, chat, at, entry, error);
    }
  }

  /** What a platform refuses to show is shown in another way, where there is one. */
  async function send(channel: Channel, message: Part, to: Recipient, attempt: Attempt): Promise<Sent> {
    try {
      return await channel.send(message, to, attempt);
    } catch (error) {
      if (!message.instead || !(error instanceof SendFailure) || error.kind !== 'never') throw error;
      return channel.send(message.instead, to, attempt);
    }
  }

  async function failed(
    channel: Channel,
    chat: Chat,
    at: Progress,
    entry: Entry,
    error: unknown,
  ): Promise<'waits' | 'given-up'> {
    const failure = error instanceof SendFailure ? error : new SendFailure('unknown', messageOf(error));
    const about = { channel: channel.name, conversation: chat.conversationId, reason: failure.message };
    const isOver = failure.kind === 'never' || clock.now() - entry.at > giveUpAfter;
    if (isOver) {
      log.warn(about, 'A message could not be delivered');
      await tellDesk(
        chat.conversationId,
        'channel.failed',
        { channel: channel.name, reason: failure.message },
        `failed ${channel.name} ${entry.watermark}`,
      );
      await chats.keep(
        chat,
        { ...at, sent: entry.watermark, part: 0, sending: false, attempts: 0 },
        { leaseMs },
      );
      return 'given-up';
    }
    const pauseMs = failure.retryAfterMs ?? pauseAfter(at.attempts);
    log.debug({ ...about, pauseMs }, 'A message waits before it is sent again');
    // What nobody knows of stays marked as under way: the next try begins with that question.
    const sending = failure.kind === 'unknown';
    const attempts = sending && channel.repeats === 'receipt' ? 0 : at.attempts + 1;
    await pause(chat, { ...at, sending, attempts }, Math.max(1, pauseMs));
    return 'waits';
  }

  /** Gives the chat back for some time. Whichever process sweeps first after that goes on; mostly it is this one. */
  async function pause(chat: Chat, at: Progress, pauseMs: number): Promise<void> {
    await chats.keep(chat, at, { pauseMs });
    clock.after(pauseMs, () => work(chat));
  }

  function delivery(chat: Chat, messageId: string, entry: Entry): Statement {
    return {
      sql: `INSERT INTO channel_delivery (channel, message_id, conversation_id, watermark, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (channel, message_id) DO NOTHING`,
      params: [chat.channel, messageId, chat.conversationId, entry.watermark, clock.now()],
    };
  }

  async function sweep(): Promise<void> {
    const begun = clock.now();
    try {
      const waiting = await chats.waiting(since, sweepSize);
      for (const key of waiting) work(key);
      if (waiting.length < sweepSize) since = begun - overlapMs;
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'The sweep for waiting chats failed; trying again');
    }
    if (!stopped) stopSweep = clock.after(sweepMs, sweep);
  }

  return {
    start() {
      stopHearing = parts.feeds.onCommit((conversationId) => void nudge(conversationId));
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

/** Whoever wrote elsewhere last is answered there. */
function isFrom(channel: Channel, entry: Entry): boolean {
  const { channelId }: { channelId?: string } = JSON.parse(entry.body);
  return channelId === channel.name;
}

function isShown({ type }: Entry): boolean {
  return type === 'message';
}
