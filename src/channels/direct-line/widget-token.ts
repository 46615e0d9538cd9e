/** `POST /widget/token`: a token for an anonymous visitor of a page that may embed the widget. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { createRateWindow } from '../rate-window.ts';
import type { Access } from './access.ts';
import { answer, fail } from './answers.ts';
import { DirectLineError, forbidden } from './errors.ts';

export interface WidgetTokenParts {
  readonly access: Access;
  /** Origins of pages that may embed the widget; `*` for any. The own address always may. */
  readonly allowedOrigins: readonly string[];
  readonly perMinute: number;
  readonly addressOf: (request: IncomingMessage) => string;
  /** The network address of the visitor. */
  readonly visitorOf: (request: IncomingMessage) => string;
  readonly clock: Clock;
  readonly log: Log;
}

export function createWidgetToken(parts: WidgetTokenParts) {
  const window = createRateWindow({ most: parts.perMinute, windowMs: 60_000, clock: parts.clock });

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { origin } = request.headers;
      if (origin) {
        checkOrigin(request, origin);
        response.setHeader('Access-Control-Allow-Origin', origin);
        response.setHeader('Vary', 'Origin');
      }
      if (request.method === 'OPTIONS') return preflight(response);
      if (request.method !== 'POST') throw new DirectLineError(405, 'BadArgument', 'Ask with POST.');
      if (!window.allows(parts.visitorOf(request))) {
        response.setHeader('Retry-After', '60');
        throw new DirectLineError(
          429,
          'TooManyTokens',
          'Too many chats were opened from here. Wait a minute.',
        );
      }
      // The body says nothing that is needed; it is let go by unread.
      request.resume();
      const claims = parts.access.newClaims({});
      const { conversationId, token, expires_in } = await parts.access.tokenFor(claims);
      answer(response, 200, { token, userId: claims.user, conversationId, expires_in });
    } catch (error) {
      fail(request, response, error, parts.log);
    }
  };

  function checkOrigin(request: IncomingMessage, origin: string): void {
    const { allowedOrigins } = parts;
    const allowed = allowedOrigins.includes('*') || allowedOrigins.includes(origin);
    if (!allowed && origin !== parts.addressOf(request)) {
      throw forbidden('This page may not embed the chat: add its origin to ALLOWED_ORIGINS.');
    }
  }
}

function preflight(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Methods', 'POST, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', 'content-type');
  response.setHeader('Access-Control-Max-Age', '7200');
  response.writeHead(204).end();
}
