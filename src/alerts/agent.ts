/** What the bot may do about alerts for whoever is writing: set, list, change and stop them, and say why one came. */
import { z } from 'zod';
import type { Conversation } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import { type CustomerProfile, consentStatements, ensureRecord, reachChannelOf } from '../customers/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { type Database, placesFor } from '../store/index.ts';
import { alertOfRow } from './alert-store.ts';
import { addressesOff, switchOn } from './delivery/channel-off.ts';
import type { PushRules } from './delivery/push-request.ts';
import { isPushEndpoint } from './delivery/push-request.ts';
import { saveSubscription } from './delivery/push-subscriptions.ts';
import type { Performers } from './events/performers.ts';
import { type NearbyEvent, type NearbyRequest, nearbyEvents } from './events/upcoming.ts';
import { stepOf } from './steps.ts';
import { addWish, changeTerms, endWish, type Wish, wishesOf, wishLifeMs } from './wishes/wish.ts';
import { wordsIn } from './words/words.ts';

export type NewWish = Pick<Wish, 'kind' | 'subject' | 'title' | 'terms'>;

export interface ToldAlert {
  readonly id: string;
  readonly kind: string;
  readonly headline: string;
  /** Ends "because …". */
  readonly because: string;
  readonly sentAt: number;
}

export type EventsAsked = Pick<NearbyRequest, 'place' | 'performer' | 'most'>;

export interface AlertAgent {
  /** What was promised to them, the newest first. */
  wishes(): Promise<readonly Wish[]>;
  /** Promises it; the same wish again changes its terms. A visitor gets a record by that. */
  promise(wish: NewWish, words: string, language: Language): Promise<'new' | 'changed'>;
  stop(wish: Wish): Promise<void>;
  /** What they were told last, put into words. */
  lastTold(language: Language): Promise<readonly ToldAlert[]>;
  /** Nothing more for this reason: the alerts that wait are dropped. */
  drop(reason: string): Promise<void>;
  /** What is on near a place, the soonest first; `performer` in any spelling, all if left out. */
  eventsNear(request: EventsAsked): Promise<readonly NearbyEvent[]>;
  /** The same for every spelling of a performer's name. */
  performerKey(name: string): string;
  /** All names that are known of who bears this one; empty for somebody with one name. */
  performerNames(name: string): readonly string[];
  /** Mails to this address of theirs came back, and none is sent there. */
  mailIsOff(address: string): Promise<boolean>;
  /** They typed what was mailed there: it works again. */
  mailWorks(address: string): Promise<void>;
  /** Takes the subscription of a browser, with the consent that goes with it. False for one that is none. */
  subscribe(subscription: unknown, wording: string, language: Language): Promise<boolean>;
}

export interface AgentParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly key: Uint8Array;
  readonly knowledge: () => Knowledge;
  readonly performers: () => Performers;
  /** Resolves once events have been read at least once. */
  readonly ready: () => Promise<unknown>;
  /** How far and how long ahead events are looked for. */
  readonly eventRange: () => { readonly withinKm: number; readonly untilDays: number };
  readonly pushRules?: PushRules | undefined;
}

const base64url = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(/^[\w-]+=*$/);
const subscriptionSchema = z.object({
  endpoint: z.string().max(1_000),
  keys: z.object({ p256dh: base64url(80, 100), auth: base64url(20, 30) }),
});

const mostWishes = 50;
const dayMs = 86_400_000;

export function createAlertAgent(
  parts: AgentParts,
  { id: conversationId, channel, userId }: Conversation,
  customer: CustomerProfile | undefined,
): AlertAgent {
  const { database, clock, ids } = parts;
  const recordIds = customer?.recordIds ?? [];
  /** Their record; a visitor's is made now. */
  const record = async () =>
    customer?.id ?? ensureRecord(parts, { kind: 'channel', value: `${channel}:${userId}` }, 'signed');
  const consentTo = (purpose: 'service' | 'marketing', by: string, wording: string, language: Language) => ({
    purpose,
    channel: by,
    granted: true,
    givenIn: `conversation:${conversationId}`,
    wording,
    language,
  });

  return {
    wishes: () => wishesOf(database, recordIds, clock.now()),
    async promise(wish, words, language) {
      const now = clock.now();
      const before = await wishesOf(database, recordIds, now);
      const same = before.find(
        ({ kind, subject, terms }) =>
          kind === wish.kind && subject === wish.subject && terms.near?.city === wish.terms.near?.city,
      );
      if (same) {
        await database.write([changeTerms(same.id, wish.terms, words)]);
        return 'changed';
      }
      const customerId = await record();
      const oldest = before.slice(mostWishes - 1).map(({ id }) => endWish(id, 'too many at once', now));
      await database.write([
        ...consentStatements(parts, customerId, [
          consentTo('service', reachChannelOf(channel), words, language),
        ]),
        ...oldest,
        addWish({
          ...wish,
          id: ids.next(),
          customerId,
          conversationId,
          words,
          language,
          createdAt: now,
          expiresAt: now + wishLifeMs,
        }),
      ]);
      return 'new';
    },
    async stop({ id }) {
      const now = clock.now();
      await database.write([
        endWish(id, 'stopped in the chat', now),
        {
          sql: `INSERT INTO alert_step (alert_id, id, at, step, reason)
                SELECT id, $2, $3, 'stopped', 'they stopped it in the chat' FROM alert WHERE wish_id = $1`,
          params: [id, ids.next(), now],
        },
        {
          sql: `UPDATE alert SET status = 'dropped' WHERE wish_id = $1 AND status = 'waiting'`,
          params: [id],
        },
      ]);
    },
    async lastTold(language) {
      if (recordIds.length === 0) return [];
      const rows = await database.read(
        `SELECT a.*, m.sent_at FROM alert a JOIN alert_message m ON m.id = a.message_id
         WHERE a.customer_id IN (${placesFor(recordIds)}) AND m.status IN ('sent', 'unknown')
         AND m.id = (SELECT id FROM alert_message WHERE customer_id IN (${placesFor(recordIds)})
           AND status IN ('sent', 'unknown') ORDER BY sent_at DESC, id LIMIT 1)
         ORDER BY a.score DESC, a.id`,
        recordIds,
      );
      const words = wordsIn(language, parts.knowledge());
      return rows.map((row) => {
        const { id, kind, telling } = alertOfRow(row);
        return {
          id,
          kind,
          headline: words.plain(telling.headline),
          because: words.plain(telling.because),
          sentAt: Number(row.sent_at),
        };
      });
    },
    async drop(reason) {
      if (recordIds.length === 0) return;
      const rows = await database.read(
        `SELECT id FROM alert WHERE customer_id IN (${placesFor(recordIds)}) AND status = 'waiting'`,
        recordIds,
      );
      await database.write(
        rows.flatMap(({ id }) => [
          {
            sql: `UPDATE alert SET status = 'dropped' WHERE id = $1 AND status = 'waiting'`,
            params: [String(id)],
          },
          stepOf(String(id), { step: 'stopped', reason, at: clock.now() }, ids),
        ]),
      );
    },
    async eventsNear(request) {
      await parts.ready();
      const { withinKm, untilDays } = parts.eventRange();
      const from = clock.now();
      const until = from + untilDays * dayMs;
      return nearbyEvents(database, parts.performers(), { ...request, withinKm, from, until });
    },
    performerKey: (name) => parts.performers().keyOf(name),
    performerNames: (name) => parts.performers().namesOf(name),
    mailIsOff: async (address) => (await addressesOff(database, recordIds)).has(`email ${address}`),
    async mailWorks(address) {
      if (recordIds.length > 0) await database.write([switchOn(recordIds, { channel: 'email', address })]);
    },
    async subscribe(subscription, wording, language) {
      const parsed = subscriptionSchema.safeParse(subscription);
      if (!parsed.success || !isPushEndpoint(parsed.data.endpoint, parts.pushRules)) return false;
      const { endpoint, keys } = parsed.data;
      const customerId = await record();
      await database.write([
        ...consentStatements(parts, customerId, [
          consentTo('service', 'push', wording, language),
          consentTo('marketing', 'push', wording, language),
        ]),
        ...saveSubscription({ customerId, endpoint, ...keys }, language, clock.now()),
      ]);
      return true;
    },
  };
}
