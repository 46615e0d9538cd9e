/**
 * Imports while the server runs: what is uploaded, what is run by hand and what is due, one at a time and off the event
 * loop; after each the offers that are new are recognised across shops.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hasCode, messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { feedLimits } from './guarded-fetch.ts';
import { type ImportJob, importInWorker } from './import-in-worker.ts';
import type { RunKeeper } from './import-runs.ts';
import { nextRun, startImportSchedule } from './import-schedule.ts';
import { isUrl } from './import-source.ts';
import { catalogueTopic } from './keep-catalogue.ts';
import { detectKind, isOfferKind, type SourceKind, sniffBytes } from './kinds.ts';
import { learnedMatches } from './learned-matches.ts';
import { decideMatch, type MatchDecision } from './match-decisions.ts';
import { recogniseOffers } from './recognise.ts';
import type { ImportReport } from './report.ts';
import { listSources, type Source, type SourceState, saveSource } from './shops.ts';

export interface ImportDesk {
  /**
   * Imports a body as the source `SHOP/NAME`, which is made if it is new; its shop must exist. Throws what
   * `importSource` throws, and `import.too-large`.
   */
  upload(upload: Upload): Promise<ImportReport & { readonly kind: SourceKind }>;
  /** Runs a saved source now. Throws `import.unknown` and what `importSource` throws. */
  run(sourceId: string): Promise<ImportReport>;
  /** Saves a source that is fetched from addresses. Throws `import.location` for anything but http(s) addresses. */
  keep(source: Source): Promise<void>;
  /** Two offers are one product, or are not; takes effect at once. Throws `import.unknown` for an offer that is none. */
  decide(decision: MatchDecision): Promise<void>;
  /** Finishes the import that runs, begins no other. */
  close(): Promise<void>;
}

export interface Upload {
  readonly shop: string;
  /** Tells several sources of one shop apart. */
  readonly name: string;
  /** Told from the content when left out. */
  readonly kind?: SourceKind | undefined;
  readonly currency?: string | undefined;
  /** False: what the file does not list stays. */
  readonly complete: boolean;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface ImportDeskOptions extends RunKeeper {
  readonly store: { readonly url: string | undefined; readonly dataFolder: string };
  readonly log: Log;
  /** Runs one import; off the event loop if left out. */
  readonly runImport?: (job: ImportJob) => Promise<ImportReport>;
}

export function createImportDesk(options: ImportDeskOptions): ImportDesk {
  const { database, clock, ids, store, log, runImport = importInWorker } = options;
  let queue: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  /** One after another: two imports at a time would only take each other's memory. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = queue.then(() => {
      if (isClosed) throw new ShopdeskError('import.closed', 'The server is going away.');
      return work();
    });
    queue = result.catch(() => {});
    return result;
  }

  async function importNow(source: Source): Promise<ImportReport> {
    const report = await importAlone(source);
    database.notify(catalogueTopic, source.shopId);
    // The answer does not wait for it: a large shop takes minutes to be compared.
    if (isOfferKind(source.kind)) inTurn(recognise).catch(() => {});
    return report;
  }

  /** Another process, or the command line, may be importing offers of the same shop: then once more, on top of those. */
  async function importAlone(source: Source, tries = 5): Promise<ImportReport> {
    try {
      return await runImport({ store, source });
    } catch (error) {
      if (tries <= 1 || isClosed || !hasCode(error, 'import.overtaken')) throw error;
      return importAlone(source, tries - 1);
    }
  }

  async function recognise(): Promise<void> {
    try {
      const recognised = await recogniseOffers({ database, clock, ...(await learnedMatches()) });
      if (recognised > 0) database.notify(catalogueTopic, '');
      log.info({ recognised }, 'offers compared over the shops');
    } catch (error) {
      log.warn(
        { error: messageOf(error) },
        'Offers could not be compared over the shops; they are at the next import',
      );
    }
  }

  const schedule = startImportSchedule({
    ...options,
    run: (source) => inTurn(() => importNow(source)),
  });

  return {
    async upload({ shop, name, kind, currency, complete, body }) {
      const folder = join(store.dataFolder, 'imports');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, ids.next());
      try {
        await pipeline(
          Readable.from(body),
          atMost(feedLimits.maxBytes),
          createWriteStream(file, { mode: 0o600 }),
        );
        const known = kind ?? detectKind(await beginningOf(file));
        const source: Source = {
          id: `${shop}/${name}`,
          shopId: shop,
          kind: known,
          locations: [],
          currency,
          complete,
        };
        const before = await sourceOf(source.id);
        await saveSource(
          database,
          { ...before, ...source, locations: before?.locations ?? [] },
          before?.nextRunAt,
        );
        const report = await inTurn(() => importNow({ ...source, locations: [file] }));
        return { ...report, kind: known };
      } finally {
        await rm(file, { force: true });
      }
    },
    async run(id) {
      const source = await sourceOf(id);
      if (!source) throw new ShopdeskError('import.unknown', 'There is no such source.');
      if (source.locations.length === 0) {
        throw new ShopdeskError('import.location', 'What was uploaded can only be uploaded again.');
      }
      return inTurn(() => importNow(source));
    },
    async keep(source) {
      if (source.locations.length === 0 || !source.locations.every(isUrl)) {
        throw new ShopdeskError(
          'import.location',
          'A source is fetched from http or https addresses; send files as uploads.',
        );
      }
      const next = source.schedule && nextRun(source.schedule, source.timeZone, clock.now());
      await saveSource(database, source, next || undefined);
    },
    async decide(decision) {
      for (const { shop, id } of [decision.a, decision.b]) {
        const rows = await database.read('SELECT id FROM offer WHERE shop_id = $1 AND id = $2', [shop, id]);
        if (rows.length === 0)
          throw new ShopdeskError('import.unknown', `There is no offer "${id.slice(0, 60)}" of that shop.`);
      }
      await decideMatch(database, decision);
      await inTurn(recognise);
    },
    async close() {
      isClosed = true;
      await schedule.stop();
      await queue;
    },
  };

  async function sourceOf(id: string): Promise<SourceState | undefined> {
    return (await listSources(database)).find((source) => source.id === id);
  }
}

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function atMost(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      size += chunk.length;
      if (size > limit) done(new ShopdeskError('import.too-large', `A feed may have ${limit} bytes.`));
      else done(null, chunk);
    },
  });
}
