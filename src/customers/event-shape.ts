/** Events that the shop or its page reports: what one may look like, each checked by itself. */
import { z } from 'zod';

/** A text of one line that can be stored anywhere: no control characters. Lone surrogates were mended on the way in. */
const line = (length: number) =>
  z
    .string()
    .min(1)
    .max(length)
    .refine((text) => !/\p{Cc}/u.test(text), 'has control characters');

const webAddress = line(2_000).refine(
  (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
  'is no http or https address',
);

/** ISO 8601 with an offset, or Unix milliseconds. */
const time = z
  .union([z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.number().int()])
  .describe('When it happened: ISO 8601 with an offset, or Unix ms');

const product = z.strictObject({
  id: line(200),
  title: line(500).optional(),
  artist: line(200).optional(),
  brand: line(200).optional(),
  category: line(200).optional(),
});
const amount = z.strictObject({
  amount: z.string().regex(/^\d{1,12}(?:\.\d{1,4})?$/, 'is no decimal such as 1299.00'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is no ISO 4217 code'),
});

const head = {
  id: line(200).describe('Made by the sender: the same id again is the same event'),
  at: time,
  customerId: line(150)
    .optional()
    .describe("The shop's own id of the customer; a page leaves it out, it speaks for its shopper only"),
};

const pageView = z.strictObject({
  ...head,
  kind: z.literal('page-view'),
  page: z.strictObject({ url: webAddress, title: line(500).optional() }),
  product: product.optional(),
});
const cart = z.strictObject({
  ...head,
  kind: z.literal('cart'),
  items: z
    .array(product.extend({ quantity: z.number().int().min(1).max(100_000) }))
    .max(200)
    .describe('Everything that is in it now; empty when it was emptied'),
  total: amount.optional(),
});
const order = z.strictObject({
  ...head,
  kind: z.literal('order'),
  order: z.strictObject({
    id: line(200),
    number: line(100),
    email: line(254).optional(),
    status: z.enum(['placed', 'packed', 'shipped', 'delivered', 'cancelled', 'returned']),
    placedAt: time,
    expectedOn: z.iso.date().optional(),
    carrier: line(100).optional(),
    trackingNumber: line(100).optional(),
    trackingUrl: webAddress.optional(),
    total: amount.optional(),
    shipTo: z
      .strictObject({ city: line(120), region: line(120).optional(), country: line(60) })
      .optional()
      .describe('The city alone: kept as the place of a customer who agreed to personalisation'),
    lines: z
      .array(
        z.strictObject({
          offer: line(200).optional().describe("The shop's own id of the offer"),
          title: line(500),
          quantity: z.number().int().min(0).max(100_000),
          returned: z.number().int().min(0).max(100_000).optional(),
          price: amount.optional(),
          artist: line(200).optional(),
          brand: line(200).optional(),
          category: line(200).optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
});

/** One event. */
export const eventShape = z.discriminatedUnion('kind', [pageView, cart, order]);
export type ShopEvent = z.infer<typeof eventShape>;
export type OrderEvent = z.infer<typeof order>;

/** Most events of one call. */
export const mostEvents = 1_000;

/** A whole call; what is in it is checked event by event, so that one bad event does not cost the others. */
export const batchShape = z.strictObject({
  events: z.array(z.unknown()).min(1).max(mostEvents).describe('See the shapes of an event'),
});
