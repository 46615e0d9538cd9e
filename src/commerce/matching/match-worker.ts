/** The worker side of `matchInWorker`: one job, results in chunks, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { matchRecords } from './match-records.ts';
import { loadMatcher } from './matcher.ts';
import type { ProductRecord } from './record.ts';

/** What `matchInWorker` hands over; both sides are our own code. */
export interface MatchJob {
  readonly fresh: readonly ProductRecord[];
  readonly known: readonly ProductRecord[];
  readonly candidates: number;
}

async function run({ fresh, known, candidates }: MatchJob): Promise<void> {
  const matcher = await loadMatcher();
  for (const matches of matchRecords(fresh, known, matcher, { candidates })) parentPort?.postMessage(matches);
  parentPort?.close();
}

const job: MatchJob = workerData;
await run(job);
