/**
 * Finds another way to a shopper where a platform lets nobody write any more: only one that they agreed to. The
 * conversation is led there, so that it goes out like everything else, and what they answer comes back into it.
 */
import type { ConversationLog, Entry } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { languageOfLocale } from '../core/language.ts';
import { type CustomerKeeper, type CustomerProfile, customerOfUser, mayReach } from '../customers/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Channel } from './channel.ts';
import type { Chat, Chats } from './chats.ts';
import { isOutside } from './delivery.ts';
import { accountOf } from './incoming-activity.ts';
import { phrasesOf } from './phrases.ts';

export interface OtherWaysParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly chats: Chats;
  readonly conversations: Pick<ConversationLog, 'find'>;
  readonly customers: CustomerKeeper;
  readonly knowledge: () => Knowledge;
  readonly clock: Clock;
}

/** @returns a function that leads `entry` and what follows there; undefined when there is no such way. */
export function createOtherWays({
  channels,
  chats,
  conversations,
  customers,
  knowledge,
  clock,
}: OtherWaysParts) {
  return async function goElsewhere(chat: Chat, entry: Entry): Promise<string | undefined> {
    const beside = await chats.ofConversation(chat.conversationId);
    const already = beside.find(
      (other) => isOpen(other) && other.channel !== chat.channel && other.listening !== 'elsewhere',
    );
    if (already) return already.channel;
    const customer = await customerBehind(chat);
    return customer && ((await byOtherChat(chat, entry, customer)) ?? (await byMail(chat, entry, customer)));
  };

  function isOpen(chat: Chat): boolean {
    const channel = channels.get(chat.channel);
    return channel !== undefined && !isOutside(channel, chat, clock.now());
  }

  async function customerBehind({
    channel,
    person,
    conversationId,
  }: Chat): Promise<CustomerProfile | undefined> {
    const known = await customerOfUser(customers, { channel, userId: accountOf(channel, { id: person }).id });
    if (known) return known;
    // A conversation that was moved here is known under the name it began with.
    const conversation = await conversations.find(conversationId);
    return conversation && customerOfUser(customers, conversation);
  }

  /** A chat of theirs on another platform, unless somebody of the shop is talking with them there. */
  async function byOtherChat(
    chat: Chat,
    entry: Entry,
    customer: CustomerProfile,
  ): Promise<string | undefined> {
    const users = customer.channelUsers.filter(
      ({ channel }) => channel !== chat.channel && mayReach(customer, 'service', channel).allowed,
    );
    const found = await chats.ofPersons(
      users.map(({ channel, userId }) => ({ channel, person: userId.slice(`${channel}:`.length) })),
    );
    for (const other of found.filter(isOpen)) {
      const there = await conversations.find(other.conversationId);
      const isFree = there?.owner === 'bot' && there.watermark === other.sent;
      if (other.conversationId !== chat.conversationId && !isFree) continue;
      if (await chats.lead(other, chat.conversationId, entry.watermark - 1)) return other.channel;
    }
    return undefined;
  }

  async function byMail(chat: Chat, entry: Entry, customer: CustomerProfile): Promise<string | undefined> {
    const verdict = mayReach(customer, 'service', 'email');
    const channel = [...channels.values()].find(({ begin }) => begin !== undefined);
    if (!verdict.allowed || verdict.email === undefined || !channel?.begin) return undefined;
    const { locale }: { locale?: string } = JSON.parse(entry.body);
    const language = customer.language ?? languageOfLocale(locale);
    const subject = phrasesOf(knowledge(), language)('channel.subject');
    const begun = channel.begin(verdict.email, subject, chat.conversationId);
    await chats.begin({ ...begun, channel: channel.name }, chat.conversationId, entry.watermark - 1);
    return channel.name;
  }
}
