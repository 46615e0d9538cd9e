/** `POST /api/events`: page views, carts and orders, from the shop's back end or from its page. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import {
  batchShape,
  type ChannelUser,
  customerOfUser,
  type EventParts,
  type EventSender,
  isPersonalised,
  takeEvents,
} from '../../customers/index.ts';
import { defineRoute, type Principal, type Route } from '../api/index.ts';

export interface EventRouteParts extends EventParts {
  /** The user whose chat token the request shows; rejects without a genuine one. */
  readonly userOf: (request: IncomingMessage) => Promise<ChannelUser>;
}

const maxBytes = 2_000_000;

export function eventRoutes({ userOf, ...parts }: EventRouteParts): Route[] {
  async function senderOf(principal: Principal | undefined, request: IncomingMessage): Promise<EventSender> {
    if (principal?.role === 'shop' || principal?.role === 'admin') return { kind: 'shop' };
    const user = await userOf(request).catch(() => undefined);
    if (!user) {
      throw new ShopdeskError(
        'events.unauthorized',
        'Events come from the shop, or from a page with a chat.',
        {
          remedy: 'Send "Authorization: Bearer …" with DIRECT_LINE_SECRET, or with the token of the chat.',
        },
      );
    }
    const customer = await customerOfUser(parts.keeper, user);
    const objects = request.headers['sec-gpc'] === '1';
    if (!customer || objects || !isPersonalised(customer)) {
      throw new ShopdeskError('events.forbidden', 'The shopper did not agree to this, so nothing is kept.');
    }
    return { kind: 'page', customer };
  }

  return [
    defineRoute({
      method: 'post',
      path: '/api/events',
      access: 'anyone',
      tag: 'Customers',
      summary:
        'Reports page views, carts and orders, at most 1,000 at once; the same event again changes nothing',
      description:
        'From the shop’s back end with DIRECT_LINE_SECRET or ADMIN_TOKEN, or from a page with the token of its chat. Page views and carts are kept only of customers who agreed to personalisation; from a page with Global Privacy Control nothing is. Each event is judged by itself: `refused` says which was not taken, and why.',
      maxBodyBytes: maxBytes,
      crossOrigin: true,
      body: batchShape,
      answer: z.object({
        accepted: z.number(),
        repeated: z.number().describe('Had come before'),
        withoutConsent: z.number().describe('Of customers who did not agree, or are not known: not kept'),
        refused: z.array(z.object({ index: z.number(), reason: z.string() })),
      }),
      async handle({ body, principal, request }) {
        const taken = await takeEvents(parts, await senderOf(principal, request), body.events);
        return { ...taken, refused: [...taken.refused] };
      },
    }),
  ];
}
