/** The alerts' room as the rest of the house sees it: rounds that look for news, an outbox that sends, and who asks why. */
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { type CatalogueSnapshot, type FetchRules, readRules as readProductRules } from '../commerce/index.ts';
import type { Conversation, ConversationLog, Feeds } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Mailer } from '../core/mail.ts';
import { type CustomerProfile, completePlaces, findCity, type Purpose } from '../customers/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import { createAlertAgent } from './agent.ts';
import { followLink, noteSeen } from './alert-notes.ts';
import { holdOutOf } from './alert-store.ts';
import { lastChatWay, openChatWay } from './delivery/chat-way.ts';
import { mailWay } from './delivery/mail-way.ts';
import type { PushRules } from './delivery/push-request.ts';
import { pushWay } from './delivery/push-way.ts';
import { keepVapidKeys } from './delivery/vapid.ts';
import { demoEventSources } from './demo.ts';
import { calendarFile } from './events/calendar-file.ts';
import { nextOpening, readDueSources, type SourceReport, saveEventSources } from './events/event-sources.ts';
import { findEvent } from './events/event-store.ts';
import { createPerformers } from './events/performers.ts';
import { alertKindModules } from './kinds/index.ts';
import type { Look } from './look.ts';
import { type Composed, composeMessages } from './moment/compose.ts';
import { mailBounced } from './outbox/bounced.ts';
import { deliverDue } from './outbox/deliver.ts';
import { nextDue } from './outbox/next-due.ts';
import { createOutbox } from './outbox/outbox.ts';
import { type Settlement, settleByHand, unsettledMessages } from './outbox/unsettled.ts';
import { createPeople } from './people.ts';
import { previewAlerts } from './preview.ts';
import type { Preview } from './preview-lines.ts';
import { refreshInterests } from './refresh-interests.ts';
import { livesOf, reportAlerts } from './report.ts';
import { type KindReport, runRound } from './round.ts';
import { type AlertRules, alertRulesFile, defaultRules, readAlertRules } from './rules.ts';
import { createShopClock } from './shop-clock.ts';
import { createLinkWriter } from './words/links.ts';
import { wordsIn } from './words/words.ts';
import { startAlertWorker } from './worker.ts';

export interface AlertsParts {
  readonly database: Database;
  readonly conversations: Pick<ConversationLog, 'append'>;
  readonly feeds: Pick<Feeds, 'committed'>;
  readonly mailer: Mailer;
  readonly catalogue: () => Promise<CatalogueSnapshot>;
  readonly knowledge: () => Knowledge;
  /** The shop's answer to a question; nothing is answered later if left out. */
  readonly answerOf?: Look['answerOf'];
  readonly knowledgeFolder: string;
  readonly conversationLifeMs: number;
  /** Address of this server, such as `https://desk.example.com`. */
  readonly address: () => string;
  /** The shop's e-mail address, with or without a name: push services may write to it. */
  readonly contact: string;
  /** A link that ends mails of a purpose with one click. */
  readonly unsubscribe: (person: CustomerProfile, purpose: Purpose) => string | undefined;
  /** Secret of the installation: signs links. */
  readonly key: Uint8Array;
  readonly botId: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Which push services may be called; only public addresses if left out. */
  readonly pushRules?: PushRules | undefined;
  readonly fetchRules?: FetchRules | undefined;
  /** How long a message is this process's own while it is sent. */
  readonly leaseMs?: number;
}

export interface RunReport {
  readonly at: string;
  readonly sources: readonly SourceReport[];
  readonly kinds: readonly KindReport[];
  readonly composed: Composed;
}

const dayMs = 86_400_000;
const longestDemoMs = 366 * dayMs;

export type Alerts = Awaited<ReturnType<typeof createAlerts>>;

export async function createAlerts(parts: AlertsParts) {
  const { database, clock: wallClock, ids, log, knowledge, knowledgeFolder } = parts;
  const clock = createShopClock(database, wallClock);
  await clock.refresh();
  const vapid = await keepVapidKeys(database);
  const people = createPeople({ database, clock });
  const holder = ids.next();
  const links = createLinkWriter(parts.address, parts.key);
  let rules: AlertRules = defaultRules;
  let shopPlace: Look['shopPlace'];

  const shopZone = () => knowledge().hours?.timeZone ?? 'UTC';
  const outbox = createOutbox({
    database,
    clock,
    ids,
    holder,
    ...(parts.leaseMs && { leaseMs: parts.leaseMs }),
  });
  const chat = {
    ...parts,
    links,
    lifeMs: parts.conversationLifeMs,
    pushKey: vapid.publicKey,
    bot: { id: parts.botId, name: botName(knowledge) },
  };
  const ways = [
    openChatWay(chat),
    pushWay({ database, vapid, subject: contactOf(parts.contact), links, rules: parts.pushRules }),
    mailWay({ ...parts, links, domain: /@([\w.-]+)/u.exec(parts.contact)?.[1] ?? 'localhost' }),
    lastChatWay(chat),
  ];
  const round = {
    database,
    people,
    catalogue: parts.catalogue,
    answerOf: parts.answerOf ?? (() => undefined),
    shopPlace: () => shopPlace,
    productRules: () => readProductRules(knowledge().rules).rules,
    rules: () => rules,
    kinds: alertKindModules,
    ids,
    log,
    holder,
  };
  const moment = { ...round, shopZone, clock, wallClock };

  let rulesText: string | undefined;

  /** Reads the merchant's rules anew where they were changed; wrong ones change nothing, and are told as any knowledge. */
  function readRules(): void {
    const text = knowledge().rules.find(({ file }) => file === alertRulesFile)?.text;
    if (text === rulesText) return;
    rulesText = text;
    const read = readAlertRules(text ?? '');
    if (read.ok) rules = read.value;
  }

  let preparing: Promise<unknown> = Promise.resolve();
  let isPrepared = false;

  /** One after the other: who comes second must not look before the first has read everything. */
  function prepare(): Promise<SourceReport[]> {
    const mine = preparing.then(prepareOnce);
    preparing = mine.catch(() => undefined);
    return mine;
  }

  /** Makes ready what a look needs: rules, sources, places, interests. */
  async function prepareOnce(): Promise<SourceReport[]> {
    readRules();
    // The demo shop is imported by whoever asks for the catalogue first.
    shopPlace = placeOfShop(await parts.catalogue());
    const [reports] = await Promise.all([
      readSources(),
      completePlaces({ database }),
      refreshInterests({ database, people, clock: wallClock }),
    ]);
    isPrepared = true;
    return reports;
  }

  async function readSources(): Promise<SourceReport[]> {
    const [demo] = await Promise.all([
      demoEventSources(database, join(knowledgeFolder, 'demo'), wallClock.now()),
      clock.refresh(),
    ]);
    const own = rules.eventSources.map((source) => ({ ...source, location: locationOf(source.location) }));
    const sources = [...demo, ...own];
    await saveEventSources(database, sources, clock.now());
    if (sources.length === 0) return [];
    return readDueSources({ database, clock, log, fetchRules: parts.fetchRules });
  }

  const ready = async () => isPrepared || prepare();

  function locationOf(location: string): string {
    return /^https?:\/\//u.test(location) ? location : join(knowledgeFolder, location);
  }

  async function look(): Promise<Omit<RunReport, 'composed'>> {
    const sources = await prepare();
    const at = clock.now();
    return { at: new Date(at).toISOString(), sources, kinds: await runRound(round, at) };
  }

  /** Looks for news now, and makes messages of what may be said now. */
  async function run(): Promise<RunReport> {
    return { ...(await look()), composed: await composeMessages(moment) };
  }

  /** @param at ms UTC; in the demo the next announcement if left out, else now. */
  async function preview({ at, kinds }: { at?: number; kinds?: readonly string[] } = {}): Promise<Preview> {
    await prepare();
    const isHeldOut = holdOutOf((rule) => {
      return rules.campaigns.find(({ id }) => id === rule)?.holdOutPercent ?? rules.holdOutPercent;
    });
    return previewAlerts(
      {
        ...round,
        knowledge,
        shopZone,
        wallClock,
        isHeldOut: (proposal) => isHeldOut(proposal.customerId, proposal),
      },
      { at: at ?? (await nextOpening(database, clock.now())) ?? clock.now(), kinds },
    );
  }

  /** Sends everything that is due now. @returns how many messages were taken. */
  async function deliver(): Promise<number> {
    let taken = 0;
    for (;;) {
      const some = await deliverDue({ database, outbox, people, knowledge, ways, now: clock.now, log });
      taken += some;
      if (some === 0) return taken;
    }
  }

  /**
   * Moves the demo shop's clock on; never back.
   * @throws ShopdeskError `alerts.forbidden` in a shop that is no demo: time is not ours to move there.
   */
  async function moveDemoClock(at: number): Promise<void> {
    const [isDemo] = await database.read(`SELECT value FROM setting WHERE name = 'demo-shop'`);
    if (!isDemo) throw new ShopdeskError('alerts.forbidden', 'Only the clock of the demo shop can be moved.');
    if (at - wallClock.now() > longestDemoMs)
      throw new ShopdeskError('alerts.forbidden', 'The clock of the demo shop moves a year ahead at most.');
    await clock.moveTo(at);
  }

  /** Moves the demo shop's clock to the next announcement, or when there is none to ten o'clock of the next day. */
  async function announce(): Promise<string> {
    await prepare();
    const next = DateTime.fromMillis(clock.now(), { zone: shopZone() }).plus({ days: 1 });
    const morning = next.set({ hour: 10, minute: 0, second: 0, millisecond: 0 }).toMillis();
    await moveDemoClock((await nextOpening(database, clock.now())) ?? morning);
    return new Date(clock.now()).toISOString();
  }

  let named = { rules, performers: createPerformers(rules.performers) };
  const performers = () => {
    if (named.rules !== rules) named = { rules, performers: createPerformers(rules.performers) };
    return named.performers;
  };
  const notes = { ...parts, links, clock };

  /** The event as a calendar file; undefined when there is no such event. */
  async function calendar(source: string, id: string): Promise<string | undefined> {
    const event = await findEvent(database, source, id);
    return event && calendarFile(event, clock.now());
  }

  async function send(): Promise<void> {
    await composeMessages(moment);
    await deliver();
  }

  /** In how many ms something is due, by the shop's clock. */
  async function dueIn(): Promise<number | undefined> {
    const [at] = await Promise.all([nextDue(database), clock.refresh()]);
    return at === undefined ? undefined : at - clock.now();
  }

  readRules();
  return {
    clock,
    vapid,
    people,
    links,
    rules: () => rules,
    run,
    preview,
    deliver,
    moveDemoClock,
    announce,
    follow: (token: string) => followLink(notes, token),
    seen: (tokens: readonly string[]) => noteSeen(notes, tokens),
    calendar,
    /** What alerts brought in the last days. */
    report: (days: number) =>
      reportAlerts(database, rules, { since: clock.now() - days * dayMs, until: clock.now() + 1 }),
    /** Messages that may or may not have arrived, for the operator to settle by hand. */
    unsettled: () => unsettledMessages(database, wordsIn('en', knowledge())),
    /** @param by who decides. @throws ShopdeskError `alerts.conflict` */
    settle: (messageId: string, as: Settlement, by: string) =>
      settleByHand(database, ids, { messageId, as, by, at: clock.now() }),
    /** A mail came back. @returns false for a mail that is none of an alert. */
    mailBounced: (bounce: { messageId: string; reason: string; recipient?: string | undefined }) =>
      mailBounced({ database, people, ids, now: clock.now }, bounce),
    /** Every alert of a customer with its life. */
    livesOf: (customerId: string) => livesOf(database, customerId),
    /** For one turn of the bot. */
    agentFor: (conversation: Conversation, customer: CustomerProfile | undefined) =>
      createAlertAgent(
        { ...parts, performers, ready, eventRange: () => rules.events },
        conversation,
        customer,
      ),
    /** Begins to work in the background. */
    start: (times: { readonly sendMs?: number; readonly lookMs?: number } = {}) =>
      startAlertWorker({
        clock: wallClock,
        log,
        look,
        send,
        recover: outbox.recover,
        nextDue: dueIn,
        ...times,
      }),
  };
}

/** As RFC 8292 wants it. */
function contactOf(contact: string): string {
  return `mailto:${/[^\s<>]+@[^\s<>]+/u.exec(contact)?.[0] ?? 'shop@example.invalid'}`;
}

function placeOfShop({ shops }: CatalogueSnapshot): Look['shopPlace'] {
  const own = [...shops.values()].find((shop) => shop.own);
  return own?.city === undefined ? undefined : findCity({ city: own.city, country: own.country });
}

function botName(knowledge: () => Knowledge) {
  return (language: string) => {
    const names = knowledge().replies.get('bot.name');
    return (language === 'zh' ? names?.zh : names?.en)?.[0] ?? 'Shopdesk';
  };
}
