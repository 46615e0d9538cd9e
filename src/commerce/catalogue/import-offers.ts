/** Imports the offers of one source: all of it or nothing, in bounded memory, the same file twice changing nothing. */
import { hasCode, ShopdeskError } from '../../core/errors.ts';
import type { Database } from '../../store/index.ts';
import type { RawOffer, Read } from '../import/offer-source.ts';
import { type Application, applyOffers, countMissing } from './apply-offers.ts';
import { keepRun, type Run, type RunKeeper } from './import-runs.ts';
import { catalogueTopic } from './keep-catalogue.ts';
import { createTally, type ImportReport } from './report.ts';
import type { Source } from './shops.ts';
import { stageOffers } from './stage-offers.ts';

export interface ImportOptions {
  /** Called now and then with the number of records read. */
  readonly progress?: ((rows: number) => void) | undefined;
}

/**
 * Stages what `reads` yields, then makes it the truth in one transaction. A reader that throws (a broken file, a
 * connection that ended) leaves every offer and price as it was.
 *
 * An offer that a complete source no longer lists is gone. When rows were refused, or most of the shop is missing
 * at once, the missing offers are kept until they have not been seen for three days: one of them may be a refused
 * row, or the export was cut short.
 *
 * Throws what the reader throws; `import.nothing` when not one offer was readable; `import.overtaken` when another
 * import of the shop was applied meanwhile.
 */
export async function importOffers(
  keeper: RunKeeper,
  source: Source,
  reads: AsyncIterable<Read<RawOffer>>,
  options: ImportOptions = {},
): Promise<ImportReport> {
  return keepRun(keeper, source, (run) => work(keeper, source, run, reads, options));
}

/** How long an offer outlives its last sighting when its source cannot be trusted to be complete. */
const graceMs = 3 * 86_400_000;
/** Below this many offers a shop may well drop most of them at once. */
const smallShop = 20;

async function work(
  { database, clock }: RunKeeper,
  source: Source,
  run: Run,
  reads: AsyncIterable<Read<RawOffer>>,
  { progress }: ImportOptions,
): Promise<ImportReport> {
  const tally = createTally();
  await stageOffers({ database, runId: run.id, shopId: source.shopId, tally, progress }, reads);
  if (tally.read() === 0) throw nothingReadable(tally.refusedCount());
  const application = { runId: run.id, sourceId: source.id, shopId: source.shopId };
  const { known, missing } = await countMissing(database, application);
  const isDoubtful = tally.refusedCount() > 0 || (known >= smallShop && missing > known / 2);
  const now = clock.now();
  const gone = await applied(database, {
    ...application,
    shopVersion: run.shopVersion,
    now,
    goneBefore: source.complete ? (isDoubtful ? now - graceMs : now + 1) : undefined,
  });
  database.notify(catalogueTopic, source.shopId);
  return tally.report({
    gone,
    withheld: source.complete ? missing - gone : 0,
    durationMs: clock.now() - run.startedAt,
  });
}

async function applied(database: Database, application: Application): Promise<number> {
  try {
    return await applyOffers(database, application);
  } catch (error) {
    if (!hasCode(error, 'store.conflict')) throw error;
    throw new ShopdeskError('import.overtaken', 'Another import of this shop was applied meanwhile.', {
      remedy: 'Import the file again.',
      cause: error,
    });
  }
}

function nothingReadable(refused: number): ShopdeskError {
  return new ShopdeskError(
    'import.nothing',
    refused > 0 ? `None of the ${refused} rows could be read.` : 'The source lists nothing.',
    { remedy: 'Check that it is the right file and of the kind that was named.' },
  );
}
