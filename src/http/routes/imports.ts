/** What the shop's back end tells of shops, feeds and orders: upload, sources with a schedule, matches. */
import { z } from 'zod';
import type { ImportDesk, ImportReport, SourceState } from '../../commerce/index.ts';
import {
  isSourceKind,
  listRuns,
  listShops,
  listSources,
  offerKinds,
  orderKinds,
  saveShop,
  taxRateShape,
} from '../../commerce/index.ts';
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import type { Database } from '../../store/index.ts';
import { defineRoute, type Route } from '../api/index.ts';

export interface ImportRouteParts {
  readonly imports: ImportDesk;
  readonly database: Database;
  readonly clock: Clock;
}

const tag = 'Imports';
const kinds = [...offerKinds, ...orderKinds];
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'small letters, digits and hyphens');
const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code');
const money = z.number().int().min(0);

const shopBody = z.object({
  name: z.string().min(1).max(200),
  currency,
  url: z.url({ protocol: /^https?$/ }).optional(),
  country: z.string().length(2).optional(),
  city: z.string().max(200).optional(),
  own: z.boolean().default(false).describe("True for the merchant's own shop"),
  shippingMinor: money.optional().describe('Shipping in minor units, where an offer names none'),
  freeFromMinor: money.optional().describe('Orders from this amount on ship free'),
  taxIncluded: z.boolean().optional().describe('Whether prices contain the tax'),
  taxRates: z
    .array(taxRateShape)
    .max(1_000)
    .readonly()
    .optional()
    .describe('By where it ships to; of tax that comes on top'),
});
const shopAnswer = shopBody.extend({ id: z.string() });
const reportAnswer = z.object({
  rows: z.number(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  gone: z.number(),
  withheld: z
    .number()
    .describe('No longer listed but kept, because the file was not fully readable or very short'),
  refusedCount: z.number(),
  refused: z
    .array(z.object({ row: z.number(), code: z.string(), reason: z.string() }))
    .describe('The first refusals'),
  durationMs: z.number(),
});
const sourceAnswer = z.object({
  id: z.string(),
  shop: z.string(),
  kind: z.string(),
  locations: z.array(z.string()),
  complete: z.boolean(),
  schedule: z.string().optional(),
  timeZone: z.string().optional(),
  lastStatus: z.string().optional(),
  lastRunAt: z.number().optional().describe('Unix ms'),
  lastSuccessAt: z.number().optional(),
  nextRunAt: z.number().optional(),
});
const offer = z.object({ shop: z.string().max(200), id: z.string().max(500) });
const sourceParams = z.object({ shop: name, source: name });

/** A source that cannot be read is the caller's to mend; what was known before stays. */
const errors = Object.fromEntries([
  ...[
    'columns',
    'doctype',
    'empty',
    'encoding',
    'file',
    'failed',
    'id',
    'kind',
    'location',
    'nothing',
    'order',
    'record',
    'shape',
    'syntax',
    'text',
    'url',
    'worker',
  ].map((word) => [`import.${word}`, 422] as const),
  ...['address', 'failed', 'private', 'redirects', 'robots', 'timeout', 'too-large'].map(
    (word) => [`fetch.${word}`, 422] as const,
  ),
  ...['money.currency', 'catalogue.id', 'catalogue.schedule', 'catalogue.kind'].map(
    (code) => [code, 422] as const,
  ),
  ['import.overtaken', 409],
  ['catalogue.unknown-shop', 404],
]);

export function importRoutes({ imports, database, clock }: ImportRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/shops',
      access: 'shop',
      tag,
      summary: 'The shops whose offers are known',
      answer: z.object({ shops: z.array(shopAnswer) }),
      handle: async () => ({ shops: await listShops(database) }),
    }),
    defineRoute({
      method: 'put',
      path: '/api/shops/{shop}',
      access: 'shop',
      tag,
      summary: 'Adds a shop or changes what is known of it',
      params: z.object({ shop: name }),
      body: shopBody,
      errors,
      handle: async ({ params, body }) => saveShop(database, { id: params.shop, ...body }, clock.now()),
    }),
    defineRoute({
      method: 'post',
      path: '/api/shops/{shop}/imports/{source}',
      access: 'shop',
      tag,
      summary: 'Imports a feed, an export or an order history: all of it or nothing',
      description: `The body is the file itself. Kinds: ${kinds.join(', ')}; told from the content when left out. The same file again changes nothing.`,
      streams: 'application/octet-stream',
      params: sourceParams,
      query: z.object({
        kind: z.string().optional(),
        currency: currency
          .optional()
          .describe('Of prices that name none; the currency of the shop when left out'),
        partial: z.enum(['true', 'false']).default('false').describe('What the file does not list stays'),
      }),
      errors,
      answer: reportAnswer.extend({ kind: z.string() }),
      handle: async ({ params, query, request }) =>
        shown(
          await imports.upload({
            shop: params.shop,
            name: params.source,
            kind: kindIn(query.kind),
            currency: query.currency,
            complete: query.partial !== 'true',
            body: request,
          }),
        ),
    }),
    defineRoute({
      method: 'get',
      path: '/api/sources',
      access: 'shop',
      tag,
      summary: 'Where offers and orders come from, and how it went last',
      answer: z.object({ sources: z.array(sourceAnswer) }),
      handle: async () => ({ sources: (await listSources(database)).map(shownSource) }),
    }),
    defineRoute({
      method: 'put',
      path: '/api/sources/{shop}/{source}',
      access: 'shop',
      tag,
      summary: 'Adds or changes a source that is fetched, at its times if it has a schedule',
      params: sourceParams,
      body: z.object({
        kind: z.enum(kinds),
        locations: z
          .array(z.url({ protocol: /^https?$/ }))
          .min(1)
          .max(1_000),
        currency: currency.optional(),
        complete: z.boolean().default(true),
        schedule: z.string().max(100).optional().describe('Cron expression'),
        timeZone: z.string().max(60).optional(),
      }),
      errors,
      handle: async ({ params, body }) =>
        imports.keep({ id: `${params.shop}/${params.source}`, shopId: params.shop, ...body }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/sources/{shop}/{source}/run',
      access: 'shop',
      tag,
      summary: 'Fetches and imports a source now',
      params: sourceParams,
      errors,
      answer: reportAnswer,
      handle: async ({ params }) => shown(await imports.run(`${params.shop}/${params.source}`)),
    }),
    defineRoute({
      method: 'get',
      path: '/api/sources/{shop}/{source}/runs',
      access: 'shop',
      tag,
      summary: 'The last runs of a source with their reports',
      params: sourceParams,
      answer: z.object({
        runs: z.array(
          z.object({
            id: z.string(),
            startedAt: z.number(),
            finishedAt: z.number().optional(),
            status: z.string(),
            report: z.looseObject({}),
          }),
        ),
      }),
      handle: async ({ params }) => {
        const runs = await listRuns(database, `${params.shop}/${params.source}`);
        return {
          runs: runs.map(({ report, ...run }) => ({
            ...run,
            report: z.looseObject({}).parse(JSON.parse(report)),
          })),
        };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/matches',
      access: 'shop',
      tag,
      summary: 'Says that two offers are the same product, or that they are not; it is remembered',
      body: z.object({
        a: offer,
        b: offer,
        verdict: z.enum(['same', 'different']),
        by: z.string().max(200).default('shop').describe('Who decided, for the record'),
      }),
      errors,
      handle: async ({ body }) => imports.decide({ ...body, at: clock.now() }),
    }),
  ];
}

function kindIn(text: string | undefined) {
  if (text === undefined || isSourceKind(text)) return text;
  throw new ShopdeskError('import.kind', `"${text.slice(0, 40)}" is no kind.`, {
    remedy: `One of ${kinds.join(', ')}.`,
  });
}

function shown<Report extends ImportReport>(report: Report) {
  return { ...report, refused: [...report.refused] };
}

function shownSource({ shopId, locations, ...rest }: SourceState) {
  return { ...rest, shop: shopId, locations: [...locations] };
}
