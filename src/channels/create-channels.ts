/** The channels that the settings turn on, with everything between them and the log. */
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import {
  activityOf,
  type Conversation,
  type ConversationLog,
  draftOf,
  type Feeds,
  type TurnQueue,
} from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { languageOfLocale } from '../core/language.ts';
import type { Log } from '../core/log.ts';
import type { Mailer } from '../core/mail.ts';
import type { CustomerKeeper } from '../customers/index.ts';
import type { DeskDoor } from '../desk/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import type { Understander } from '../understanding/index.ts';
import { createAnswersInCall } from './answers-in-call.ts';
import { createCareful } from './careful.ts';
import type { Channel, Event, Part } from './channel.ts';
import { type BotSettings, channelsOn } from './channels-on.ts';
import { createChats } from './chats.ts';
import { createTellDesk } from './desk-note.ts';
import { createAttachmentStore } from './direct-line/attachment-store.ts';
import { basePath } from './direct-line/index.ts';
import { createFiles } from './files.ts';
import { createInbox } from './inbox.ts';
import { createJoinPersons } from './join-persons.ts';
import type { MailBounced } from './mail/index.ts';
import { createMoves } from './moves.ts';
import { createOtherWays } from './other-ways.ts';
import { phrasesOf } from './phrases.ts';
import { createPump } from './pump.ts';
import { createReceipts } from './receipts.ts';
import { isEmpty, replyOf } from './reply.ts';
import type { ChannelSettings } from './settings.ts';
import { isShown, type Said } from './turns.ts';
import { createTyping } from './typing.ts';
import { directLineWay, type Way, wayOf } from './ways.ts';
import { createWebhooks } from './webhook.ts';

export interface ChannelsOptions {
  readonly settings: ChannelSettings &
    BotSettings & {
      readonly publicUrl?: string | undefined;
      readonly dataFolder: string;
      readonly uploadMaxBytes: number;
      readonly mailFrom: string;
    };
  readonly mailer: Mailer;
  /** Proves which mails answer ours; the same in every process of the shop. */
  readonly threadKey: Uint8Array;
  /** Hears of mails that came back and were none of a conversation. */
  readonly mailBounced?: MailBounced | undefined;
  readonly understander: Understander;
  readonly customers: CustomerKeeper;
  readonly desk: Pick<DeskDoor, 'leaveMessage'>;
  /** Within how many hours people answer what the bot leaves to them. */
  readonly dueHours: () => number;
  readonly database: Database;
  readonly conversations: ConversationLog;
  readonly turns: TurnQueue;
  readonly feeds: Feeds;
  readonly knowledge: () => Knowledge;
  readonly addressOf: (request: IncomingMessage) => string;
  /** Channels of one's own, besides those of the settings. */
  readonly more?: readonly Channel[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface ChannelsInUse {
  /** Answers the platforms' calls below `/channels`. */
  readonly handle: ReturnType<typeof createWebhooks>;
  /** Where what is said in a conversation is seen now, and what can be shown there: for the agent who writes. */
  ways(conversationId: string): Promise<Way[]>;
  /** Whether what is said in a conversation goes out to another platform, mail among them, by itself. */
  brings(conversationId: string): Promise<boolean>;
  /** Links that lead the shopper of a conversation to other channels, to go on there; good once, for a quarter of an hour. */
  invitations(conversationId: string): Promise<{ channel: string; url: string }[]>;
  start(): Promise<void>;
  /** Sends nothing new; resolves when what is under way is done. */
  stop(): Promise<void>;
}

export function createChannels(options: ChannelsOptions): ChannelsInUse {
  const { settings, database, conversations, feeds, knowledge, clock, ids, log } = options;
  const holder = ids.next();
  const chats = createChats({ database, clock, holder });
  const answersInCall = createAnswersInCall({ database, chats, conversations, clock });
  const answersTo = async (channel: string, chat: string, messageId: string): Promise<readonly Part[]> => {
    const entries = await answersInCall(channel, chat, messageId);
    const shown = channels.get(channel);
    return shown ? entries.flatMap((entry) => partsOf(shown, [entry], false)) : [];
  };
  const list = [...channelsOn({ ...options, answersTo }), ...(options.more ?? [])];
  const channels = new Map(list.map((channel) => [channel.name, channel]));
  const tellDesk = createTellDesk({ conversations, feeds, knowledge, ids });
  const moves = createMoves({
    database,
    chats,
    conversations,
    welcome,
    join: createJoinPersons(options.customers, tellDesk),
    clock,
  });
  const receipts = createReceipts({ database, chats, tellDesk });
  const attachments = createAttachmentStore({
    folder: join(settings.dataFolder, 'uploads'),
    database,
    maxBytes: settings.uploadMaxBytes,
    clock,
    ids,
  });
  const absolute = (url: string) =>
    settings.publicUrl && url.startsWith('/') ? `${settings.publicUrl}${url}` : url;
  const careful = createCareful({ ...options, answerConfidence: settings.mailAnswerConfidence });
  const files = createFiles({
    ...options,
    channels,
    attachments,
    addressOf: (id) => `${settings.publicUrl ?? ''}${basePath}/attachments/${id}`,
    reasonOf: (reason) => phrasesOf(knowledge(), 'en')('channel.file', { reason }),
    holder,
  });
  const typing = createTyping({ channels, chats, feeds, clock, log });
  const hear = createInbox({ ...options, chats, moves, receipts, careful, files, typing });
  const pump = createPump({
    channels,
    chats,
    conversations,
    feeds,
    tellDesk,
    clock,
    log,
    partsOf,
    otherWay: createOtherWays({ ...options, channels, chats }),
  });

  function partsOf(channel: Channel, said: Said, outside: boolean): readonly Part[] {
    const replies = said.flatMap((entry) => {
      const reply = isShown(entry) ? replyOf(entry, absolute) : undefined;
      return reply && !isEmpty(reply) ? [reply] : [];
    });
    const [first] = replies;
    if (!first) return [];
    const phrase = phrasesOf(knowledge(), first.language);
    if (outside) return replies.flatMap((reply) => channel.renderOutside?.(reply, phrase) ?? []);
    return channel.renderTurn?.(replies, phrase) ?? replies.flatMap((reply) => channel.render(reply, phrase));
  }

  /** Said in the conversation, so that both sides of the move show it. */
  async function welcome({ id, watermark }: Conversation, channel: string, once: string): Promise<void> {
    // In the language that was spoken last.
    const last = await conversations.read(id, { after: Math.max(0, watermark - 20), audience: 'all' });
    const locale = last.map((entry) => activityOf(entry).locale).findLast((each) => each !== undefined);
    const language = languageOfLocale(locale);
    const text = phrasesOf(knowledge(), language)('channel.moved');
    const draft = draftOf(
      {
        type: 'message',
        text,
        textFormat: 'plain',
        locale: language,
        conversation: { id },
        channelData: { movedTo: channel },
      },
      { id: ids.next(), sender: 'system' },
    );
    feeds.committed(await conversations.append(id, [draft], { dedupeKey: `moved ${once}` }));
  }

  let begun: Promise<void> | undefined;
  let stopTyping = () => {};
  /** Begins to look for what is to go out; the same again does nothing. */
  const begin = () => (begun ??= goOn());

  async function goOn(): Promise<void> {
    // With SQLite this process has the store to itself: a lease that is still there is of a former life.
    const isAlone = database.engine === 'sqlite';
    if (isAlone) await chats.forgetLeases();
    await files.start(isAlone);
    pump.start();
    stopTyping = typing.start();
  }

  async function hearAndBegin(channel: Channel, events: readonly Event[]): Promise<void> {
    if (events.length > 0) await begin();
    await hear(channel, events);
  }

  return {
    handle: createWebhooks({ channels, hear: hearAndBegin, addressOf: options.addressOf, clock, log }),
    async ways(conversationId) {
      const conversation = await conversations.find(conversationId);
      const inWidget = conversation?.channel === 'directline' ? [directLineWay] : [];
      const found = await chats.ofConversation(conversationId);
      return [...inWidget, ...found.flatMap((chat) => wayOf(channels.get(chat.channel), chat))];
    },
    async brings(conversationId) {
      const found = await chats.ofConversation(conversationId);
      return found.some(({ channel, listening }) => channels.has(channel) && listening !== 'elsewhere');
    },
    async invitations(conversationId) {
      const inviting = list.filter(({ invite }) => invite !== undefined);
      return Promise.all(
        inviting.map(async ({ name, invite }) => ({
          channel: name,
          url: invite?.(await moves.offer(conversationId)) ?? '',
        })),
      );
    },
    async start() {
      if (list.some(({ isOccasional }) => !isOccasional)) await begin();
      for (const channel of list) channel.start?.((events) => hearAndBegin(channel, events));
    },
    async stop() {
      stopTyping();
      await Promise.all(list.map((channel) => channel.stop?.()));
      await Promise.all([pump.stop(), files.stop()]);
    },
  };
}
