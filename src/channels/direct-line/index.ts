/** Direct Line 3.0, served by ourselves: REST, WebSocket, uploads and the widget's tokens. */
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { ConversationLog, Feeds, TurnQueue } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Database } from '../../store/index.ts';
import type { DirectLineDesk } from './accept.ts';
import { createAccess, type NamedUser } from './access.ts';
import { createAttachmentStore } from './attachment-store.ts';
import { createCustomerTokens } from './customer-token.ts';
import { forbidden } from './errors.ts';
import { basePath, createRoutes, type Vouch } from './routes.ts';
import { createSendLimit } from './send-limit.ts';
import { createKeepShopFile } from './shop-files.ts';
import { createStream } from './stream.ts';
import { createTokens, tokenLifeSeconds } from './tokens.ts';
import { createUploadLimit } from './upload-limit.ts';
import { createWidgetToken } from './widget-token.ts';

export type { DirectLineDesk } from './accept.ts';
export { acceptedTypes } from './attachment-store.ts';
export { basePath, type Vouch } from './routes.ts';

export interface DirectLineOptions {
  readonly conversations: ConversationLog;
  readonly turns: TurnQueue;
  readonly feeds: Feeds;
  readonly database: Database;
  /** At least 32 bytes, the same in every process of the shop. */
  readonly tokenKey: Uint8Array;
  readonly secret: string;
  readonly dataFolder: string;
  readonly uploadMaxBytes: number;
  readonly uploadsPerHour: number;
  readonly sendsPerTenSeconds: number;
  readonly socketsPerConversation: number;
  readonly widgetTokensPerMinute: number;
  readonly allowedOrigins: readonly string[];
  readonly conversationLifeDays: number;
  /** Takes note that the shop's back end vouches for who speaks. */
  readonly vouch?: Vouch;
  /** The people behind the bot; none where it stands alone. */
  readonly desk?: DirectLineDesk;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly visitorOf: (request: IncomingMessage) => string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface DeskStreamWish {
  readonly agent: string;
  readonly session: string;
  readonly name: string;
  readonly conv: string;
  readonly after: number;
}

const dayMs = 86_400_000;

const noDesk: DirectLineDesk = {
  passing: () => false,
  typing: () => {},
  agentSays: async () => {
    throw forbidden('There is no desk.');
  },
  sessionsAlive: async () => new Set(),
};

export function createDirectLine(options: DirectLineOptions) {
  const { conversations, turns, feeds, database, clock, ids, log, addressOf } = options;
  const tokens = createTokens({ key: options.tokenKey, clock });
  const access = createAccess({
    conversations,
    tokens,
    secret: options.secret,
    conversationLifeMs: options.conversationLifeDays * dayMs,
    clock,
    ids,
  });
  const desk = options.desk ?? noDesk;
  const attachments = createAttachmentStore({
    folder: join(options.dataFolder, 'uploads'),
    database,
    maxBytes: options.uploadMaxBytes,
    clock,
    ids,
  });
  const vouch: Vouch = options.vouch ?? (async () => undefined);
  const widget = createWidgetToken({
    access,
    verifyCustomer: createCustomerTokens({ secret: options.secret, clock }),
    vouch,
    allowedOrigins: options.allowedOrigins,
    perMinute: options.widgetTokensPerMinute,
    addressOf,
    visitorOf: options.visitorOf,
    clock,
    log,
  });
  return {
    /** Answers every request below `/v3/directline`. */
    handle: createRoutes({
      conversations,
      turns,
      feeds,
      access,
      tokens,
      desk,
      attachments,
      sendLimit: createSendLimit({ most: options.sendsPerTenSeconds, clock }),
      uploadLimit: createUploadLimit({
        most: options.uploadsPerHour,
        visitorOf: options.visitorOf,
        clock,
      }),
      vouch,
      addressOf,
      clock,
      ids,
      log,
    }),
    /** A token for one new conversation of this user, as the shop's back end gets it. */
    tokenFor: (user: NamedUser) => access.tokenFor(access.newClaims(user)),
    /** Answers `POST /widget/token`. */
    handleWidgetToken: widget.token,
    /** Answers `POST /widget/identify`. */
    handleIdentify: widget.identify,
    /** The user behind a request that carries a token of a chat. Rejects without a genuine one. */
    async userOf(request: IncomingMessage): Promise<{ channel: string; userId: string }> {
      const { user } = await access.authorise(request);
      return { channel: 'directline', userId: user };
    },
    /** The conversation whose token a shopper's request carries. Rejects without a genuine one. */
    async chatOf(request: IncomingMessage): Promise<string> {
      const { conv, agent } = await access.authorise(request);
      if (agent !== undefined) throw forbidden('This is for shoppers.');
      return conv;
    },
    stream: createStream({
      feeds,
      tokens,
      desk,
      most: options.socketsPerConversation,
      clock,
      log,
    }),
    /** Keeps a file of the shop's own, the request's body, that goes with prepared answers. */
    keepShopFile: createKeepShopFile({ attachments, addressOf }),
    /** A token and a stream for a person at the desk, of one chat or of their own feed. */
    async deskStream(request: IncomingMessage, { agent, session, name, conv, after }: DeskStreamWish) {
      const claims = { user: `agent:${agent}`, name, conv, agent, session };
      const [token, ticket] = await Promise.all([tokens.issue(claims), tokens.issueStream(conv, claims)]);
      const address = addressOf(request).replace(/^http/, 'ws');
      const path = `${basePath}/conversations/${encodeURIComponent(conv)}/stream`;
      return {
        conversationId: conv,
        token,
        streamUrl: `${address}${path}?watermark=${after}&t=${ticket}`,
        expiresIn: tokenLifeSeconds,
      };
    },
  };
}
