/** Customers for the people at the desk and for the shop's back end: who someone is, what they agreed to, and their rights. */
import { z } from 'zod';
import { languages } from '../../core/language.ts';
import {
  type CustomerKeeper,
  type CustomerProfile,
  channelPattern,
  consentHistory,
  customerOfEmail,
  customerOfShop,
  customerOfUser,
  emailAddress,
  findCustomer,
  mergesOf,
  type Privacy,
  purposes,
  saveCustomers,
  undoMerge,
} from '../../customers/index.ts';
import { defineRoute, type HttpReply, type Route } from '../api/index.ts';
import { dataFile, unknownCustomer } from './customer-links.ts';

export interface CustomerRouteParts {
  readonly keeper: CustomerKeeper;
  readonly privacy: Privacy;
  /** How many orders these ids have. */
  readonly countOrders: (customer: CustomerProfile) => Promise<number>;
}

const tag = 'Customers';
const byId = z.object({ id: z.string().max(200) });

const consentShape = z.object({
  purpose: z.string(),
  channel: z.string(),
  granted: z.boolean(),
  at: z.number().describe('Unix ms'),
});
const profileShape = z.object({
  id: z.string(),
  recordIds: z.array(z.string()),
  name: z.string().optional(),
  language: z.string().optional(),
  timeZone: z.string().optional(),
  place: z
    .object({
      city: z.string(),
      region: z.string().optional(),
      country: z.string(),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
      from: z.string(),
    })
    .optional(),
  emails: z.array(z.object({ address: z.string(), confirmed: z.boolean(), proved: z.boolean() })),
  shopCustomerIds: z.array(z.string()),
  channelUsers: z.array(z.object({ channel: z.string(), userId: z.string() })),
  consents: z.array(consentShape),
  interests: z
    .array(
      z.object({
        kind: z.string(),
        name: z.string(),
        weight: z.number(),
        lastSeen: z.number(),
        because: z.array(z.string()),
      }),
    )
    .describe('Empty without consent to personalisation'),
  createdAt: z.number(),
  seenAt: z.number(),
  orders: z.number(),
});
const mergeShape = z.object({
  id: z.string(),
  from: z.string(),
  into: z.string(),
  proof: z.string(),
  evidence: z.string(),
  at: z.number(),
  undoneAt: z.number().optional(),
  undoneBy: z.string().optional(),
});

/** One customer as the shop's back end states them. */
const line = (length: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(length)
    .refine((text) => !/\p{Cc}/u.test(text), 'has control characters');
const statedShape = z.strictObject({
  id: line(150).describe("The shop's own id, as orders name it"),
  name: line(200).optional(),
  email: z
    .string()
    .max(300)
    .transform((text, context) => {
      const address = emailAddress(text);
      if (address !== undefined) return address;
      context.addIssue('is no e-mail address');
      return z.NEVER;
    })
    .optional()
    .describe('Only one that the shop itself has verified: it proves who someone is'),
  language: z.enum(languages).optional(),
  timeZone: line(60)
    .refine((zone) => isTimeZone(zone), 'is no IANA time zone')
    .optional(),
  city: line(120).optional(),
  region: line(120).optional(),
  country: line(60).optional(),
  consents: z
    .array(
      z.strictObject({
        purpose: z.enum(purposes),
        channel: z.string().regex(channelPattern).describe('`all` for personalisation'),
        granted: z.boolean(),
        wording: line(2_000).describe('The very words that were agreed to'),
      }),
    )
    .max(50)
    .optional(),
});

export function customerRoutes({ keeper, privacy, countOrders }: CustomerRouteParts): Route[] {
  async function need(id: string): Promise<CustomerProfile> {
    const customer = await findCustomer(keeper, id);
    if (!customer) throw unknownCustomer();
    return customer;
  }
  const told = async (customer: CustomerProfile) => ({
    ...customer,
    recordIds: [...customer.recordIds],
    emails: [...customer.emails],
    shopCustomerIds: [...customer.shopCustomerIds],
    channelUsers: [...customer.channelUsers],
    consents: [...customer.consents],
    interests: customer.interests.map((interest) => ({ ...interest, because: [...interest.because] })),
    orders: await countOrders(customer),
  });

  return [
    defineRoute({
      method: 'get',
      path: '/api/customers',
      access: 'agent',
      tag,
      summary: 'Finds a customer by address, by the shop’s id, or by a channel’s user',
      query: z.object({
        email: z.string().max(300).optional(),
        shopId: z.string().max(200).optional(),
        user: z.string().max(300).optional().describe('CHANNEL:USER'),
      }),
      answer: z.object({ customers: z.array(profileShape) }),
      async handle({ query: { email, shopId, user } }) {
        const address = emailAddress(email);
        const at = user?.indexOf(':') ?? -1;
        const found = await Promise.all([
          address && customerOfEmail(keeper, address),
          shopId && customerOfShop(keeper, shopId),
          user &&
            at > 0 &&
            customerOfUser(keeper, { channel: user.slice(0, at), userId: user.slice(at + 1) }),
        ]);
        const customers = new Map(found.flatMap((each) => (each ? [[each.id, each] as const] : [])));
        return { customers: await Promise.all([...customers.values()].map(told)) };
      },
    }),
    defineRoute({
      method: 'put',
      path: '/api/customers',
      access: 'shop',
      tag,
      summary: 'States customers of the shop, at most 500 at once; the same again changes nothing',
      maxBodyBytes: 500_000,
      body: z.strictObject({ customers: z.array(statedShape).min(1).max(500) }),
      answer: z.object({
        saved: z.number(),
        erased: z
          .array(z.string())
          .describe('Ids of customers who asked to be forgotten: nothing is kept of them'),
      }),
      handle: ({ body }) => saveCustomers(keeper, body.customers),
    }),
    defineRoute({
      method: 'get',
      path: '/api/customers/{id}',
      access: 'agent',
      tag,
      summary: 'One customer: identities, consents, interests, orders',
      params: byId,
      answer: profileShape,
      handle: async ({ params }) => told(await need(params.id)),
    }),
    defineRoute({
      method: 'get',
      path: '/api/customers/{id}/history',
      access: 'agent',
      tag,
      summary: 'Every yes and no of a customer with its proof, and every merge of their records',
      params: byId,
      answer: z.object({
        consents: z.array(
          consentShape.extend({ givenIn: z.string(), wording: z.string(), language: z.string() }),
        ),
        merges: z.array(mergeShape),
      }),
      async handle({ params }) {
        const { recordIds } = await need(params.id);
        const [consents, merges] = await Promise.all([
          consentHistory(keeper, recordIds),
          mergesOf(keeper, recordIds),
        ]);
        return { consents, merges };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/customers/merges/{id}/undo',
      access: 'supervisor',
      tag,
      summary: 'Takes a merge back: each side is a person of its own again',
      params: byId,
      handle: ({ params, principal }) =>
        undoMerge(keeper, params.id, principal.agentId ? `agent:${principal.agentId}` : principal.role),
    }),
    defineRoute({
      method: 'get',
      path: '/api/customers/{id}/data',
      access: 'admin',
      tag,
      summary: 'Everything that is kept of a customer, as one JSON file',
      params: byId,
      handle: async ({ params }): Promise<HttpReply> =>
        dataFile(await privacy.exportOf({ customer: await need(params.id) })),
    }),
    defineRoute({
      method: 'delete',
      path: '/api/customers/{id}',
      access: 'admin',
      tag,
      summary: 'Erases a customer from every table and file',
      params: byId,
      handle: async ({ params }) => privacy.forget({ customer: await need(params.id) }),
    }),
  ];
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
