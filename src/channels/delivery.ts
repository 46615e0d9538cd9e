/**
 * Brings one thing that was said to one chat: part by part, each intention committed before and each outcome after,
 * so that whoever goes on after a crash knows what is certain and what is not.
 */
import type { Entry } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Statement } from '../store/index.ts';
import { type Attempt, type Channel, type Part, type Recipient, SendFailure, type Sent } from './channel.ts';
import type { Chat, ChatKey, Chats, Listening, Progress } from './chats.ts';
import type { TellDesk } from './desk-note.ts';
import { partKey } from './receipts.ts';
import { giveUpAfter, pauseAfter } from './retry.ts';
import { answeredBy, isShown, type Said } from './turns.ts';

export interface DeliveryParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly chats: Chats;
  /** What the chat is shown of it; `outside` when the platform's window has closed. */
  readonly partsOf: (channel: Channel, said: Said, outside: boolean) => readonly Part[];
  /** Takes it there by another way that is open; the name of that way, or undefined when there is none. */
  readonly otherWay: (chat: Chat, entry: Entry) => Promise<string | undefined>;
  readonly tellDesk: TellDesk;
  readonly clock: Clock;
  readonly log: Log;
  /** Looks at the chat again, some time later. */
  readonly again: (chat: ChatKey) => void;
}

export const leaseMs = 30_000;
/** How long a platform's report on a part of unknown fate is waited for. */
const receiptMs = 20_000;

/** @returns a function that brings it out; undefined when that has to wait: then the chat is given back. */
export function createDelivery(parts: DeliveryParts) {
  const { chats, tellDesk, clock, log } = parts;

  async function bring(
    channel: Channel,
    chat: Chat,
    before: Progress,
    said: Said,
  ): Promise<Progress | undefined> {
    const [entry] = said;
    const dealtWith: Progress = { ...before, sent: lastOf(said), part: 0, sending: false, attempts: 0 };
    if (entry.sender === 'user') return { ...dealtWith, listening: listeningAfter(channel, entry) };
    if (!isShown(entry) || !isHeard(before.listening, entry)) return dealtWith;

    const outside = isOutside(channel, chat, clock.now());
    const messages = parts.partsOf(channel, said, outside);
    if (outside && messages.length === 0) {
      await goElsewhere(channel, chat, entry);
      return dealtWith;
    }
    let progress = before;
    for (let part = before.part; part < messages.length; part++) {
      const message = messages[part];
      const next =
        message && (await hand(channel, chat, { ...progress, part }, said, message, messages.length));
      if (next === 'waits') return undefined;
      if (next === 'given-up') return dealtWith;
      if (next) progress = next;
    }
    return dealtWith;
  }

  /** Where the platform lets nobody write now, it goes by another way; the desk knows which, or that there is none. */
  async function goElsewhere(channel: Channel, chat: Chat, entry: Entry): Promise<void> {
    const way = await parts.otherWay(chat, entry);
    const blanks = { channel: channel.name, ...(way && { way }) };
    if (way === undefined) {
      await tellDesk(chat.conversationId, 'channel.window', blanks, `window ${entry.watermark}`);
    } else {
      await tellDesk(chat.conversationId, 'channel.elsewhere', blanks, `window ${way} ${chat.heardAt}`);
    }
  }

  /** Hands one part over, its intention committed before and its outcome after. */
  async function hand(
    channel: Channel,
    chat: Chat,
    at: Progress,
    said: Said,
    message: Part,
    count: number,
  ): Promise<Progress | 'waits' | 'given-up'> {
    const [entry] = said;
    const key = partKey(chat.conversationId, entry.watermark, at.part);
    const isUnknown = at.sending;
    if (isUnknown && channel.repeats === 'receipt' && at.attempts === 0) {
      await pause(chat, { ...at, attempts: 1 }, receiptMs);
      return 'waits';
    }
    if (isUnknown && channel.repeats === 'again') {
      await tellDesk(chat.conversationId, 'channel.twice', { channel: channel.name }, `twice ${key}`);
    }
    const isLast = at.part + 1 === count;
    const done: Progress = {
      ...at,
      ...(isLast ? { sent: lastOf(said), part: 0 } : { part: at.part + 1 }),
      sending: false,
      attempts: 0,
    };
    const { address, hasArrived } = await chats.keep(chat, { ...at, sending: true }, { leaseMs });
    if (hasArrived) return done;
    try {
      const to = { chat: chat.place, address };
      const attempt = { key, again: isUnknown };
      const found = isUnknown ? await channel.find?.(to, attempt) : undefined;
      const sent = found ?? (await send(channel, message, to, attempt));
      const also = sent.messageId ? [delivery(chat, sent.messageId, entry)] : [];
      await chats.keep(chat, done, { leaseMs }, { also, address: sent.address });
      return done;
    } catch (error) {
      if (hasCode(error, 'store.conflict')) throw error;
      return failed(channel, chat, at, said, error);
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
    said: Said,
    error: unknown,
  ): Promise<'waits' | 'given-up'> {
    const [entry] = said;
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
        { ...at, sent: lastOf(said), part: 0, sending: false, attempts: 0 },
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
    clock.after(pauseMs, () => parts.again(chat));
  }

  function delivery(chat: Chat, messageId: string, entry: Entry): Statement {
    return {
      sql: `INSERT INTO channel_delivery (channel, message_id, conversation_id, watermark, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (channel, message_id) DO NOTHING`,
      params: [chat.channel, messageId, chat.conversationId, entry.watermark, clock.now()],
    };
  }

  return bring;
}

/** Whether the platform lets nobody write there now. */
export function isOutside({ windowMs }: Channel, { heardAt }: Pick<Chat, 'heardAt'>, now: number): boolean {
  return windowMs !== undefined && now - heardAt >= windowMs;
}

/** Whoever wrote elsewhere last is answered there. */
function listeningAfter(channel: Channel, { body }: Entry): Listening {
  const { channelId, channelData }: { channelId?: string; channelData?: { inCall?: unknown } } =
    JSON.parse(body);
  if (channelId !== channel.name) return 'elsewhere';
  return channelData?.inCall === true ? 'in-call' : 'here';
}

function isHeard(listening: Listening, entry: Entry): boolean {
  return listening === 'here' || (listening === 'in-call' && answeredBy(entry) === undefined);
}

function lastOf(said: Said): number {
  return said.at(-1)?.watermark ?? said[0].watermark;
}
