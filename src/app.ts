/** The one place that joins the rooms: settings in, a server that can be started and stopped out. */
import { join } from 'node:path';
import packageFacts from '../package.json' with { type: 'json' };
import { type AlertsParts, createAlerts } from './alerts/index.ts';
import {
  answerFinder,
  type BankKeeper,
  bankOf,
  botAccountId,
  createBot,
  createOrderAgents,
  createShopAgent,
  keepBank,
  type LoadedIntent,
  loadIntents,
} from './bot/index.ts';
import {
  acceptedTypes,
  type Channel,
  channelsPath,
  createChannels,
  createDirectLine,
  directLinePath,
} from './channels/index.ts';
import { createImportDesk, demoCustomers, isDemoStore, keepRates } from './commerce/index.ts';
import { createConversationLog, createFeeds, createTurnQueue } from './conversations/index.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { ShopdeskError } from './core/errors.ts';
import { type Ids, randomIds } from './core/ids.ts';
import type { Log } from './core/log.ts';
import { personOfConversation } from './customers/index.ts';
import { createOutbox } from './desk/index.ts';
import { beginDrain } from './drain.ts';
import {
  addressReader,
  alertRoutes,
  anyOf,
  authenticateBearers,
  authenticateDesk,
  bundleWidget,
  createHttpServer,
  createSite,
  demoRoutes,
  deskRoutes,
  hubRoutes,
  importRoutes,
  operatorRoutes,
  visitorReader,
} from './http/index.ts';
import { inspectConversation } from './inspect.ts';
import { alongside, joinBackOffice } from './join-back-office.ts';
import { joinCustomers } from './join-customers.ts';
import { joinDesk } from './join-desk.ts';
import { joinKnowledge } from './join-knowledge.ts';
import { createMailer, listKeptMails } from './mail/index.ts';
import { keepSecret } from './secrets.ts';
import type { Settings } from './settings.ts';
import { openDatabase } from './store/index.ts';
import { chooseEncoder, createUnderstanding } from './understanding/index.ts';
import { widgetConfig } from './widget-config.ts';

export interface App {
  /** The port it listens on. */
  readonly port: number;
  /** The Direct Line secret, when it was made just now and nobody has seen it yet. */
  readonly newSecret: string | undefined;
  /** Path that makes whoever opens it the desk's first admin, once; only while nobody is at the desk. */
  readonly deskLink: string | undefined;
  /** Loads ahead what the first question about products needs, the demo shop of an empty store included. Never rejects. */
  warm(): Promise<void>;
  /**
   * Drains: takes no new work, finishes what was accepted, closes the store. Accepted messages that are not
   * answered yet are answered after the next start.
   */
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly log: Log;
  /** Which push services may be called besides public ones. */
  readonly pushRules?: AlertsParts['pushRules'];
  /** Channels besides those of the settings. */
  readonly moreChannels?: readonly Channel[];
  /** Intents besides those under `intents/`, by name. */
  readonly moreIntents?: ReadonlyMap<string, LoadedIntent>;
}

/** What is still running after this long is left to the next start: nothing of it was half-done. */
const drainMs = 8_000;
const turnsMs = 6_000;

/**
 * Starts the server.
 * @throws ShopdeskError for a port that is taken, a store that cannot be opened, or knowledge that is not there.
 */
export async function startApp(settings: Settings, options: AppOptions): Promise<App> {
  const { log, clock = systemClock, ids = randomIds } = options;
  const [database, ownIntents, files] = await Promise.all([
    openDatabase({ url: settings.databaseUrl, dataFolder: settings.dataFolder, log }),
    loadIntents(),
    bundleWidget(),
  ]);
  const intents = new Map([...ownIntents, ...(options.moreIntents ?? [])]);
  const tokenKey = await keepSecret(database, 'token-key');
  const madeSecret = settings.directLineSecret
    ? { value: settings.directLineSecret, isNew: false }
    : await keepSecret(database, 'direct-line-secret');

  let bank: BankKeeper | undefined;
  const { knowledge, shared, hours } = await joinKnowledge({
    settings,
    database,
    onChange: () => bank?.refresh(),
    clock,
    ids,
    log,
  });
  const learned = knowledge.current();
  const encoder = chooseEncoder(settings);
  const understanding = await createUnderstanding({
    entries: bankOf(learned, intents.values(), clock.now()),
    synonyms: learned.synonyms,
    keepIn: settings.dataFolder,
    wrongAnswerCost: settings.wrongAnswerCost,
    ...(encoder && { encoder }),
    log,
  });
  bank = keepBank({ understanding, knowledge: knowledge.current, intents, clock, log });
  if (knowledge.current() !== learned) bank.refresh();

  const outbox = await createOutbox({ database, clock, ids, log });
  const conversations = createConversationLog({
    database,
    clock,
    holder: ids.next(),
    lifeMs: settings.conversationLifeDays * 86_400_000,
    alongside: alongside(settings, outbox),
    personOf: personOfConversation,
  });
  const mailer = createMailer({ ...settings, clock, ids });
  const feeds = createFeeds({ database, conversations, clock, log });
  const rulesFiles = () => knowledge.current().rules;
  let openPort = settings.port;
  const address = () => settings.publicUrl ?? `http://localhost:${openPort}`;
  const demo = settings.demoShop === 'on' ? join(settings.knowledgeFolder, 'demo') : undefined;
  const store = { url: settings.databaseUrl, dataFolder: settings.dataFolder };
  const imports = createImportDesk({ database, clock, ids, store, log });
  const { exchangeRates: location } = settings;
  const rates = location === undefined ? undefined : keepRates({ database, clock, log, location });
  const shop = createShopAgent({ database, clock, ids, log, rulesFiles, demoFolder: demo });
  const customers = await joinCustomers({
    settings,
    database,
    mailer,
    knowledge: knowledge.current,
    address,
    demoFolder: demo,
    clock,
    ids,
    log,
  });
  const desk = await joinDesk({
    settings,
    database,
    conversations,
    feeds,
    knowledge: knowledge.current,
    hours,
    understander: understanding,
    mailer,
    customers,
    shop,
    outbox,
    address,
    brings: (conversationId) => channels.brings(conversationId),
    holder: conversations.holder,
    clock,
    ids,
    log,
  });
  const backOffice = joinBackOffice({
    settings,
    database,
    desk,
    outbox,
    knowledge,
    shared,
    understanding,
    bankOf: (known) => bankOf(known, intents.values(), clock.now()),
    holder: conversations.holder,
    clock,
    ids,
    log,
  });
  const alerts = await createAlerts({
    database,
    conversations,
    feeds,
    mailer,
    catalogue: shop.catalogue,
    knowledge: knowledge.current,
    knowledgeFolder: settings.knowledgeFolder,
    answerOf: answerFinder({ understanding, knowledge: knowledge.current, clock }),
    conversationLifeMs: settings.conversationLifeDays * 86_400_000,
    address,
    unsubscribe: customers.unsubscribe,
    contact: settings.mailFrom,
    key: customers.keeper.key,
    botId: botAccountId,
    clock,
    ids,
    log,
    pushRules: options.pushRules,
  });
  const alertWorker = alerts.start();
  const bot = createBot({
    knowledge: knowledge.current,
    understander: encoder ? understanding : { understand: understanding.understand },
    intents,
    shop,
    orders: createOrderAgents({
      database,
      clock,
      ids,
      key: customers.keeper.key,
      mailer,
      log,
      rules: () => knowledge.current().orders,
    }),
    customers: customers.agents,
    alerts,
    desk: desk.door,
    elsewhere: (conversationId) => channels.invitations(conversationId),
    clock,
    ids,
    log,
  });
  const turns = createTurnQueue({
    conversations,
    committed: feeds.committed,
    run: bot.run,
    elsewhere: (received) => void desk.shopper.heard(received),
    clock,
    log,
  });
  // With SQLite this process has the store to itself: a lease that is still there is of a former life.
  if (database.engine === 'sqlite') await conversations.forgetLeases();
  turns.startSweep();
  desk.start();

  let draining = false;
  const visitorOf = visitorReader(settings.trustProxy);
  const addressOf = addressReader(settings.publicUrl, settings.trustProxy);
  const directLine = createDirectLine({
    ...settings,
    vouch: customers.vouch,
    desk: desk.channel,
    conversations,
    turns,
    feeds,
    database,
    tokenKey: Buffer.from(tokenKey.value, 'base64url'),
    secret: madeSecret.value,
    addressOf,
    visitorOf,
    clock,
    ids,
    log,
  });
  const channels = createChannels({
    settings,
    mailer,
    threadKey: Buffer.from((await keepSecret(database, 'mail-thread-key')).value, 'base64url'),
    understander: understanding,
    customers: customers.keeper,
    desk: desk.door,
    mailBounced: alerts.mailBounced,
    dueHours: () => desk.settings.current().sla.messageDueHours,
    database,
    conversations,
    turns,
    feeds,
    knowledge: knowledge.current,
    addressOf,
    more: options.moreChannels ?? [],
    clock,
    ids,
    log,
  });
  const upload = { maxBytes: settings.uploadMaxBytes, types: acceptedTypes };
  const site = createSite({
    files: files.files,
    health: async () => {
      if (draining) throw new ShopdeskError('app.draining', 'The server is going away.');
      // Both ways through the store: a thread or connection that died shows in one of them.
      await Promise.all([database.read('SELECT 1 AS one'), database.write([])]);
    },
    widgetConfig: async () => widgetConfig(knowledge.current(), upload, clock.now(), await desk.isStaffed()),
    routes: [
      ...operatorRoutes({ inspect: (id) => inspectConversation(database, conversations, id) }),
      ...customers.routes(directLine.userOf),
      ...importRoutes({ imports, database, clock }),
      ...demoRoutes({
        customers: async () =>
          demo !== undefined && (await isDemoStore(database, demo)) ? demoCustomers(demo) : undefined,
        tokenFor: directLine.tokenFor,
        mails: mailer.delivers ? undefined : () => listKeptMails(settings.dataFolder),
      }),
      ...alertRoutes({ alerts, worker: alertWorker, desk }),
      ...hubRoutes({ desk }),
      ...deskRoutes({
        desk,
        ...backOffice,
        ways: channels.ways,
        stream: directLine.deskStream,
        chatOf: directLine.chatOf,
        keepFile: directLine.keepShopFile,
      }),
    ],
    authenticate: anyOf(
      authenticateBearers({
        adminToken: settings.adminToken,
        directLineSecret: madeSecret.value,
        hubSecret: settings.hubSecret,
      }),
      authenticateDesk(desk.sessions),
    ),
    version: packageFacts.version,
    addressOf,
    visitorOf,
    log,
  });
  const server = createHttpServer({
    raw: {
      [directLinePath]: directLine.handle,
      '/widget/token': directLine.handleWidgetToken,
      '/widget/identify': directLine.handleIdentify,
      '/api/messages': channels.handle,
      [channelsPath]: channels.handle,
    },
    rest: site,
    upgrade: directLine.stream.upgrade,
  });

  async function warm(): Promise<void> {
    await Promise.all([shop.warm(), customers.warm()]);
    if (!draining) alertWorker.beginLooking();
  }

  async function stop(): Promise<void> {
    draining = true;
    // Sockets first: clients come back, to another process or to this one's last moments. The door stays open
    // until the last turn is committed, so that whoever asks meanwhile is not told that nobody is there.
    directLine.stream.close();
    const drain = beginDrain(drainMs);
    await drain(turns.drain(), turnsMs);
    await drain(channels.stop(), turnsMs);
    bank?.close();
    rates?.stop();
    await drain(
      Promise.all([
        server.close(),
        alertWorker.stop(),
        customers.stop(),
        imports.close(),
        shop.close(),
        knowledge.close(),
        backOffice.close(),
        desk.close(),
      ]),
    );
    feeds.close();
    await understanding.close();
    await mailer.close();
    await database.close();
  }

  try {
    openPort = await server.listen(settings.port, settings.host);
    await channels.start();
    return {
      port: openPort,
      newSecret: madeSecret.isNew ? madeSecret.value : undefined,
      deskLink: await desk.firstLink(),
      warm,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
