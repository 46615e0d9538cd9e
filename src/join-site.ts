/** Joins the rooms with the web: what the server answers under which address, and who may ask. */
import packageFacts from '../package.json' with { type: 'json' };
import type { Alerts, AlertWorker } from './alerts/index.ts';
import { acceptedTypes, channelsPath, directLinePath } from './channels/index.ts';
import type { ConversationLog } from './conversations/index.ts';
import { languageOfLocale } from './core/language.ts';
import type { Mailer } from './core/mail.ts';
import type { Desk } from './desk/index.ts';
import type { Ground } from './ground.ts';
import { createHealth } from './health.ts';
import {
  type addressReader,
  alertRoutes,
  anyOf,
  authenticateBearers,
  authenticateDesk,
  type bundleWidget,
  chatPage,
  createHttpServer,
  createSite,
  demoRoutes,
  deskRoutes,
  type HttpServer,
  hubRoutes,
  importRoutes,
  operatorRoutes,
  type Route,
  type visitorReader,
} from './http/index.ts';
import { inspectConversation } from './inspect.ts';
import type { BackOffice } from './join-back-office.ts';
import type { JoinedChannels } from './join-channels.ts';
import type { JoinedCustomers } from './join-customers.ts';
import type { JoinedShop } from './join-shop.ts';
import type { JoinedUnderstanding } from './join-understanding.ts';
import { listKeptMails } from './mail/index.ts';
import { chatPageWords, widgetConfig } from './widget-config.ts';

export interface JoinSiteParts extends JoinedChannels, Pick<JoinedUnderstanding, 'knowledge'> {
  readonly files: Awaited<ReturnType<typeof bundleWidget>>;
  readonly conversations: ConversationLog;
  readonly shop: JoinedShop;
  readonly customers: JoinedCustomers;
  readonly mailer: Mailer;
  readonly alerts: Alerts;
  readonly worker: AlertWorker;
  readonly desk: Desk;
  readonly backOffice: BackOffice;
  readonly directLineSecret: string;
  readonly addressOf: ReturnType<typeof addressReader>;
  readonly visitorOf: ReturnType<typeof visitorReader>;
  /** The server is going away, and nobody new should be sent to it. */
  readonly isDraining: () => boolean;
}

export function joinSite(ground: Ground, parts: JoinSiteParts): HttpServer {
  const { settings, clock, log } = ground;
  const { directLine, platforms, desk, knowledge, addressOf, visitorOf } = parts;
  const upload = { maxBytes: settings.uploadMaxBytes, types: acceptedTypes };
  const site = createSite({
    files: parts.files.files,
    health: createHealth(ground, parts),
    widgetConfig: async () => widgetConfig(knowledge.current(), upload, clock.now(), await desk.isStaffed()),
    chatPage: async (request) => {
      if (await parts.shop.isDemo()) return undefined;
      const language = languageOfLocale(request.headers['accept-language']);
      return chatPage({ ...chatPageWords(knowledge.current(), language), address: addressOf(request) });
    },
    routes: apiRoutes(ground, parts),
    authenticate: anyOf(
      authenticateBearers({
        adminToken: settings.adminToken,
        directLineSecret: parts.directLineSecret,
        hubSecret: settings.hubSecret,
      }),
      authenticateDesk(desk.sessions),
    ),
    version: packageFacts.version,
    addressOf,
    visitorOf,
    log,
  });
  return createHttpServer({
    raw: {
      [directLinePath]: directLine.handle,
      '/widget/token': directLine.handleWidgetToken,
      '/widget/identify': directLine.handleIdentify,
      '/api/messages': platforms.handle,
      [channelsPath]: platforms.handle,
    },
    rest: site,
    upgrade: directLine.stream.upgrade,
  });
}

function apiRoutes({ settings, database, clock }: Ground, parts: JoinSiteParts): Route[] {
  const { conversations, customers, shop, mailer, alerts, worker, desk, directLine } = parts;
  return [
    ...operatorRoutes({ inspect: (id) => inspectConversation(database, conversations, id) }),
    ...customers.routes(directLine.userOf),
    ...importRoutes({ imports: shop.imports, database, clock }),
    ...demoRoutes({
      customers: shop.demoPeople,
      tokenFor: directLine.tokenFor,
      mails: mailer.delivers ? undefined : () => listKeptMails(settings.dataFolder),
    }),
    ...alertRoutes({ alerts, worker, desk }),
    ...hubRoutes({ desk }),
    ...deskRoutes({
      desk,
      ...parts.backOffice,
      ways: parts.platforms.ways,
      stream: directLine.deskStream,
      chatOf: directLine.chatOf,
      keepFile: directLine.keepShopFile,
    }),
  ];
}
