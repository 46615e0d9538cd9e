/** `/api/messages`: Teams, Azure Bot Service and the Emulator, over the SDK's own authentication. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CloudChannelAdapter, fromSdk, referenceOf, type TurnContext, toSdk } from '../bot/index.ts';
import {
  activityOf,
  type ConversationLog,
  draftOf,
  type Entry,
  type Feeds,
  type TurnQueue,
} from '../conversations/index.ts';
import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { readJson } from './request-body.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface BotFrameworkParts {
  readonly adapter: CloudChannelAdapter;
  /** False when no app id is set: then callers are not authenticated, and only the own machine is answered. */
  readonly authenticated: boolean;
  readonly conversations: ConversationLog;
  readonly turns: TurnQueue;
  readonly feeds: Feeds;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** How long a turn that another process runs is waited for. The channel itself gives up after 15 s. */
const patienceMs = 12_000;

/** Answers `POST /api/messages`. */
export function createBotFramework(parts: BotFrameworkParts) {
  const { adapter, conversations, turns, feeds, clock, ids, log } = parts;

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, body } = await adapter.accept(
        request.headers.authorization ?? '',
        await readJson(request),
        converse,
      );
      respond(response, status, body);
    } catch (error) {
      const status = statusOf(error);
      if (status >= 500) log.error({ error: messageOf(error) }, 'A message from the Bot Framework failed');
      respond(response, status);
    }
  };

  /** Logs what came, lets the bot answer, and sends the answer from the log: a redelivery gets it again. */
  async function converse(context: TurnContext): Promise<void> {
    const activity = asEvent(fromSdk(context.activity), context);
    if (!activity) return;
    if (!parts.authenticated && !mayAnswer(context)) throw new Refused();
    const id = `${context.activity.channelId}:${context.activity.conversation.id}`;
    const userId = `${context.activity.channelId}:${context.activity.from.id}`;
    const { conversation } = await conversations.start({
      id,
      channel: context.activity.channelId,
      userId,
      userName: context.activity.from.name,
      locale: context.activity.locale,
      reference: referenceOf(context),
    });
    const draft = draftOf(
      {
        ...withoutSecrets(activity),
        conversation: { id },
        from: { ...activity.from, id: userId, role: 'user' },
      },
      { id: ids.next(), sender: 'user' },
    );
    const received = await conversations.receive(
      conversation.id,
      draft,
      activity.id && `activity ${activity.id}`,
    );
    if (!received.repeated) feeds.committed([received.entry]);
    await turns.offer(received);
    const replies = await answersTo(received.entry);
    if (replies.length > 0) await context.sendActivities(replies.map((reply) => toSdk(outgoing(reply))));
  }

  async function answersTo(entry: Entry): Promise<Activity[]> {
    const giveUpAt = clock.now() + patienceMs;
    for (;;) {
      const conversation = await conversations.find(entry.conversationId);
      if (!conversation || conversation.handled >= entry.watermark || conversation.owner !== 'bot') break;
      if (clock.now() > giveUpAt) break;
      await new Promise<void>((resolve) => clock.after(100, resolve));
    }
    const later = await conversations.read(entry.conversationId, { after: entry.watermark, audience: 'all' });
    return later.map(activityOf).filter(({ replyToId }) => replyToId === entry.id);
  }
}

/** Somebody joining is, to the bot, the same as a widget being opened. Undefined for what is of no concern. */
function asEvent(
  activity: Activity,
  { activity: { membersAdded, recipient } }: TurnContext,
): Activity | undefined {
  if (activity.type === 'message' || activity.type === 'event') return activity;
  const joined = membersAdded?.some(({ id }) => id !== recipient.id);
  return activity.type === 'conversationUpdate' && joined
    ? { ...activity, type: 'event', name: 'webchat/join' }
    : undefined;
}

/** Ids of our log mean nothing to the channel: it is told what to say, and the SDK adds the addresses. */
function outgoing({
  type,
  text,
  textFormat,
  attachments,
  attachmentLayout,
  suggestedActions,
  locale,
}: Activity) {
  return { type, text, textFormat, attachments, attachmentLayout, suggestedActions, locale };
}

/** Without authentication anybody could name an address to answer to: only the own machine is one. */
function mayAnswer({ activity }: TurnContext): boolean {
  if (activity.deliveryMode === 'expectReplies') return true;
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(activity.serviceUrl).hostname);
}

class Refused extends Error {
  readonly status = 401;
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
}

function respond(response: ServerResponse, status: number, body?: unknown): void {
  const json = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(json);
}
