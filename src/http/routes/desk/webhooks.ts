/** Webhooks: other systems of the shop are told what happens. */
import { z } from 'zod';
import { deliveryShape, eventNameShape, webhookEvents, webhookShape, words } from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { actorOf, type DeskRouteParts, idParams, idShape } from './parts.ts';

const tag = 'Webhooks';
const secret = z.string().describe('whsec_…; told only now');
const wishShape = z.object({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  events: z.array(eventNameShape).min(1).max(50),
  description: words(200).default(''),
});

export function webhookRoutes({ desk, webhooks }: DeskRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/webhooks',
      access: 'admin',
      tag,
      summary: 'All webhooks, and the events that there are',
      answer: z.object({
        webhooks: z.array(webhookShape),
        events: z.array(z.object({ name: z.string(), what: z.string() })),
      }),
      handle: async () => ({
        webhooks: await webhooks.list(),
        events: Object.entries(webhookEvents).map(([name, what]) => ({ name, what })),
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/webhooks',
      access: 'admin',
      tag,
      summary: 'Add a webhook; the answer has the secret it is signed with',
      description:
        'Every event is sent as POST with the JSON {type, timestamp, data}, signed as Standard Webhooks (standardwebhooks.com) says: header webhook-signature is "v1," and the base64 of the HMAC-SHA256 of "ID.TIMESTAMP.BODY", with the webhook-id and webhook-timestamp (Unix seconds) of the headers, the raw body, and the bytes that the secret encodes in base64 after "whsec_". There are several signatures, separated by spaces, while the secret is changed. Refuse what is older than five minutes. Answer 2xx within 15 s; else it is tried again after 5 s, 30 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h. Deliveries may come twice and in another order: know doubles by webhook-id. 410 switches the webhook off, and so do three days of failures.',
      body: wishShape,
      status: 201,
      answer: z.object({ webhook: webhookShape, secret }),
      async handle({ body, principal }) {
        const added = await webhooks.add(body);
        await desk.audit.record(
          await actorOf(desk, principal),
          'webhook.added',
          added.webhook.id,
          undefined,
          body,
        );
        return added;
      },
    }),
    defineRoute({
      method: 'patch',
      path: '/api/desk/webhooks/{id}',
      access: 'admin',
      tag,
      summary: 'Change a webhook, or switch it off and on',
      params: idParams,
      body: z.object({ ...wishShape.shape, description: words(200), active: z.boolean() }).partial(),
      answer: webhookShape,
      async handle({ params, body, principal }) {
        const before = await webhooks.need(params.id);
        const after = await webhooks.change(params.id, body);
        await desk.audit.record(
          await actorOf(desk, principal),
          'webhook.changed',
          params.id,
          { url: before.url, events: before.events, active: before.active },
          body,
        );
        return after;
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/webhooks/{id}',
      access: 'admin',
      tag,
      summary: 'Take a webhook away, with its log',
      params: idParams,
      async handle({ params, principal }) {
        const { url } = await webhooks.need(params.id);
        await webhooks.remove(params.id);
        await desk.audit.record(await actorOf(desk, principal), 'webhook.removed', params.id, { url });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/webhooks/{id}/secret',
      access: 'admin',
      tag,
      summary: 'A new secret; the old one signs beside it for a day',
      params: idParams,
      answer: z.object({ secret, oldUntil: z.number().int() }),
      async handle({ params, principal }) {
        const made = await webhooks.newSecret(params.id);
        await desk.audit.record(await actorOf(desk, principal), 'webhook.secret', params.id);
        return made;
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/webhooks/{id}/test',
      access: 'admin',
      tag,
      summary: 'Send a test now; the answer tells what came of it',
      perMinute: 30,
      params: idParams,
      answer: deliveryShape,
      handle: ({ params }) => webhooks.test(params.id),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/webhooks/{id}/deliveries',
      access: 'admin',
      tag,
      summary: 'What was sent and what came of it, newest first; kept for 30 days',
      params: idParams,
      query: z.object({
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: z.object({ deliveries: z.array(deliveryShape) }),
      handle: async ({ params, query }) => ({ deliveries: await webhooks.deliveries(params.id, query) }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/webhooks/{id}/deliveries/{delivery}/retry',
      access: 'admin',
      tag,
      summary: 'Send a delivery again',
      params: z.object({ id: idShape, delivery: idShape }),
      answer: deliveryShape,
      handle: ({ params }) => webhooks.retry(params.id, params.delivery),
    }),
  ];
}
