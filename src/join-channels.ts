/** Joins the ways in and out: Direct Line for the widget and other clients, and the platforms that the settings turn on. */
import { type Channel, createChannels, createDirectLine } from './channels/index.ts';
import type { ConversationLog, Feeds, TurnQueue } from './conversations/index.ts';
import type { Mailer } from './core/mail.ts';
import type { Desk } from './desk/index.ts';
import type { Ground } from './ground.ts';
import type { addressReader, visitorReader } from './http/index.ts';
import type { JoinedCustomers } from './join-customers.ts';
import type { JoinedUnderstanding } from './join-understanding.ts';
import { keepSecret } from './secrets.ts';

export interface JoinChannelsParts extends Pick<JoinedUnderstanding, 'knowledge' | 'understanding'> {
  readonly conversations: ConversationLog;
  readonly feeds: Feeds;
  readonly turns: TurnQueue;
  readonly customers: JoinedCustomers;
  readonly desk: Desk;
  readonly mailer: Mailer;
  readonly mailBounced: Parameters<typeof createChannels>[0]['mailBounced'];
  readonly directLineSecret: string;
  readonly addressOf: ReturnType<typeof addressReader>;
  readonly visitorOf: ReturnType<typeof visitorReader>;
  /** Channels besides those of the settings. */
  readonly more: readonly Channel[];
}

export type JoinedChannels = Awaited<ReturnType<typeof joinChannels>>;

export async function joinChannels(ground: Ground, parts: JoinChannelsParts) {
  const { settings, database, clock, ids, log } = ground;
  const { knowledge, understanding, conversations, feeds, turns, customers, desk, addressOf } = parts;
  const key = async (name: string) => Buffer.from((await keepSecret(database, name)).value, 'base64url');
  const directLine = createDirectLine({
    ...settings,
    vouch: customers.vouch,
    desk: desk.channel,
    conversations,
    turns,
    feeds,
    database,
    tokenKey: await key('token-key'),
    secret: parts.directLineSecret,
    addressOf,
    visitorOf: parts.visitorOf,
    clock,
    ids,
    log,
  });
  const platforms = createChannels({
    settings,
    mailer: parts.mailer,
    threadKey: await key('mail-thread-key'),
    understander: understanding,
    customers: customers.keeper,
    desk: desk.door,
    mailBounced: parts.mailBounced,
    dueHours: () => desk.settings.current().sla.messageDueHours,
    database,
    conversations,
    turns,
    feeds,
    knowledge: knowledge.current,
    addressOf,
    more: parts.more,
    clock,
    ids,
    log,
  });
  return { directLine, platforms };
}
