/** `shopdesk import`: reads files or URLs of a shop into the store and says what became of every row. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { silentLog } from '../../core/log.ts';
import { type Database, openDatabase } from '../../store/index.ts';
import { type ImportJob, importInWorker } from './import-in-worker.ts';
import { nextRun } from './import-schedule.ts';
import { isUrl } from './import-source.ts';
import { detectKind, isOfferKind, isOrderKind, isSourceKind, type SourceKind, sniffBytes } from './kinds.ts';
import { learnedMatches } from './learned-matches.ts';
import { createPoliteFetch } from './polite-fetch.ts';
import { recogniseOffers } from './recognise.ts';
import type { ImportReport } from './report.ts';
import { findShop, type Source, saveShop, saveSource, unknownShop } from './shops.ts';

export interface ImportCommand {
  readonly locations: readonly string[];
  readonly shop: string;
  /** For a shop that is new. */
  readonly name?: string | undefined;
  readonly currency?: string | undefined;
  readonly own?: boolean | undefined;
  readonly kind?: string | undefined;
  /** Tells several sources of one shop apart; the kind when left out. */
  readonly source?: string | undefined;
  /** The source lists a part of the shop only: nothing is gone because it is missing. */
  readonly partial?: boolean | undefined;
  readonly schedule?: string | undefined;
  readonly timeZone?: string | undefined;
  /** False: do not look for the same products in other shops. */
  readonly match?: boolean | undefined;
  /** Hears what is being done, in whole lines. */
  readonly say: (line: string) => void;
  /** Hears how far it is; each text takes the place of the one before. */
  readonly progress?: (line: string) => void;
}

export interface CommandReport extends ImportReport {
  readonly source: string;
  readonly kind: SourceKind;
  /** Offers that were compared with those of other shops. */
  readonly recognised: number;
}

/**
 * Imports into the store that the server uses, beside one that runs or without one. Throws what `importSource` throws,
 * `import.kind`, `catalogue.unknown-shop` and `catalogue.schedule`.
 */
export async function importIntoStore(
  settings: { readonly databaseUrl?: string | undefined; readonly dataFolder: string },
  command: ImportCommand,
): Promise<CommandReport> {
  const store = { url: settings.databaseUrl, dataFolder: settings.dataFolder };
  const kind = await kindOf(command);
  const source: Source = {
    id: `${command.shop}/${command.source ?? kind}`,
    shopId: command.shop,
    kind,
    // A schedule runs them in another folder.
    locations: command.locations.map((location) => (isUrl(location) ? location : resolve(location))),
    currency: command.currency,
    // A page is a part of a shop, whoever lists it.
    complete: command.partial !== true && kind !== 'schema-org',
    schedule: command.schedule,
    timeZone: command.timeZone,
  };
  const next = command.schedule && nextRun(command.schedule, command.timeZone, systemClock.now());
  await withStore(store, async (database) => {
    await keepShop(database, command);
    await saveSource(database, source, next || undefined);
  });
  const report = await importInWorker({ store, source }, (rows, share) =>
    command.progress?.(progressLine(rows, share)),
  );
  const recognised =
    isOfferKind(kind) && command.match !== false
      ? await withStore(store, (database) => recognise(database, command))
      : 0;
  return { source: source.id, kind, ...report, recognised };
}

/** Open only while it is needed: its threads take memory that the import can use. */
async function withStore<Result>(
  store: ImportJob['store'],
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ ...store, log: silentLog });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function progressLine(rows: number, share: number | undefined): string {
  if (share === undefined) return `${rows} rows`;
  const done = Math.floor(share * 30);
  return `[${'#'.repeat(done)}${'.'.repeat(30 - done)}] ${Math.floor(share * 100)} %, ${rows} rows`;
}

/** The report for a person. */
export function reportText(report: CommandReport): string {
  const lines = [
    `${report.source} (${report.kind}): ${report.rows} rows in ${(report.durationMs / 1_000).toFixed(1)} s`,
    `  added ${report.added}, changed ${report.changed}, unchanged ${report.unchanged}, gone ${report.gone}`,
  ];
  if (report.withheld > 0) {
    lines.push(
      `  ${report.withheld} no longer listed but kept for three days, as the file is not fully readable or very short`,
    );
  }
  if (report.refusedCount > 0) lines.push(`  refused ${report.refusedCount}:`);
  for (const { row, code, reason } of report.refused) lines.push(`    row ${row}: ${reason} (${code})`);
  const more = report.refusedCount - report.refused.length;
  if (more > 0) lines.push(`    and ${more} more`);
  return `${lines.join('\n')}\n`;
}

async function keepShop(database: Database, { shop, name, currency, own }: ImportCommand): Promise<void> {
  const known = await findShop(database, shop);
  if (known && name === undefined && currency === undefined && own === undefined) return;
  const inCurrency = currency ?? known?.currency;
  if (inCurrency === undefined) throw unknownShop(shop);
  await saveShop(
    database,
    {
      ...known,
      id: shop,
      name: name ?? known?.name ?? shop,
      currency: inCurrency,
      own: own ?? known?.own ?? false,
    },
    systemClock.now(),
  );
}

async function kindOf({ kind, locations, say }: ImportCommand): Promise<SourceKind> {
  if (kind !== undefined) {
    if (isSourceKind(kind)) return kind;
    throw new ShopdeskError('import.kind', `"${kind}" is no kind of source.`, {
      remedy: 'Leave --kind out, and the content decides.',
    });
  }
  const [first = ''] = locations;
  const found = detectKind(isUrl(first) ? await startOfUrl(first) : await startOfFile(first));
  say(`${first.slice(0, 100)} reads as ${found}${isOrderKind(found) ? ' (orders)' : ''}`);
  return found;
}

async function startOfFile(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new ShopdeskError('import.file', `The file cannot be read: ${messageOf(cause)}`, { cause });
  }
}

async function startOfUrl(address: string): Promise<Uint8Array> {
  const fetched = await createPoliteFetch({ clock: systemClock })(address);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of fetched.body) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= sniffBytes) break;
    }
  } finally {
    fetched.close();
  }
  return Buffer.concat(parts).subarray(0, sniffBytes);
}

async function recognise(database: Database, { say }: ImportCommand): Promise<number> {
  say('looking for the same products in other shops');
  const { findMatches, threshold } = await learnedMatches((done) => say(`${done} offers compared`));
  return recogniseOffers({ database, clock: systemClock, findMatches, threshold });
}
