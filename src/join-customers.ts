/** Joins the customers' room with the others: their data in every room, their links, routes and daily work. */

import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type CustomerAgents, createCustomerAgents } from './bot/index.ts';
import { uploadedFiles, type Vouch } from './channels/index.ts';
import { conversationsOfUsers } from './conversations/index.ts';
import type { Clock } from './core/clock.ts';
import type { Ids } from './core/ids.ts';
import type { Log } from './core/log.ts';
import type { Mailer } from './core/mail.ts';
import {
  type ChannelUser,
  type CustomerKeeper,
  type CustomerProfile,
  completePlaces,
  createPrivacy,
  importDemoCustomers,
  orderCustomerIds,
  type Privacy,
  type Purpose,
  startDailyJob,
  unsubscribing,
  vouchFor,
} from './customers/index.ts';
import { customerLinkRoutes, customerRoutes, eventRoutes, type Route } from './http/index.ts';
import { type Knowledge, renderPlain } from './knowledge/index.ts';
import { mailsOfPersons } from './mail/index.ts';
import { takeOrdersInto } from './orders-from-events.ts';
import { personalData } from './personal-data.ts';
import { keepSecret } from './secrets.ts';
import type { Settings } from './settings.ts';
import { type Database, placesFor } from './store/index.ts';

export interface CustomerParts {
  readonly settings: Settings;
  readonly database: Database;
  readonly mailer: Mailer;
  readonly knowledge: () => Knowledge;
  /** Address under which shoppers reach the server. */
  readonly address: () => string;
  /** Where the demo shop lies, when it is to be shown. */
  readonly demoFolder: string | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface JoinedCustomers {
  readonly keeper: CustomerKeeper;
  readonly privacy: Privacy;
  readonly agents: CustomerAgents;
  readonly vouch: Vouch;
  /** The one-click address (RFC 8058) for a mail to this customer. */
  readonly unsubscribe: (customer: CustomerProfile, purpose: Purpose) => string;
  /** @param userOf the user whose chat token a request shows; rejects without a genuine one. */
  routes(userOf: (request: IncomingMessage) => Promise<ChannelUser>): Route[];
  /** Places that came by name get their coordinates: the first look into the atlas takes a moment. Never rejects. */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

export async function joinCustomers(parts: CustomerParts): Promise<JoinedCustomers> {
  const { settings, database, mailer, knowledge, clock, ids, log } = parts;
  const { value } = await keepSecret(database, 'customer-key');
  const keeper = { database, clock, ids, key: Buffer.from(value, 'base64url') };
  if (parts.demoFolder) await importDemoCustomers(keeper, join(parts.demoFolder, 'customers.csv'));
  const privacy = createPrivacy({
    keeper,
    tables: personalData,
    files: [uploadedFiles(database, settings.dataFolder), mailsOfPersons(settings.dataFolder)],
    conversationsOf: (users) => conversationsOfUsers(database, users),
    days: {
      conversations: settings.retentionConversationsDays,
      traces: settings.retentionTracesDays,
      events: settings.retentionEventsDays,
      customers: settings.retentionCustomersDays,
    },
    log,
  });
  const stopDaily = startDailyJob(
    { name: 'retention', run: privacy.keepRetention },
    { database, clock, holder: ids.next(), log },
  );
  return {
    keeper,
    privacy,
    agents: createCustomerAgents({ keeper, privacy, mailer, address: parts.address }),
    vouch: (user, by) => vouchFor(keeper, user, by),
    unsubscribe: ({ id }, purpose) => unsubscribing(keeper, parts.address(), { customerId: id, purpose }).url,
    routes: (userOf) => [
      ...eventRoutes({
        keeper,
        userOf,
        takeOrders: takeOrdersInto({ database, clock, ids }),
        eventDays: settings.retentionEventsDays,
      }),
      ...customerLinkRoutes({
        keeper,
        privacy,
        say: (key, language, blanks = {}) => renderPlain(knowledge().replies, key, language, blanks, () => 0),
      }),
      ...customerRoutes({
        keeper,
        privacy,
        async countOrders(customer) {
          const names = orderCustomerIds(customer);
          if (names.length === 0) return 0;
          const [row] = await database.read(
            `SELECT COUNT(*) AS count FROM shop_order WHERE customer_id IN (${placesFor(names)})`,
            names,
          );
          return Number(row?.count ?? 0);
        },
      }),
    ],
    async warm() {
      await completePlaces(keeper).catch(() => undefined);
    },
    stop: stopDaily,
  };
}
