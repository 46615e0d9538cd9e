/** Runs one source: opens its files or URLs, reads them as what they are, and imports the whole. */
import { createReadStream } from 'node:fs';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Bytes, Read } from '../import/offer-source.ts';
import { importOrders } from '../orders/import-orders.ts';
import type { RawOrder } from '../orders/raw-order.ts';
import { feedLimits, pageLimits } from './guarded-fetch.ts';
import { type ImportOptions, importOffers } from './import-offers.ts';
import type { RunKeeper } from './import-runs.ts';
import { isOrderKind } from './kinds.ts';
import type { PoliteFetch } from './polite-fetch.ts';
import { readOffers, readOrders } from './readers.ts';
import type { ImportReport } from './report.ts';
import { findShop, type Source, unknownShop } from './shops.ts';

export interface SourceImporter extends RunKeeper {
  /** Without it URLs are refused. */
  readonly fetch?: PoliteFetch | undefined;
}

export interface SourceImportOptions extends ImportOptions {
  /** Changes each order on its way in. */
  readonly mapOrder?: (order: RawOrder) => RawOrder;
}

/**
 * Imports a source that is saved. All of its locations must be readable: when one fails, the last known offers and
 * prices stay. Throws what `importOffers` throws, `import.file`, and the `fetch.…` errors.
 */
export async function importSource(
  importer: SourceImporter,
  source: Source,
  options: SourceImportOptions = {},
): Promise<ImportReport> {
  const shop = await findShop(importer.database, source.shopId);
  if (!shop) throw unknownShop(source.shopId);
  const reading = { currency: source.currency ?? shop.currency, now: importer.clock.now() };
  const { kind } = source;
  if (isOrderKind(kind)) {
    const orders = everyLocation(importer, source, (bytes) => readOrders(kind, bytes, reading));
    return importOrders(importer, source, mapped(orders, options.mapOrder), options);
  }
  const offers = everyLocation(importer, source, (bytes, location) =>
    readOffers(kind, bytes, isUrl(location) ? { ...reading, address: location } : reading),
  );
  return importOffers(importer, source, offers, options);
}

async function* mapped(
  orders: AsyncIterable<Read<RawOrder>>,
  change: (order: RawOrder) => RawOrder = (order) => order,
): AsyncGenerator<Read<RawOrder>> {
  for await (const read of orders) {
    yield read.kind === 'read' ? { ...read, item: change(read.item) } : read;
  }
}

/** What the locations hold, one after another, with rows counted through. */
async function* everyLocation<Item extends { readonly row: number }>(
  importer: SourceImporter,
  source: Source,
  read: (bytes: Bytes, location: string) => AsyncIterable<Item>,
): AsyncGenerator<Item> {
  let before = 0;
  for (const location of source.locations) {
    let last = 0;
    for await (const item of read(open(importer, source, location), location)) {
      last = Math.max(last, item.row);
      yield before === 0 ? item : { ...item, row: before + item.row };
    }
    before += last;
  }
}

async function* open(
  { fetch }: SourceImporter,
  source: Source,
  location: string,
): AsyncGenerator<Uint8Array> {
  if (!isUrl(location)) {
    yield* openFile(location);
    return;
  }
  if (!fetch) throw new ShopdeskError('import.url', 'URLs cannot be imported here.');
  const fetched = await fetch(location, source.kind === 'schema-org' ? pageLimits : feedLimits);
  try {
    yield* fetched.body;
  } finally {
    fetched.close();
  }
}

async function* openFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) yield chunk;
  } catch (cause) {
    throw new ShopdeskError('import.file', `The file cannot be read: ${messageOf(cause)}`, { cause });
  }
}

export function isUrl(location: string): boolean {
  return /^https?:\/\//iu.test(location);
}
