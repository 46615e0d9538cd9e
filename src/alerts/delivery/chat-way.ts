/** Into a conversation: committed with the log, so that it is there exactly once, and shown by whichever process has the client. */
import { z } from 'zod';
import { type ConversationLog, draftOf, type Feeds } from '../../conversations/index.ts';
import type { CardAction } from '../../core/activity.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import { languageOfLocale } from '../../core/language.ts';
import { mayReach, reachChannelOf } from '../../customers/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { type Database, placesFor } from '../../store/index.ts';
import { chatMessage } from '../words/chat-message.ts';
import type { LinkWriter } from '../words/links.ts';
import { type Words, wordsIn } from '../words/words.ts';
import { subscriptionsOf } from './push-subscriptions.ts';
import type { FindWay, Parcel } from './way.ts';

export interface ChatWayParts {
  readonly database: Database;
  readonly conversations: Pick<ConversationLog, 'append'>;
  readonly feeds: Pick<Feeds, 'committed'>;
  readonly links: LinkWriter;
  readonly knowledge: () => Knowledge;
  readonly ids: Ids;
  /** That of the conversations. */
  readonly clock: Clock;
  /** A conversation that was silent for longer cannot be continued. */
  readonly lifeMs: number;
  /** With which browsers subscribe to notifications. */
  readonly pushKey: string;
  /** Who speaks. */
  readonly bot: { readonly id: string; readonly name: (language: string) => string };
}

/** Somebody who wrote or was answered so recently still has the chat before them. */
export const openMs = 30 * 60_000;

/** The conversation that is open now. */
export function openChatWay(parts: ChatWayParts): FindWay {
  return (parcel) => chatWay(parts, parcel, openMs);
}

/** The last one that can be continued: the customer finds it there when they come back. */
export function lastChatWay(parts: ChatWayParts): FindWay {
  return (parcel) => chatWay(parts, parcel, parts.lifeMs);
}

/** Other clients send it as words, and are told where it works. */
function pushButton(words: Words, publicKey: string): CardAction {
  const title = words.plain({ key: 'alert.push.button', blanks: {} });
  return { type: 'messageBack', title, value: { shopdesk: 'push', publicKey } };
}

interface OpenConversation {
  readonly id: string;
  readonly channel: string;
  readonly userId: string;
}

async function chatWay(parts: ChatWayParts, parcel: Parcel, withinMs: number) {
  const conversation = await conversationOf(parts, parcel, withinMs);
  if (!conversation) return undefined;
  const { conversations, feeds, links, ids, bot } = parts;
  const { alerts } = parcel;
  return {
    kind: 'own',
    channel: 'chat',
    address: conversation.id,
    async commit(sent) {
      const id = ids.next();
      const words = await wordsOf(parts, conversation, parcel);
      const subscribed = await subscriptionsOf(parts.database, parcel.person.recordIds);
      // Only the shop's own chat can ask the browser.
      const offersPush = conversation.channel === 'directline' && subscribed.length === 0;
      const activity = {
        ...chatMessage(alerts, words, links),
        ...(offersPush && { suggestedActions: { actions: [pushButton(words, parts.pushKey)] } }),
        channelId: conversation.channel,
        conversation: { id: conversation.id },
        from: { id: bot.id, name: bot.name(words.language), role: 'bot' },
        recipient: { id: conversation.userId },
      } as const;
      const draft = draftOf(activity, { id, sender: 'bot' });
      const settled = sent(`${conversation.id} ${id}`);
      feeds.committed(await conversations.append(conversation.id, [draft], { owner: 'bot', also: settled }));
    },
  } as const satisfies Awaited<ReturnType<FindWay>>;
}

/** They are spoken to in the language that was last spoken here, whatever their record says. */
async function wordsOf({ database, knowledge }: ChatWayParts, { id }: OpenConversation, { words }: Parcel) {
  const rows = await database.read(
    `SELECT body FROM activity WHERE conversation_id = $1 AND sender = 'bot' AND type = 'message'
     ORDER BY watermark DESC LIMIT 1`,
    [id],
  );
  const locale = rows.map(({ body }) => bodyShape.parse(JSON.parse(String(body))).locale)[0];
  const language = locale === undefined ? words.language : languageOfLocale(locale);
  return language === words.language ? words : wordsIn(language, knowledge());
}

const bodyShape = z.object({ locale: z.string().optional().catch(undefined) });

/** The one used last of those that consent opens and the bot may speak in. */
async function conversationOf(
  { database, clock }: ChatWayParts,
  { person, message }: Parcel,
  withinMs: number,
): Promise<OpenConversation | undefined> {
  if (person.channelUsers.length === 0) return undefined;
  const users = person.channelUsers.map(({ userId }) => userId);
  const rows = await database.read(
    `SELECT id, channel, user_id FROM conversation WHERE user_id IN (${placesFor(users, 2)}) AND ended_at IS NULL
     AND owner = 'bot' AND last_at > $1 ORDER BY last_at DESC, id LIMIT 10`,
    [clock.now() - withinMs, ...users],
  );
  const mine = new Set(person.channelUsers.map(({ channel, userId }) => `${channel} ${userId}`));
  const found = rows.find(
    ({ channel, user_id }) =>
      // Mail has a way of its own, with a link that ends it.
      reachChannelOf(String(channel)) !== 'email' &&
      mine.has(`${channel} ${user_id}`) &&
      mayReach(person, message.purpose, reachChannelOf(String(channel))).allowed,
  );
  return found && { id: String(found.id), channel: String(found.channel), userId: String(found.user_id) };
}
