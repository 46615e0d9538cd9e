/** Takes what the platforms tell into the log: committed before it is acknowledged, each thing once. */
import { createHash } from 'node:crypto';
import {
  type ConversationLog,
  draftOf,
  type Feeds,
  type NewConversation,
  type Received,
  type TurnQueue,
} from '../conversations/index.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Database } from '../store/index.ts';
import type { Careful, Drafted } from './careful.ts';
import type { Channel, Event, Message, Revision } from './channel.ts';
import type { Chat, Chats } from './chats.ts';
import { chosenValue } from './chosen.ts';
import type { Files } from './files.ts';
import { incomingActivity } from './incoming-activity.ts';
import { codeIn, type Moves } from './moves.ts';
import type { Receipts } from './receipts.ts';
import { createRevisions } from './revisions.ts';
import { findInChat, findStored, messageKey } from './stored-messages.ts';
import type { Typing } from './typing.ts';

export interface InboxParts {
  readonly database: Database;
  readonly chats: Chats;
  readonly conversations: ConversationLog;
  readonly turns: Pick<TurnQueue, 'offer'>;
  readonly feeds: Pick<Feeds, 'committed' | 'pass'>;
  readonly moves: Pick<Moves, 'redeem'>;
  readonly receipts: Receipts;
  readonly careful: Careful;
  readonly files: Pick<Files, 'prepare' | 'soon'>;
  readonly typing: Pick<Typing, 'show'>;
  readonly ids: Ids;
}

export type Hear = (channel: Channel, events: readonly Event[]) => Promise<void>;

/**
 * @returns a function that resolves when every event is committed. What was taken before is not taken again, so a
 * call that failed half-way may simply be repeated.
 */
export function createInbox(parts: InboxParts): Hear {
  const { database, chats, conversations, turns, feeds, moves, receipts, files, ids } = parts;
  const applyRevision = createRevisions(parts);

  async function hear(channel: Channel, events: readonly Event[]): Promise<void> {
    for (const event of events) {
      if (event.kind === 'receipt') await receipts.take(channel.name, event);
      else if (event.kind === 'revision') await revise(channel, event);
      else await take(channel, event);
    }
  }

  async function take(channel: Channel, message: Message): Promise<void> {
    const chat = await chatFor(channel, message);
    // What was taken while the chat led to another conversation stays there.
    if (await findInChat(database, chat, message.id, { earlierOnly: message.files === undefined })) return;
    const code = codeIn(message.text);
    if (code !== undefined && (await moves.redeem(code, chat))) return;
    if (await storeForPeople(channel, chat, message)) return;
    const received = await store(channel, chat, message);
    if (!received) return;
    if (!received.repeated) feeds.committed([received.entry]);
    void turns.offer(received);
    if (message.files) files.soon();
    const isShown = !received.repeated && !message.inCall && received.conversation.owner === 'bot';
    if (isShown) parts.typing.show(channel, chat);
  }

  /** Stores what the bot must not answer by itself; false when it may. */
  async function storeForPeople(channel: Channel, chat: Chat, message: Message): Promise<boolean> {
    const conversation = await conversations.find(chat.conversationId);
    if (!conversation || conversation.endedAt !== undefined) return false;
    if (!message.unanswered && (!channel.isCareful || conversation.owner !== 'bot')) return false;
    const chosen = await chosenValue(conversations, chat.conversationId, channel, message);
    if (chosen !== undefined && !message.unanswered) return false;
    const text = message.text ?? '';
    const judgement = message.unanswered
      ? { does: 'keep' as const }
      : await parts.careful.judge(chat, conversation, text);
    if (judgement.does === 'answer') return false;
    const drafted = await draftFor(channel, chat.conversationId, message);
    const entries =
      judgement.does === 'keep'
        ? await parts.careful.keep(chat, drafted, message.id)
        : await parts.careful.askPeople(chat, drafted, message.id, judgement, text);
    feeds.committed(entries);
    files.soon();
    return true;
  }

  /**
   * The chat as it is now; it and its conversation begin with the first message. Who writes where another person has
   * written already, in a group or a thread, has a chat of their own there: what is known of one is told to no other.
   */
  async function chatFor(channel: Channel, message: Message): Promise<Chat> {
    const place = message.chat;
    const chat =
      (await heardAs(place, channel, message)) ??
      (await heardAs(`${place}\n${message.from.id}`, channel, message));
    if (chat) return chat;
    throw new ShopdeskError('channel.chat', 'The chat of a person bears the name of another place.');
  }

  /** Undefined when the chat of this name is another person's. */
  async function heardAs(chat: string, channel: Channel, message: Message): Promise<Chat | undefined> {
    const key = { channel: channel.name, chat, place: message.chat };
    const known = await chats.find(key);
    const id = known?.conversationId ?? (await begun(conversationIdOf(channel, chat), channel, message));
    return chats.heard(key, id, message.from.id, { ...known?.address, ...message.address });
  }

  /** The id of a conversation of the person's: a new one where that of this id began with somebody else. */
  async function begun(id: string, channel: Channel, message: Message): Promise<string> {
    const wanted = newConversation(channel, message, id);
    const { conversation } = await conversations.start(wanted);
    if (conversation.userId === wanted.userId) return id;
    const another = `${id}:${ids.next()}`;
    await conversations.start({ ...wanted, id: another });
    return another;
  }

  /**
   * Stores it in the chat's conversation; in a new one when that has ended, or was silent for too long. Undefined
   * for what was stored before the end: that is a redelivery, and no reason to begin anew.
   */
  async function store(channel: Channel, chat: Chat, message: Message): Promise<Received | undefined> {
    const dedupeKey = messageKey(message.id);
    try {
      const { draft, also } = await draftFor(channel, chat.conversationId, message);
      return await conversations.receive(chat.conversationId, draft, dedupeKey, also);
    } catch (error) {
      if (!hasCode(error, 'conversation.unknown')) throw error;
      if (await findStored(database, chat.conversationId, dedupeKey)) return undefined;
      const id = `${conversationIdOf(channel, chat.chat)}:${ids.next()}`;
      await conversations.start(newConversation(channel, message, id));
      await chats.lead(chat, id, 0);
      const conversationId = (await chats.find(chat))?.conversationId ?? id;
      const { draft, also } = await draftFor(channel, conversationId, message);
      return conversations.receive(conversationId, draft, dedupeKey, also);
    }
  }

  async function draftFor(channel: Channel, conversationId: string, message: Message): Promise<Drafted> {
    const chosen = await chosenValue(conversations, conversationId, channel, message);
    const { attachments, also } = await files.prepare(channel, conversationId, message);
    const activity = incomingActivity(channel.name, conversationId, message, chosen, attachments);
    return { draft: draftOf(activity, { id: ids.next(), sender: 'user' }), also };
  }

  /** An edit or deletion that overtook its message stands for it: the message itself is then known already. */
  async function revise(channel: Channel, revision: Revision): Promise<void> {
    for (const chat of await chats.at(channel.name, revision.chat)) {
      if (await applyRevision(chat, revision)) return;
    }
    const { of: id, from, text } = revision;
    const message: Message = {
      kind: 'message',
      id,
      from,
      chat: revision.chat,
      ...(text !== undefined && { text }),
    };
    if (text !== undefined) return take(channel, message);
    const { conversationId } = await chatFor(channel, message);
    const activity = incomingActivity(channel.name, conversationId, message, undefined, []);
    const taken = draftOf(
      { ...activity, type: 'messageDelete' },
      { id: ids.next(), sender: 'user', audience: 'desk' },
    );
    feeds.committed(await conversations.append(conversationId, [taken], { dedupeKey: messageKey(id) }));
  }

  return hear;
}

/** Platforms name chats as they like; an id of ours is short, and without anything that could be mistaken in a path. */
function conversationIdOf(channel: Channel, chat: string): string {
  const isPlain = /^[\w:.@-]{1,120}$/.test(chat);
  const name = isPlain ? chat : createHash('sha256').update(chat).digest('base64url').slice(0, 22);
  return `${channel.name}:${name}`;
}

function newConversation(channel: Channel, { from }: Message, id: string): NewConversation {
  return {
    id,
    channel: channel.name,
    userId: `${channel.name}:${from.id}`,
    userName: from.name,
    locale: from.locale,
  };
}
