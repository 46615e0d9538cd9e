/** How the bot hands a conversation over: what it may tell the shopper, and the rows that go with its answer. */
import type { Conversation, Draft } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import type { Database, Statement } from '../store/index.ts';
import type { Announcer } from './announce.ts';
import { insertCase } from './cases.ts';
import type { DeskSettings } from './settings.ts';
import type { Speech } from './speech.ts';
import type { TranscriptMails } from './transcript-mails.ts';
import type { Prospect, Waiting } from './waiting.ts';
import type { Tell } from './webhooks/index.ts';
import { weightOf } from './weight.ts';
import { whenText } from './when.ts';

/** Why a person shall go on, and who would be right. */
export interface HandOver {
  /** request, declined, angry, rule:NAME, intent:NAME. */
  readonly reason: string;
  /** For the agent, one line. */
  readonly detail?: string | undefined;
  readonly skills?: readonly string[] | undefined;
  /** Higher is served first; 0 is usual. */
  readonly priority?: number | undefined;
}

export interface HandOverFacts extends HandOver {
  readonly language: Language;
  /** What the shopper wrote last. */
  readonly text: string;
  readonly mood?: string | undefined;
}

export interface LeftMessage {
  readonly email: string;
  readonly text: string;
  readonly language: Language;
}

/** A case as it begins: everything that must be committed together with what the bot says. */
export interface OpenedCase {
  readonly caseId: string;
  readonly drafts: readonly Draft[];
  readonly statements: readonly Statement[];
  /** To be called once it is committed. */
  readonly after: () => void;
}

/** What the bot is told before it says that a person comes. */
export interface Outlook extends Prospect {
  readonly blocked: boolean;
  /** The sentence of knowledge/replies that fits, with its blanks. */
  readonly sentence: { readonly key: string; readonly blanks: Readonly<Record<string, string>> };
}

/** The bot's door to the desk. */
export type DeskDoor = ReturnType<typeof createHandover>;

export function createHandover({
  database,
  waiting,
  timeZone,
  settings,
  speech,
  announcer,
  clock,
  ids,
  tell,
  hasHub,
  offer,
  opened,
  mailTranscript,
}: {
  database: Database;
  waiting: Waiting;
  timeZone: () => string;
  settings: () => DeskSettings;
  speech: Speech;
  announcer: Announcer;
  clock: Clock;
  ids: Ids;
  /** What other systems are told of it, committed with it. */
  tell: Tell;
  /** Another desk takes the chats. */
  hasHub: () => boolean;
  /** The rows that offer a new chat to an outside hub. */
  offer: (conversationId: string, caseId: string) => readonly Statement[];
  /** Told of each case once it is committed. */
  opened: (conversationId: string) => void;
  /** See `TranscriptMails`. */
  mailTranscript: TranscriptMails['mail'];
}) {
  async function outlook(
    { userId, channel }: Pick<Conversation, 'userId' | 'channel'>,
    language: Language,
    { skills, priority }: Pick<HandOver, 'skills' | 'priority'> = {},
  ): Promise<Outlook> {
    const [prospect, blocked] = await Promise.all([
      waiting.prospect({ language, channel, skills, priority }),
      isBlocked(userId),
    ]);
    return { ...prospect, blocked, sentence: sentenceFor(prospect, blocked, language) };
  }

  function sentenceFor(prospect: Prospect, blocked: boolean, language: Language): Outlook['sentence'] {
    if (blocked) return { key: 'desk.blocked', blanks: {} };
    const hours = String(settings().sla.messageDueHours);
    if (!prospect.there) {
      return prospect.backAt === undefined
        ? { key: 'desk.nobody', blanks: { hours } }
        : {
            key: 'desk.nobody.until',
            blanks: { hours, when: whenText(prospect.backAt, clock.now(), language, timeZone()) },
          };
    }
    // In whose line they stand there, and for how long, only the hub knows.
    if (hasHub()) return { key: 'desk.hub.waiting', blanks: {} };
    const position = String(prospect.position);
    const { wait } = prospect;
    return wait
      ? {
          key: 'desk.waiting.range',
          blanks: { position, low: String(wait.low), high: String(wait.high) },
        }
      : { key: 'desk.waiting', blanks: { position } };
  }

  /** A chat that waits for a person. A message left before becomes part of it. */
  function open(conversation: Conversation, facts: HandOverFacts): OpenedCase {
    const now = clock.now();
    const caseId = caseNumber(ids);
    return {
      caseId,
      drafts: [speech.status(conversation, { state: 'waiting', case: caseId })],
      statements: [
        mergeWaiting(conversation.id, now),
        insertCase({
          id: caseId,
          conversationId: conversation.id,
          kind: 'chat',
          status: 'waiting',
          reason: facts.reason,
          reasonDetail: facts.detail,
          channel: conversation.channel,
          userId: conversation.userId,
          userName: conversation.userName,
          language: facts.language,
          skills: facts.skills,
          priority: facts.priority,
          weight: weightOf(settings(), {
            kind: 'chat',
            channel: conversation.channel,
            skills: facts.skills ?? [],
          }),
          at: now,
          mood: facts.mood,
          preview: facts.text,
        }),
        ...tells(conversation, { caseId, kind: 'chat', language: facts.language, reason: facts.reason }),
        ...offer(conversation.id, caseId),
      ],
      after() {
        announcer.board();
        opened(conversation.id);
      },
    };
  }

  /** A message that is answered later, by e-mail or in the chat; the bot keeps the conversation. */
  function leaveMessage(conversation: Conversation, left: LeftMessage): OpenedCase {
    const now = clock.now();
    const caseId = caseNumber(ids);
    const dueAt = now + settings().sla.messageDueHours * 3_600_000;
    return {
      caseId,
      drafts: [],
      statements: [
        mergeWaiting(conversation.id, now),
        insertCase({
          id: caseId,
          conversationId: conversation.id,
          kind: 'message',
          status: 'waiting',
          reason: 'message',
          channel: conversation.channel,
          userId: conversation.userId,
          userName: conversation.userName,
          language: left.language,
          at: now,
          email: left.email,
          dueAt,
          weight: weightOf(settings(), { kind: 'message', channel: conversation.channel, skills: [] }),
          preview: left.text,
        }),
        ...tells(conversation, { caseId, kind: 'message', language: left.language, reason: 'message' }),
      ],
      after() {
        announcer.board();
        opened(conversation.id);
      },
    };
  }

  function tells(
    { id, channel, userId, userName }: Conversation,
    begun: { caseId: string; kind: 'chat' | 'message'; language: Language; reason: string },
  ): Statement[] {
    const { caseId, kind, language, reason } = begun;
    const happening = {
      conversationId: id,
      data: {
        chat: id,
        case: caseId,
        kind,
        status: 'waiting',
        agent: null,
        shopper: { id: userId, name: userName ?? null, language, channel },
        reason,
        openedAt: new Date(clock.now()).toISOString(),
      },
    };
    return [...tell('case.created', happening), ...(kind === 'chat' ? tell('chat.queued', happening) : [])];
  }

  /** The statements that tell other systems of a request that the bot took. */
  function requested(
    conversationId: string,
    request: { number: string; kind: string; fields: Readonly<Record<string, string>> },
  ): readonly Statement[] {
    const { number, kind, fields } = request;
    return tell('request.created', {
      conversationId,
      data: { chat: conversationId, request: number, kind, fields },
    });
  }

  async function isBlocked(userId: string): Promise<boolean> {
    const [row] = await database.read('SELECT until_at FROM desk_block WHERE user_id = $1', [userId]);
    return row !== undefined && Number(row.until_at) > clock.now();
  }

  /**
   * The statements that keep the stars for the last chat with people, which is over and has none yet; none when
   * there is no such chat. A later verdict on the same chat takes the place of the first.
   */
  function rate(conversationId: string, score: number, comment: string | undefined): Statement[] {
    return [
      {
        sql: `UPDATE desk_case SET score = $2, comment = COALESCE($3, comment), scored_at = $4
              WHERE id = (SELECT id FROM desk_case WHERE conversation_id = $1 AND outcome = 'closed'
                ORDER BY closed_at DESC LIMIT 1)`,
        params: [conversationId, score, comment ?? null, clock.now()],
      },
      ...tell('chat.rated', {
        conversationId,
        data: { chat: conversationId, score, comment: comment ?? null },
      }),
    ];
  }

  return { outlook, open, leaveMessage, requested, rate, mailTranscript };
}

/** Short enough to be said on the telephone. */
function caseNumber(ids: Ids): string {
  const letters = ids
    .next()
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 8)
    .toUpperCase();
  return `C-${letters}`;
}

/** What waits already becomes part of the case that is opened now. */
function mergeWaiting(conversationId: string, now: number): Statement {
  return {
    sql: `UPDATE desk_case SET status = 'closed', outcome = 'merged', closed_at = $2, unread = 0
          WHERE conversation_id = $1 AND closed_at IS NULL AND status = 'waiting'`,
    params: [conversationId, now],
  };
}
