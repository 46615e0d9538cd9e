/**
 * Decides whether the bot answers a message by itself on a channel where a wrong answer weighs more, such as e-mail:
 * only when it is sure enough. Else the message becomes a case at the desk, with the best draft.
 */
import { z } from 'zod';
import {
  type Conversation,
  type ConversationLog,
  type Draft,
  draftOf,
  type Entry,
} from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import type { DeskDoor } from '../desk/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Database, Statement } from '../store/index.ts';
import type { Understander } from '../understanding/index.ts';
import type { Chat } from './chats.ts';
import { phrasesOf } from './phrases.ts';
import { messageKey } from './stored-messages.ts';

export interface CarefulParts {
  readonly database: Database;
  readonly conversations: ConversationLog;
  readonly understander: Understander;
  readonly knowledge: () => Knowledge;
  readonly desk: Pick<DeskDoor, 'leaveMessage'>;
  /** Within how many hours people answer. */
  readonly dueHours: () => number;
  /** From 0 to 1. */
  readonly answerConfidence: number;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A message to store, with the statements that stand or fall with it. */
export interface Drafted {
  readonly draft: Draft;
  readonly also: readonly Statement[];
}

export type Judgement =
  | { readonly does: 'answer' }
  /** A word of thanks: kept, and nobody need do anything. */
  | { readonly does: 'keep' }
  | {
      readonly does: 'ask-people';
      readonly language: Language;
      readonly draft: string | undefined;
      /** The person is told that people will answer. */
      readonly isTold: boolean;
    };

/** Who gets more than this in a day without a person writing it is another machine. */
const mostAnswersADay = 10;
const dayMs = 86_400_000;
/** The bot's memory while it fills a form. */
const formSchema = z.object({ form: z.object({ intent: z.string() }) });

export type Careful = ReturnType<typeof createCareful>;

export function createCareful(parts: CarefulParts) {
  const { database, conversations, understander, knowledge, desk, clock, ids } = parts;

  async function judge(chat: Chat, { state }: Conversation, text: string): Promise<Judgement> {
    const { language, zone, candidates } = understander.understand(text);
    const [best] = candidates;
    if (best?.id === 'intent:thanks' && zone === 'answer') return { does: 'keep' };
    // What the bot asked for need not be understood as a question.
    const isAsking = formSchema.safeParse(JSON.parse(state)).success;
    const isSure = zone === 'answer' && best !== undefined && best.confidence >= parts.answerConfidence;
    const isTold = (await answersToday(chat)) < mostAnswersADay;
    if ((isSure || isAsking) && isTold) return { does: 'answer' };
    const answer = knowledge().faq.find(({ id }) => best?.id === `faq:${id}`);
    const texts = answer?.texts[language] ?? answer?.texts.en ?? answer?.texts.zh;
    return { does: 'ask-people', language, draft: texts?.answer, isTold };
  }

  /** How often bot and house wrote to this person in a day, in any thread. */
  async function answersToday({ channel, person }: Chat): Promise<number> {
    const [row] = await database.read(
      `SELECT COUNT(*) AS count FROM activity a JOIN channel_chat c ON c.conversation_id = a.conversation_id
       WHERE c.channel = $1 AND c.person = $2 AND a.sender IN ('bot', 'system') AND a.audience = 'all' AND a.at > $3`,
      [channel, person, clock.now() - dayMs],
    );
    return Number(row?.count ?? 0);
  }

  /** Stores the message without waking the bot. */
  async function keep(chat: Chat, { draft, also }: Drafted, messageId: string): Promise<Entry[]> {
    return conversations.append(chat.conversationId, [draft], { dedupeKey: messageKey(messageId), also });
  }

  /** Stores the message with its case, the draft for the desk, and what the person is told meanwhile. */
  async function askPeople(
    chat: Chat,
    message: Drafted,
    messageId: string,
    { language, draft, isTold }: Extract<Judgement, { does: 'ask-people' }>,
    text: string,
  ): Promise<Entry[]> {
    const conversation = await conversations.find(chat.conversationId);
    if (!conversation) return [];
    const opened = desk.leaveMessage(conversation, { email: chat.address.to ?? '', text, language });
    const phrase = phrasesOf(knowledge(), language);
    const said = (words: string, audience: 'all' | 'desk') =>
      draftOf(
        {
          type: 'message',
          text: words,
          textFormat: 'plain',
          locale: language,
          conversation: { id: conversation.id },
        },
        { id: ids.next(), sender: 'system', audience },
      );
    const drafts = [
      message.draft,
      ...(draft ? [said(phrase('channel.draft', { draft }), 'desk')] : []),
      ...(isTold
        ? [said(phrase('channel.received', { number: opened.caseId, hours: parts.dueHours() }), 'all')]
        : []),
    ];
    const entries = await conversations.append(chat.conversationId, drafts, {
      dedupeKey: messageKey(messageId),
      also: [...message.also, ...opened.statements],
    });
    opened.after();
    return entries;
  }

  return { judge, keep, askPeople };
}
