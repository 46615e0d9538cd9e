/**
 * Direct Line 3.0 over HTTP, answered before Express: these are the hot routes. Microsoft's own clients
 * (botframework-directlinejs, Web Chat) work with it unmodified.
 * Protocol: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type ConversationLog, type Entry, wireJson } from '../../conversations/index.ts';
import { messageOf } from '../../core/errors.ts';
import { readJson } from '../request-body.ts';
import { type AcceptParts, createAccept } from './accept.ts';
import type { Access } from './access.ts';
import { allowEveryOrigin, answer, answerJson, fail } from './answers.ts';
import type { AttachmentStore } from './attachment-store.ts';
import { badArgument, DirectLineError, forbidden, notFound } from './errors.ts';
import { readIncoming, withoutControls } from './incoming.ts';
import type { TokenClaims, Tokens } from './tokens.ts';
import { readUpload } from './upload.ts';
import type { UploadLimit } from './upload-limit.ts';

export interface RouteParts extends AcceptParts {
  readonly conversations: ConversationLog;
  readonly access: Access;
  readonly tokens: Tokens;
  readonly attachments: AttachmentStore;
  readonly uploadLimit: UploadLimit;
  /** Takes note that the shop's back end vouches for who speaks. */
  readonly vouch: Vouch;
  /** The address under which the client reached us, such as `https://desk.example.com`. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** Told before a conversation of a customer of the shop begins. */
export type Vouch = (
  user: { readonly channel: string; readonly userId: string },
  by: {
    readonly shopCustomerId: string;
    readonly name?: string | undefined;
    readonly email?: string | undefined;
  },
) => Promise<unknown>;

export const basePath = '/v3/directline';

type Handler = (call: Call) => Promise<void>;

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The conversation's id, or the attachment's, from the path. */
  readonly id: string;
  readonly query: URLSearchParams;
}

/** Answers every request below `/v3/directline`. */
export function createRoutes(parts: RouteParts) {
  const { conversations, access, attachments, ids, log } = parts;
  const accept = createAccept(parts);

  const handlers: Readonly<Record<string, Handler>> = {
    'POST conversations/:id/activities': send,
    'POST conversations/:id/upload': upload,
    'POST conversations': startConversation,
    'GET conversations/:id': resume,
    'GET conversations/:id/activities': poll,
    'POST tokens/generate': generateToken,
    'POST tokens/refresh': refreshToken,
    'GET session/getsessionid': async ({ response }) => answer(response, 200, { sessionId: ids.next() }),
    'GET attachments/:id': ({ id, response }) => attachments.serve(id, response),
  };

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowEveryOrigin(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    try {
      const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
      const { pattern, id } = readPath(pathname);
      const handler = handlers[`${request.method} ${pattern}`];
      if (!handler) throw notFound(`There is no ${request.method} ${pathname}.`);
      await handler({ request, response, id, query });
    } catch (error) {
      fail(request, response, error, log);
    }
  };

  async function send({ request, response, id }: Call): Promise<void> {
    const claims = await access.authorise(request, id);
    await accept(
      claims,
      readIncoming(await readJson(request), claims, signalsOf(request)),
      acknowledgeTo(response),
    );
  }

  async function upload({ request, response, id }: Call): Promise<void> {
    const claims = await access.authorise(request, id);
    await access.needLive(claims);
    // The first counts unread: who may send none is not listened to.
    const isCounted = claims.agent === undefined;
    if (isCounted) parts.uploadLimit.spend(request, 1);
    const { activity, files } = await readUpload(request, attachments.limits);
    if (isCounted) parts.uploadLimit.spend(request, files.length - 1);
    const given = readIncoming(activity ?? { type: 'message' }, claims, signalsOf(request));
    if (given.activity.type !== 'message') throw badArgument('Files go with a message.');
    // Before anything is written, so that refused uploads do not fill the disk.
    parts.sendLimit.spend(id);
    const stored = await Promise.all(files.map((file) => attachments.store(id, file)));
    const attached = stored.map(({ id: fileId, name, contentType }) => {
      const contentUrl = `${parts.addressOf(request)}${basePath}/attachments/${fileId}`;
      // Web Chat shows a shopper's own picture only where there is a thumbnail of it.
      const thumbnailUrl = contentType.startsWith('image/') ? contentUrl : undefined;
      return { contentType, contentUrl, ...(thumbnailUrl && { thumbnailUrl }), name };
    });
    // A client lists its files as attachments too, by addresses that only it knows: ours take their place.
    const others = given.activity.attachments?.filter(({ contentUrl }) => !contentUrl) ?? [];
    const withFiles = { ...given.activity, attachments: [...others, ...attached] };
    await accept(claims, { ...given, activity: withFiles }, acknowledgeTo(response));
  }

  async function startConversation({ request, response }: Call): Promise<void> {
    const body = startSchema.safeParse((await readJson(request)) ?? {});
    if (!body.success) throw badArgument('Expected {user: {id, name}, locale}.');
    const { user, locale } = body.data;
    const claims = access.showsSecret(request)
      ? access.newClaims(user ?? {})
      : await access.authorise(request);
    if (claims.agent !== undefined) throw forbidden('People at the desk begin no conversation.');
    const existing = await access.liveOrFresh(claims);
    if (!existing) {
      await vouchFor(claims);
      await conversations.start({
        id: claims.conv,
        channel: 'directline',
        userId: claims.user,
        userName: claims.name,
        locale: locale ?? undefined,
      });
    }
    answer(response, existing ? 200 : 201, await session(request, claims, 0));
  }

  async function vouchFor({ user, name, customer, email }: TokenClaims): Promise<void> {
    if (customer === undefined) return;
    await parts.vouch({ channel: 'directline', userId: user }, { shopCustomerId: customer, name, email });
  }

  /** After a lost socket or a reload: `0` replays all, an empty watermark brings only what is new. */
  async function resume({ request, response, id, query }: Call): Promise<void> {
    const claims = await access.authorise(request, id);
    const conversation = await access.needLive(claims);
    const watermark = query.get('watermark');
    const after = watermark ? readWatermark(watermark) : conversation.watermark;
    answer(response, 200, await session(request, claims, after));
  }

  async function session(request: IncomingMessage, claims: TokenClaims, after: number) {
    const address = parts.addressOf(request).replace(/^http/, 'ws');
    const ticket = await parts.tokens.issueStream(claims.conv, claims);
    const path = `${basePath}/conversations/${encodeURIComponent(claims.conv)}/stream`;
    return {
      ...(await access.tokenFor(claims)),
      streamUrl: `${address}${path}?watermark=${after}&t=${ticket}`,
    };
  }

  /** A page of the log; a client that polls asks again with the watermark it got. */
  async function poll({ request, response, id, query }: Call): Promise<void> {
    const claims = await access.authorise(request, id);
    const after = readWatermark(query.get('watermark') || '0');
    const entries = await readFor(claims, after).catch((error: unknown) => {
      if (error instanceof DirectLineError) throw error;
      // On any error but 403 and 404 real clients stop polling for ever; a store that fails is back soon.
      log.error({ conversation: id, error: messageOf(error) }, 'A poll found nothing: the store failed');
      return [];
    });
    const shown = entries
      .filter((entry) => claims.agent !== undefined || entry.audience === 'all')
      .map(wireJson);
    const watermark = entries.at(-1)?.watermark ?? after;
    answerJson(response, 200, `{"activities":[${shown.join(',')}],"watermark":"${watermark}"}`);
  }

  async function readFor(claims: TokenClaims, after: number): Promise<Entry[]> {
    await access.needReadable(claims);
    return conversations.read(claims.conv, { after });
  }

  /** The shop's back end asks for a token on behalf of a user. */
  async function generateToken({ request, response }: Call): Promise<void> {
    if (!access.showsSecret(request)) throw forbidden('The secret is not the one of this server.');
    const body = generateSchema.safeParse((await readJson(request)) ?? {});
    if (!body.success) throw badArgument('Expected {user: {id, name}, trustedOrigins: [origin]}.');
    const { user, User, trustedOrigins, TrustedOrigins } = body.data;
    const claims = access.newClaims(user ?? User ?? {}, trustedOrigins ?? TrustedOrigins);
    answer(response, 200, await access.tokenFor(claims));
  }

  async function refreshToken({ request, response }: Call): Promise<void> {
    const claims = await access.authorise(request);
    if (claims.agent !== undefined) throw forbidden('Get a new token from the desk.');
    await access.liveOrFresh(claims);
    answer(response, 200, await access.tokenFor(claims));
  }
}

/** https://www.w3.org/TR/gpc/#the-sec-gpc-header-field-for-http-requests */
const signalsOf = (request: IncomingMessage) => ({ privacy: request.headers['sec-gpc'] === '1' });

const acknowledgeTo = (response: ServerResponse) => (id: string) => answer(response, 200, { id });

/** `/v3/directline/conversations/C1/activities` → `conversations/:id/activities` and `C1`. */
function readPath(pathname: string): { pattern: string; id: string } {
  const [area = '', id, ...rest] = pathname.slice(basePath.length + 1).split('/');
  const named = area === 'conversations' || area === 'attachments';
  if (!named || !id) return { pattern: [area, id, ...rest].filter(Boolean).join('/'), id: '' };
  return { pattern: [area, ':id', ...rest].join('/'), id: readSegment(id) };
}

function readSegment(segment: string): string {
  try {
    const text = decodeURIComponent(segment);
    if (withoutControls(text) === text) return text;
  } catch {
    // Answered like every other address that cannot be ours.
  }
  throw badArgument('The address is not properly encoded.');
}

function readWatermark(text: string): number {
  const watermark = Number(text);
  if (!Number.isSafeInteger(watermark) || watermark < 0)
    throw badArgument('The watermark is not a number of ours.');
  return watermark;
}

const cleanText = (length: number) => z.string().max(length).transform(withoutControls);
const userId = cleanText(200).pipe(z.string().min(1));
const userSchema = z
  .looseObject({ id: userId.nullish(), name: cleanText(200).nullish() })
  .transform(({ id, name }) => ({ id: id ?? undefined, name: name ?? undefined }));
const originsSchema = z.array(z.string().max(300)).max(50);

const startSchema = z.object({ user: userSchema.nullish(), locale: cleanText(35).nullish() });

/** Both casings are in use: the documentation's and that of older back ends. */
const generateSchema = z.object({
  user: userSchema.optional(),
  User: z
    .looseObject({ Id: userId.optional(), Name: cleanText(200).optional() })
    .transform(({ Id, Name }) => ({ id: Id, name: Name }))
    .optional(),
  trustedOrigins: originsSchema.optional(),
  TrustedOrigins: originsSchema.optional(),
});
