/**
 * `POST /widget/token`: a token for a visitor of a page that may embed the widget; with `{customerToken}` for the customer
 * who is signed in there. `POST /widget/identify`: the same word of the shop for a chat that has begun.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { hasCode } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { networkOf } from '../../core/network-of.ts';
import { createRateWindow } from '../rate-window.ts';
import { readJson } from '../request-body.ts';
import type { Access } from './access.ts';
import { answer, fail } from './answers.ts';
import type { VerifyCustomer } from './customer-token.ts';
import { badArgument, DirectLineError, forbidden } from './errors.ts';
import type { Vouch } from './routes.ts';

export interface WidgetTokenParts {
  readonly access: Access;
  readonly verifyCustomer: VerifyCustomer;
  readonly vouch: Vouch;
  /** Origins of pages that may embed the widget; `*` for any. The own address always may. */
  readonly allowedOrigins: readonly string[];
  readonly perMinute: number;
  readonly addressOf: (request: IncomingMessage) => string;
  /** The network address of the visitor. */
  readonly visitorOf: (request: IncomingMessage) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Anybody can name an origin: so many of them are worth a line, each once. */
const mostTold = 50;

export function createWidgetToken(parts: WidgetTokenParts) {
  const window = createRateWindow({ most: parts.perMinute, windowMs: 60_000, clock: parts.clock });
  const told = new Set<string>();

  return { token: handler(giveToken), identify: handler(identify) };

  function handler(act: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
    return (request: IncomingMessage, response: ServerResponse) => handle(request, response, act);
  }

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    act: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): Promise<void> {
    try {
      const { origin } = request.headers;
      if (origin) {
        checkOrigin(request, origin);
        response.setHeader('Access-Control-Allow-Origin', origin);
        response.setHeader('Vary', 'Origin');
      }
      if (request.method === 'OPTIONS') return preflight(response);
      if (request.method !== 'POST') throw new DirectLineError(405, 'BadArgument', 'Ask with POST.');
      if (!window.allows(networkOf(parts.visitorOf(request)))) {
        response.setHeader('Retry-After', '60');
        throw new DirectLineError(
          429,
          'TooManyTokens',
          'Too many chats were opened from here. Wait a minute.',
        );
      }
      await act(request, response);
    } catch (error) {
      fail(request, response, error, parts.log);
    }
  }

  async function giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const customerToken = await readCustomerToken(request);
    const customer = customerToken === undefined ? undefined : await parts.verifyCustomer(customerToken);
    const { name, email } = customer ?? {};
    const claims = parts.access.newClaims(
      customer ? { id: `dl_${customer.shopCustomerId}`, name, email } : {},
    );
    const { conversationId, token, expires_in } = await parts.access.tokenFor(claims);
    answer(response, 200, { token, userId: claims.user, conversationId, expires_in });
  }

  /** A visitor signed in to the shop with the chat open: what they said so far is theirs. */
  async function identify(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const claims = await parts.access.authorise(request);
    const conversation = await parts.access.liveOrFresh(claims);
    const customerToken = await readCustomerToken(request);
    if (customerToken === undefined) throw badArgument('Expected {customerToken}.');
    const customer = await parts.verifyCustomer(customerToken);
    try {
      if (conversation) await parts.vouch({ channel: 'directline', userId: claims.user }, customer);
    } catch (error) {
      if (!hasCode(error, 'customers.conflict')) throw error;
      throw new DirectLineError(
        409,
        'CustomerConflict',
        'This chat is of another customer. Begin a new one.',
      );
    }
    answer(response, 200, {});
  }

  /** The browser keeps the reason from the page: whoever forgot the setting finds it here. */
  function tell(origin: string): void {
    if (told.has(origin) || told.size >= mostTold) return;
    told.add(origin);
    parts.log.warn(
      { origin: origin.slice(0, 200) },
      'A page wants the chat and may not have it: add its origin to ALLOWED_ORIGINS',
    );
  }

  function checkOrigin(request: IncomingMessage, origin: string): void {
    const { allowedOrigins } = parts;
    const allowed = allowedOrigins.includes('*') || allowedOrigins.includes(origin);
    if (!allowed && origin !== parts.addressOf(request)) {
      tell(origin);
      throw forbidden('This page may not embed the chat: add its origin to ALLOWED_ORIGINS.');
    }
  }
}

const bodySchema = z.object({ customerToken: z.string().max(4_000).optional() });

/** Clients of before send no body, or one that says something else. */
async function readCustomerToken(request: IncomingMessage): Promise<string | undefined> {
  const body = bodySchema.safeParse((await readJson(request)) ?? {});
  if (!body.success) throw badArgument('Expected {customerToken}, a JWT signed by the shop.');
  return body.data.customerToken;
}

function preflight(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Methods', 'POST, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
  response.setHeader('Access-Control-Max-Age', '7200');
  response.writeHead(204).end();
}
