/** What stands beside a chat at the desk: the handoff card, the customer, suggested answers. Times are Unix ms. */
import { z } from 'zod';

export const pageShape = z.object({
  at: z.number(),
  url: z.string().nullable(),
  title: z.string().nullable(),
  product: z.object({ id: z.string(), title: z.string().nullable() }).nullable(),
});

export const suggestionShape = z.object({
  id: z.string().describe('To say whether it was taken'),
  source: z.string().describe('Such as faq:returns'),
  title: z.string(),
  text: z.string().describe('Markdown, ready to be sent'),
  confidence: z.number().describe('0 to 1, what was learnt from taken and refused ones included'),
  why: z.string().describe('The nearest phrasing of the knowledge'),
});
export type Suggestion = z.infer<typeof suggestionShape>;

export const actionShape = z.object({
  kind: z.enum(['product', 'act']),
  title: z.string(),
  text: z.string().describe('Markdown, ready to be sent'),
  reason: z.string(),
  url: z.string().nullable(),
});
export type NextAction = z.infer<typeof actionShape>;

export const cardShape = z.object({
  asked: z
    .array(z.object({ at: z.number(), text: z.string() }))
    .describe(
      'What the shopper asked before and wrote since, oldest first, without their calls for a person',
    ),
  tried: z
    .array(
      z.object({
        at: z.number(),
        question: z.string(),
        answered: z
          .object({ en: z.string(), zh: z.string() })
          .nullable()
          .describe('What the bot took it for, in each language; null when it declined'),
        source: z.string().nullable(),
        confidence: z.number().nullable(),
        zone: z.enum(['answer', 'offer', 'decline']),
      }),
    )
    .describe('What the bot tried and how sure it was'),
  form: z.record(z.string(), z.string()).describe('What the shopper filled in and nobody used yet'),
  mood: z.string().nullable(),
  page: pageShape.nullable().describe('Where the shopper is now'),
  path: z.array(pageShape).describe('The way there, oldest first'),
  cart: z.object({ total: z.string().nullable(), items: z.array(z.string()) }).nullable(),
  orders: z.array(z.string()).describe('Order numbers that were named'),
  draft: suggestionShape.nullable().describe('The best answer to what was asked last'),
});
export type Card = z.infer<typeof cardShape>;

export const customerShape = z.object({
  name: z.string().nullable(),
  verified: z.boolean(),
  language: z.string().nullable(),
  place: z.string().nullable(),
  timeZone: z.string().nullable(),
  emails: z.array(z.string()),
  since: z.number().nullable(),
  interests: z.array(z.string()),
  preferences: z.record(z.string(), z.string()),
  orders: z.array(
    z.object({
      number: z.string(),
      status: z.string(),
      placedAt: z.number(),
      total: z.string().nullable().describe('With its currency'),
      expectedOn: z.string().nullable(),
      trackingUrl: z.string().nullable(),
      lines: z.array(z.object({ title: z.string(), quantity: z.number() })),
    }),
  ),
  chats: z.array(
    z.object({
      id: z.string(),
      caseId: z.string(),
      openedAt: z.number(),
      status: z.string(),
      outcome: z.string().nullable(),
      disposition: z.string().nullable(),
      agent: z.string().nullable(),
      score: z.number().nullable(),
      preview: z.string().nullable(),
    }),
  ),
  alerts: z.array(z.object({ id: z.string(), text: z.string(), state: z.string() })),
});
export type CustomerPanel = z.infer<typeof customerShape>;
