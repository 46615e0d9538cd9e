/** Webhooks as the desk's API shows them; every type of it is inferred from here. Times are Unix ms, UTC. */
import { z } from 'zod';

/** What can be heard of, and when it is told. */
export const webhookEvents = {
  'chat.queued': 'A chat waits for a person, for the first time or again',
  'chat.accepted': 'A person has taken a chat',
  'chat.closed': 'A chat with people is over, or went back to the bot',
  'chat.rated': 'A shopper gave stars to a chat',
  'case.created': 'A case begins: a chat for people, or a message left while nobody was there',
  'message.received': 'A shopper wrote, whoever has the conversation',
  'message.sent': 'A person of the shop answered',
  'request.created': 'The bot took a request for the shop’s people',
  'knowledge.changed': 'An answer was saved or deleted at the desk',
} as const;

export type WebhookEvent = keyof typeof webhookEvents;

const names = Object.keys(webhookEvents).filter((name): name is WebhookEvent => name in webhookEvents);
export const eventNameShape = z.enum(names);

const time = z.number().int();

export const webhookShape = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  active: z.boolean(),
  problem: z.string().nullable().describe('Why it was switched off by itself'),
  failingSince: time.nullable(),
  createdAt: time,
  last: z.object({ at: time, state: z.string(), status: z.number().int().nullable() }).nullable(),
});
export type Webhook = z.infer<typeof webhookShape>;

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;

export const deliveryShape = z.object({
  id: z.string().describe('Sent as webhook-id, the same at every try'),
  event: z.string(),
  at: time,
  attempts: z.number().int(),
  state: z.enum(deliveryStates),
  status: z.number().int().nullable().describe('HTTP status of the last answer'),
  error: z.string().nullable(),
  nextAt: time.nullable().describe('When it is tried again'),
  body: z.string(),
});
export type Delivery = z.infer<typeof deliveryShape>;
