/** Joins the parts of the desk: people, the queue, what is said, and what it does by itself. */
import type { ConversationLog, Feeds } from '../conversations/index.ts';
import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Mailer } from '../core/mail.ts';
import { customerOfUser } from '../customers/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import type { Understander } from '../understanding/index.ts';
import { createAgents } from './agents.ts';
import { createAnnouncer } from './announce.ts';
import { createAudit } from './audit.ts';
import { createAssist } from './beside/assist.ts';
import { createCards } from './beside/card.ts';
import { createCustomerPanel } from './beside/customer-panel.ts';
import type { CustomerPanel, NextAction } from './beside/shapes.ts';
import { createBoard } from './board.ts';
import { createCanned } from './canned.ts';
import { createCases } from './cases.ts';
import { createChatActs } from './chat-acts.ts';
import { createHandling } from './handling.ts';
import { createHandover } from './handover.ts';
import { createHandoffs, createHub, createHubAnswers } from './hub/index.ts';
import { createKeeper, queueJson } from './keeper.ts';
import { createDeskMails } from './mails.ts';
import { createNames } from './names.ts';
import { createOpenCases } from './open-cases.ts';
import type { OpeningHoursKeeper } from './opening-hours.ts';
import { createSessions } from './sessions.ts';
import { keepDeskSettings } from './settings.ts';
import type { Agent, Chat } from './shapes.ts';
import { createShopperEar } from './shopper.ts';
import { createSignIn } from './sign-in.ts';
import { createSpeech } from './speech.ts';
import { createTalking } from './talking.ts';
import { createTranscriptMails } from './transcript-mails.ts';
import { createWaiting, thoseThere } from './waiting.ts';
import { createWall } from './wall.ts';
import type { Tell } from './webhooks/index.ts';

export interface DeskParts {
  readonly database: Database;
  readonly conversations: ConversationLog;
  readonly feeds: Feeds;
  readonly knowledge: () => Knowledge;
  readonly hours: OpeningHoursKeeper;
  readonly mailer: Mailer;
  readonly understander: Understander;
  /** See `CustomerKeeper`. */
  readonly customerKey: Uint8Array;
  /** Products that fit what the shopper asks for or bought. */
  readonly products?: (chat: Chat, text: string) => Promise<readonly NextAction[]>;
  /** Whether what is said in a conversation reaches the shopper on another platform, mail among them, by itself. */
  readonly brings?: (conversationId: string) => Promise<boolean>;
  readonly alertsOf?: (user: { channel: string; userId: string }) => Promise<CustomerPanel['alerts']>;
  /** What other systems are told, committed with what happened. */
  readonly tell?: Tell;
  /** Another desk that takes the chats instead of ours, by the Bot Framework handoff events. */
  readonly hub?:
    | { readonly url: string; readonly secret: string; readonly address: () => string }
    | undefined;
  /** Names this process. */
  readonly holder: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export type Desk = Awaited<ReturnType<typeof createDesk>>;

/** For so long the people of the desk are known by heart: the queue asks for them often. */
const peopleTrustMs = 500;

export async function createDesk(parts: DeskParts) {
  const { database, conversations, feeds, knowledge, tell = () => [], clock, ids, log } = parts;
  const settings = await keepDeskSettings({ database, clock, log });
  const hours = () => knowledge().hours;
  const timeZone = () => hours()?.timeZone ?? 'UTC';
  let known: { people: Promise<Agent[]>; until: number } | undefined;
  const forgetPeople = () => {
    known = undefined;
    boardChanged(false);
  };
  const agents = createAgents({
    database,
    clock,
    ids,
    changed: forgetPeople,
    presence: () => ({
      goneAfterMs: settings.current().goneAfterSeconds * 1000,
      awayAfterMs: settings.current().awayAfterMinutes * 60_000,
    }),
  });
  const people = () => {
    const now = clock.now();
    if (!known || known.until <= now || known.until > now + peopleTrustMs) {
      known = { people: agents.all(), until: now + peopleTrustMs };
      known.people.catch(() => {
        known = undefined;
      });
    }
    return known.people;
  };
  const sessions = createSessions({ database, clock, ids });
  const signIn = createSignIn({ database, sessions, clock, ids });
  const hasHub = () => parts.hub !== undefined;
  let boardChanged = (_isTold: boolean) => {};
  const announcer = createAnnouncer({
    feeds,
    clock,
    chatNow: (chatId) => cases.need(chatId),
    changed: (isTold) => boardChanged(isTold),
  });
  const speech = createSpeech({ knowledge, ids });
  const cases = createCases({ database, settings: settings.current, hours, agents: people, clock });
  const waiting = createWaiting({
    database,
    hours,
    hasHub,
    agents: people,
    settings: settings.current,
    clock,
  });
  const happened = (event: string, chat: Chat) => {
    log.debug({ event, chat: chat.id }, 'At the desk');
  };
  const mails = createDeskMails({
    database,
    mailer: parts.mailer,
    brings: parts.brings ?? (async () => false),
    speech,
    clock,
    ids,
    log,
  });
  const handling = createHandling({
    conversations,
    feeds,
    agents,
    cases,
    settings: settings.current,
    speech,
    announcer,
    clock,
    tell,
    happened,
    thanking: mails.thanking,
  });
  const talking = createTalking({
    database,
    conversations,
    feeds,
    agents,
    cases,
    speech,
    announcer,
    clock,
    ids,
    tell,
    replied: (chat, agent, entryId, text) =>
      chat.kind === 'message' ? mails.answering(chat, agent, entryId, text) : [],
  });
  const handoffs = createHandoffs({ database, holder: parts.holder, clock });
  const audit = createAudit({ database, clock, ids });
  const transcripts = createTranscriptMails({
    database,
    conversations,
    customerOf: (user) => customerOfUser({ database, clock, ids, key: parts.customerKey }, user),
    timeZone,
    speech,
    clock,
  });
  const door = createHandover({
    database,
    waiting,
    hasHub,
    mailTranscript: transcripts.mail,
    timeZone,
    settings: settings.current,
    speech,
    announcer,
    clock,
    ids,
    tell,
    offer: (conversationId, caseId) => (parts.hub ? [handoffs.offer(conversationId, caseId)] : []),
    opened: (conversationId) => {
      cases
        .need(conversationId)
        .then(async (chat) => {
          happened('chat.waiting', chat);
          if (chat.reason === 'request') await cases.showTopic(chat, await assist.lastQuestion(chat.id));
          announcer.board();
        })
        .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'A new case could not be told of'));
    },
  });
  const acts = createChatActs({
    database,
    conversations,
    agents,
    cases,
    handling,
    talking,
    announcer,
    settings: settings.current,
    speech,
    feeds,
    clock,
    ids,
  });
  const board = createBoard({
    database,
    agents,
    cases,
    waiting,
    settings: settings.current,
    hours,
    tell: announcer.boardHere,
    clock,
    log,
  });
  boardChanged = (isTold) => (isTold ? board.changed() : board.forget());
  const { understander } = parts;
  const assist = createAssist({
    database,
    conversations,
    knowledge,
    understander,
    products: parts.products ?? (async () => []),
    clock,
    ids,
  });
  const openCases = createOpenCases({ database, settings: settings.current, hours, clock });
  const keeper = createKeeper({
    database,
    feeds,
    agents,
    cases,
    handling,
    talking,
    waiting,
    openCases,
    announcer,
    settings: settings.current,
    holder: parts.holder,
    also: () => void mails.sendDue(),
    clock,
    log,
  });
  const common = { database, conversations, feeds, handoffs, cases, handling, speech, clock, ids };
  const hub =
    parts.hub &&
    createHub({
      ...common,
      ...parts.hub,
      announcer,
      somebodyHere: async () => thoseThere(await people()).length > 0,
      log,
    });
  const shopper = createShopperEar({ handling, talking, cases, speech, tellPlace, log });

  async function tellPlace(conversationId: string): Promise<void> {
    const place = await waiting.placeOf(conversationId);
    if (place) feeds.pass(conversationId, queueJson(place));
  }

  return {
    agents,
    sessions,
    signIn,
    cases,
    handling,
    talking,
    acts,
    board,
    door,
    shopper,
    settings,
    audit,
    hours: parts.hours,
    opening: board.opening,
    names: createNames({ database, agents, settings, changed: forgetPeople }),
    announcer,
    waiting,
    keeper,
    assist,
    mails,
    transcripts,
    cards: createCards({ database, conversations, knowledge, assist }),
    customers: createCustomerPanel({
      database,
      cases,
      customerKey: parts.customerKey,
      alertsOf: parts.alertsOf ?? (async () => []),
      clock,
      ids,
    }),
    canned: createCanned({ database, clock, ids }),
    wall: createWall({ database, agents, cases, openCases, timeZone, clock }),
    /** What Direct Line hands on to the desk. */
    channel: {
      passing: shopper.passing,
      /** The shopper writes: an outside hub is told, where it has the chat. */
      typing: (conversationId: string) => void hub?.typing(conversationId),
      sessionsAlive: sessions.alive,
      async agentSays(
        agentId: string,
        conversationId: string,
        said: Pick<Activity, 'text' | 'attachments'> & { readonly clientId: string | undefined },
      ): Promise<string> {
        const [chat, agent] = await Promise.all([cases.need(conversationId), agents.need(agentId)]);
        const { id } = await talking.reply(chat, agent, { ...said, text: said.text ?? '' });
        return id;
      },
    },
    /** True when somebody takes chats now. */
    isStaffed: waiting.isStaffed,
    /** The path that makes whoever opens it the first admin; undefined once somebody is at the desk. */
    async firstLink(): Promise<string | undefined> {
      if ((await agents.all()).length > 0) return undefined;
      return `/desk#link=${await signIn.makeLink(null)}`;
    },
    /** Hears what an outside hub says; undefined without one. */
    hubSays: hub && createHubAnswers(common),
    start() {
      keeper.start();
      hub?.start();
    },
    async close() {
      settings.close();
      announcer.close();
      await Promise.all([keeper.close(), hub?.close()]);
    },
  };
}
