/** Runs one source: opens its files or URLs, reads them as what they are, and imports the whole. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
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

export interface SourceImportOptions {
  /** Called now and then with the records read and, for files, the share of their bytes, from 0 to 1. */
  readonly progress?: ((rows: number, share: number | undefined) => void) | undefined;
  /** What was uploaded; read in the place of the source's locations. */
  readonly body?: Bytes;
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
  const { body } = options;
  const meter = await meterOf(body ? { ...source, locations: [] } : source);
  const bytesOf = (location: string) => body ?? open(importer, source, location);
  const counting: ImportOptions = { progress: (rows) => options.progress?.(rows, meter.share()) };
  if (isOrderKind(kind)) {
    const orders = everyLocation(body ? ['upload'] : source.locations, bytesOf, meter, (bytes) =>
      readOrders(kind, bytes, reading),
    );
    return importOrders(importer, source, mapped(orders, options.mapOrder), counting);
  }
  const offers = everyLocation(body ? ['upload'] : source.locations, bytesOf, meter, (bytes, location) =>
    readOffers(kind, bytes, isUrl(location) ? { ...reading, address: location } : reading),
  );
  return importOffers(importer, source, offers, counting);
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
  locations: readonly string[],
  bytesOf: (location: string) => Bytes,
  meter: Meter,
  read: (bytes: Bytes, location: string) => AsyncIterable<Item>,
): AsyncGenerator<Item> {
  let before = 0;
  for (const location of locations) {
    let last = 0;
    for await (const item of read(meter.count(bytesOf(location)), location)) {
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

interface Meter {
  count(bytes: Bytes): Bytes;
  /** Undefined when nobody knows how much there is. */
  share(): number | undefined;
}

async function meterOf({ locations }: Source): Promise<Meter> {
  const sizes = locations.some(isUrl) ? [] : await Promise.all(locations.map(sizeOf));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let read = 0;
  return {
    async *count(bytes) {
      for await (const chunk of bytes) {
        read += chunk.length;
        yield chunk;
      }
    },
    share: () => (total > 0 ? Math.min(read / total, 1) : undefined),
  };
}

/** A file that is not there is said so when it is opened. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
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
