/** The demo shop: four shops, their price history and the orders of one of them, imported like anybody's. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import { parseMoney } from '../../core/money.ts';
import { type Database, type Statement, underLease } from '../../store/index.ts';
import { readTable } from '../import/table.ts';
import type { RawOrder } from '../orders/raw-order.ts';
import { readEcbRates } from '../rates/ecb-rates.ts';
import { saveRates } from '../rates/stored-rates.ts';
import { taxRateShape } from '../tax/stored-tax.ts';
import { importSource } from './import-source.ts';
import { offerKinds, orderKinds } from './kinds.ts';
import { learnedMatches } from './learned-matches.ts';
import { type AttributeValue, type StatedFacts, saveProductFacts } from './product-facts.ts';
import { type FindMatches, recogniseOffers } from './recognise.ts';
import type { ImportReport } from './report.ts';
import { listShops, raiseVersion, type Shop, saveShop, saveSource } from './shops.ts';
import { loadSnapshot, offerNamed } from './snapshot.ts';

export interface DemoOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Says which offers are one product where their numbers do not; the shipped matcher if left out. */
  readonly findMatches?: FindMatches;
}

/**
 * Imports the shops of `folder/shops.yaml` with everything beside it, by the same way as any import. Does nothing when
 * the same files were imported before; of several processes that start at once one imports and the others wait for it.
 * Dates move so that the day the files are of (`asOf`) is today.
 *
 * @returns the reports by source; undefined when there was nothing to do.
 * @throws ShopdeskError `demo.invalid`, and what imports throw.
 */
export async function importDemoShop(
  options: DemoOptions,
  folder: string,
): Promise<Map<string, ImportReport> | undefined> {
  const { database, clock, ids } = options;
  const lease = { database, clock, name: 'demo-shop', holder: ids.next() };
  return underLease(lease, () => importOnce(options, folder));
}

async function importOnce(
  options: DemoOptions,
  folder: string,
): Promise<Map<string, ImportReport> | undefined> {
  const { database, clock } = options;
  const files = await listFiles(folder);
  const digest = await digestOf(files);
  const [known] = await database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
  if (known?.value === digest) return undefined;
  await database.write([mark(begun)]);
  const plan = await readYaml(join(folder, 'shops.yaml'), shopsFile);
  const movedMs = startOfDay(clock.now()) - Date.parse(plan.asOf);
  const reports = await importShops(options, folder, plan, movedMs);
  const { findMatches, threshold } = await learnedMatches();
  await recogniseOffers({ database, clock, threshold, findMatches: options.findMatches ?? findMatches });
  await importFacts(database, folder, movedMs);
  await importPrices(database, join(folder, 'prices.csv'), movedMs);
  await saveRates(database, readEcbRates(await readFile(join(folder, 'rates.xml'), 'utf8')));
  await database.write([mark(digest)]);
  return reports;
}

/** True for a store that has no shop at all, and for one where the import of the demo shop was broken off. */
export async function isDemoShopDue(database: Database, folder: string): Promise<boolean> {
  if (!(await stat(join(folder, 'shops.yaml')).catch(() => undefined))) return false;
  const [known] = await database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
  return known?.value === begun || (await listShops(database)).length === 0;
}

/** The shops of `folder/shops.yaml`, by id. */
export async function demoShopIds(folder: string): Promise<string[]> {
  return Object.keys((await readYaml(join(folder, 'shops.yaml'), shopsFile)).shops);
}

const settingName = 'demo-shop';
const begun = 'begun';

function mark(value: string): Statement {
  return {
    sql: `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    params: [settingName, value],
  };
}

const source = z.strictObject({
  kind: z.enum([...offerKinds, ...orderKinds]),
  files: z.array(z.string()).min(1),
});
const shopsFile = z.strictObject({
  asOf: z.iso.date(),
  shops: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      url: z.string(),
      currency: z.string(),
      country: z.string(),
      city: z.string(),
      own: z.boolean().default(false),
      shipping: z.string().optional(),
      freeFrom: z.string().optional(),
      taxIncluded: z.boolean().optional(),
      taxRates: z.array(taxRateShape).optional(),
      sources: z.record(z.string(), source),
    }),
  ),
});
const factsFile = z.record(
  z.string(),
  z.strictObject({
    class: z.string(),
    tier: z.string().optional(),
    releasedOn: z.iso.date().optional(),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  }),
);

async function importShops(
  options: DemoOptions,
  folder: string,
  { shops }: z.infer<typeof shopsFile>,
  movedMs: number,
): Promise<Map<string, ImportReport>> {
  const { database, clock } = options;
  const reports = new Map<string, ImportReport>();
  for (const [id, { shipping, freeFrom, sources, ...rest }] of Object.entries(shops)) {
    const minor = (text: string | undefined) =>
      text === undefined ? undefined : parseMoney(text, { currency: rest.currency }).minor;
    const shop: Shop = { id, ...rest, shippingMinor: minor(shipping), freeFromMinor: minor(freeFrom) };
    await saveShop(database, shop, clock.now());
    for (const [name, { kind, files }] of Object.entries(sources)) {
      const paths = await Promise.all(files.map((file) => expand(join(folder, file))));
      const saved = { id: `${id}/${name}`, shopId: id, kind, locations: paths.flat(), complete: true };
      await saveSource(database, saved);
      reports.set(
        saved.id,
        await importSource(options, saved, { mapOrder: (order) => movedOrder(order, movedMs) }),
      );
    }
  }
  return reports;
}

function movedOrder(order: RawOrder, movedMs: number): RawOrder {
  const moved = (time: number | undefined) => (time === undefined ? undefined : time + movedMs);
  return {
    ...order,
    placedAt: order.placedAt + movedMs,
    packedAt: moved(order.packedAt),
    shippedAt: moved(order.shippedAt),
    deliveredAt: moved(order.deliveredAt),
    cancelledAt: moved(order.cancelledAt),
    expectedOn: order.expectedOn && movedDay(order.expectedOn, movedMs),
  };
}

async function importFacts(database: Database, folder: string, movedMs: number): Promise<void> {
  const facts = await readYaml(join(folder, 'facts.yaml'), factsFile);
  const snapshot = await loadSnapshot(database);
  const own = [...snapshot.shops.values()].find((shop) => shop.own);
  const stated = Object.entries(facts).flatMap(([sku, { releasedOn, ...rest }]): StatedFacts[] => {
    const offer = own && offerNamed(snapshot, own.id, sku);
    if (!offer) return [];
    const attributes: Readonly<Record<string, AttributeValue>> = rest.attributes ?? {};
    return [
      {
        ...rest,
        attributes,
        shop: offer.shop,
        offer: offer.id,
        releasedOn: releasedOn && movedDay(releasedOn, movedMs),
      },
    ];
  });
  await saveProductFacts(database, stated);
}

/** Prices of days before the import; the import itself has written those of today. */
async function importPrices(database: Database, path: string, movedMs: number): Promise<void> {
  const statements: Statement[] = [];
  for await (const record of readTable(streamOf(path), {
    delimiter: ',',
    required: ['date', 'shop', 'offer', 'price'],
  })) {
    const price = parseMoney(record.field('price'), { currency: record.field('currency') });
    statements.push({
      sql: `INSERT INTO price (shop_id, offer_id, at, price_minor, currency, availability) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (shop_id, offer_id, at) DO NOTHING`,
      params: [
        record.field('shop'),
        record.field('offer'),
        Date.parse(record.field('date')) + movedMs,
        price.minor,
        price.currency,
        record.field('availability'),
      ],
    });
  }
  await database.write([...statements, raiseVersion('offers')]);
}

async function* streamOf(path: string): AsyncGenerator<Uint8Array> {
  yield await readFile(path);
}

async function readYaml<Shape>(path: string, schema: z.ZodType<Shape>): Promise<Shape> {
  try {
    return schema.parse(parseYaml(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ShopdeskError('demo.invalid', `${path} cannot be used: ${messageOf(cause)}`, { cause });
  }
}

/** A folder stands for all of its files. */
async function expand(path: string): Promise<string[]> {
  return (await stat(path)).isDirectory() ? listFiles(path) : [path];
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function digestOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(basename(file)).update(await readFile(file));
  return hash.digest('base64url');
}

function movedDay(day: string, movedMs: number): string {
  return new Date(Date.parse(day) + movedMs).toISOString().slice(0, 10);
}

function startOfDay(time: number): number {
  return Math.floor(time / 86_400_000) * 86_400_000;
}
