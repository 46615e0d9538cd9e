/** The one place that joins the rooms: settings in, a server that can be started and stopped out. */
import { hostname } from 'node:os';
import type { AlertsParts } from './alerts/index.ts';
import { type LoadedIntent, loadIntents } from './bot/index.ts';
import type { Channel } from './channels/index.ts';
import { createConversationLog, createFeeds, createTurnQueue } from './conversations/index.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { type Ids, randomIds } from './core/ids.ts';
import type { Log } from './core/log.ts';
import { personOfConversation } from './customers/index.ts';
import { createOutbox } from './desk/index.ts';
import { beginDrain } from './drain.ts';
import type { Ground } from './ground.ts';
import { addressReader, bundleWidget, visitorReader } from './http/index.ts';
import { joinAlerts } from './join-alerts.ts';
import { alongside, joinBackOffice } from './join-back-office.ts';
import { joinBot } from './join-bot.ts';
import { joinChannels } from './join-channels.ts';
import { joinCustomers } from './join-customers.ts';
import { joinDesk } from './join-desk.ts';
import { joinShop } from './join-shop.ts';
import { joinSite } from './join-site.ts';
import { joinUnderstanding } from './join-understanding.ts';
import { createMailer } from './mail/index.ts';
import { keepSecret } from './secrets.ts';
import type { Settings } from './settings.ts';
import { openDatabase, prepareDataFolder, shareClock } from './store/index.ts';

export interface App {
  /** The port it listens on. */
  readonly port: number;
  /** The Direct Line secret, when it was made just now and nobody has seen it yet. */
  readonly newSecret: string | undefined;
  /** Whether the demo shop is shown. */
  readonly isDemo: boolean;
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
 * Starts the server. Each step takes what it needs of those before it; the few that need a later one ask for it by a
 * function, when a message is already on its way.
 * @throws ShopdeskError for a port that is taken, a store that cannot be opened, or knowledge that is not there.
 */
export async function startApp(settings: Settings, options: AppOptions): Promise<App> {
  const { log, ids = randomIds } = options;
  let openPort = settings.port;
  let draining = false;
  const address = () => settings.publicUrl ?? `http://localhost:${openPort}`;
  const addressOf = addressReader(settings.publicUrl, settings.trustProxy);
  const visitorOf = visitorReader(settings.trustProxy);

  // The store, and what lies in files.
  await prepareDataFolder(settings.dataFolder);
  const [database, ownIntents, files] = await Promise.all([
    openDatabase({
      url: settings.databaseUrl,
      dataFolder: settings.dataFolder,
      server: `process ${process.pid} on ${hostname()}, port ${settings.port || 'chosen by the system'}`,
      log,
    }),
    loadIntents(),
    bundleWidget(),
  ]);
  const shared = options.clock ? undefined : await shareClock({ database, clock: systemClock, log });
  const clock = options.clock ?? shared ?? systemClock;
  const intents = new Map([...ownIntents, ...(options.moreIntents ?? [])]);
  const ground: Ground = { settings, database, clock, ids, log };
  const directLineSecret = settings.directLineSecret
    ? { value: settings.directLineSecret, isNew: false }
    : await keepSecret(database, 'direct-line-secret');

  // What the shop knows, and how questions find it.
  const known = await joinUnderstanding(ground, { intents });
  const { knowledge, understanding } = known;

  // The spine: the log of conversations, and the feeds that carry it.
  const outbox = await createOutbox({ database, clock, ids, log });
  const conversations = createConversationLog({
    database,
    clock,
    holder: ids.next(),
    lifeMs: settings.conversationLifeDays * 86_400_000,
    alongside: alongside(settings, outbox),
    personOf: personOfConversation,
  });
  const feeds = createFeeds({ database, conversations, clock, log });
  const mailer = createMailer({ ...settings, clock, ids });

  // What is sold, to whom, and who helps when the bot should not go on.
  const shop = joinShop(ground, { knowledge: knowledge.current });
  const customers = await joinCustomers({
    ...ground,
    mailer,
    knowledge: knowledge.current,
    address,
    demoFolder: shop.demoFolder,
  });
  const desk = await joinDesk({
    ...ground,
    conversations,
    feeds,
    knowledge: knowledge.current,
    hours: known.hours,
    understander: understanding,
    mailer,
    customers,
    shop: shop.agent,
    outbox,
    address,
    brings: (conversationId) => platforms.brings(conversationId),
    holder: conversations.holder,
  });
  const backOffice = joinBackOffice({
    ...ground,
    ...known,
    desk,
    outbox,
    holder: conversations.holder,
  });
  const { alerts, worker } = await joinAlerts(ground, {
    ...known,
    conversations,
    feeds,
    mailer,
    customers,
    shop,
    address,
    pushRules: options.pushRules,
  });

  // The bot, and its turns: one after another in a conversation.
  const bot = joinBot(ground, {
    ...known,
    intents,
    shop,
    customers,
    mailer,
    alerts,
    desk: desk.door,
    elsewhere: (conversationId) => platforms.invitations(conversationId),
  });
  const turns = createTurnQueue({
    conversations,
    committed: feeds.committed,
    run: bot.run,
    elsewhere: (received) => void desk.shopper.heard(received),
    clock,
    log,
  });
  feeds.onCommit(turns.changed);

  // The doors.
  const { directLine, platforms } = await joinChannels(ground, {
    ...known,
    conversations,
    feeds,
    turns,
    customers,
    desk,
    mailer,
    mailBounced: alerts.mailBounced,
    directLineSecret: directLineSecret.value,
    addressOf,
    visitorOf,
    more: options.moreChannels ?? [],
  });
  const server = joinSite(ground, {
    files,
    knowledge,
    conversations,
    shop,
    customers,
    mailer,
    alerts,
    worker,
    desk,
    backOffice,
    directLine,
    platforms,
    directLineSecret: directLineSecret.value,
    addressOf,
    visitorOf,
    isDraining: () => draining,
  });

  async function warm(): Promise<void> {
    await Promise.all([shop.agent.warm(), customers.warm()]);
    if (!draining) worker.beginLooking();
  }

  async function stop(): Promise<void> {
    draining = true;
    // Sockets first: clients come back, to another process or to this one's last moments. The door stays open
    // until the last turn is committed, so that whoever asks meanwhile is not told that nobody is there.
    directLine.stream.close();
    const drain = beginDrain(drainMs);
    await drain(turns.drain(), turnsMs);
    await drain(platforms.stop(), turnsMs);
    known.stopLearning();
    await drain(
      Promise.all([
        server.close(),
        worker.stop(),
        customers.stop(),
        shop.close(),
        knowledge.close(),
        backOffice.close(),
        desk.close(),
      ]),
    );
    feeds.close();
    await understanding.close();
    await mailer.close();
    shared?.stop();
    await database.close();
  }

  try {
    // Work begins behind an open door: who finds the port taken has not touched what another process is at.
    openPort = await server.listen(settings.port, settings.host);
    // With SQLite this process has the store to itself: a lease that is still there is of a former life.
    if (database.engine === 'sqlite') await conversations.forgetLeases();
    turns.startSweep();
    desk.start();
    await platforms.start();
    return {
      port: openPort,
      isDemo: await shop.isDemo(),
      newSecret: directLineSecret.isNew ? directLineSecret.value : undefined,
      deskLink: await desk.firstLink(),
      warm,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
