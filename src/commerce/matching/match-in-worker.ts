/** Matching off the event loop: a shop of 100,000 offers takes a minute of one core, nobody waits for it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ShopdeskError } from '../../core/errors.ts';
import type { RecordMatches } from './match-records.ts';
import type { MatchJob } from './match-worker.ts';
import type { ProductRecord } from './record.ts';

export interface WorkerMatchOptions {
  /** Known records compared with each new one. */
  readonly candidates?: number;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Like `matchRecords` with the shipped matcher, in a worker thread. Throws `matching.worker` when it dies. */
export async function matchInWorker(
  fresh: readonly ProductRecord[],
  known: readonly ProductRecord[],
  options: WorkerMatchOptions = {},
): Promise<RecordMatches[]> {
  options.signal?.throwIfAborted();
  const job: MatchJob = { fresh, known, candidates: options.candidates ?? 10 };
  const worker = new Worker(new URL('./match-worker.mjs', import.meta.url), {
    workerData: job,
  });
  const stop = () => void worker.terminate();
  options.signal?.addEventListener('abort', stop, { once: true });
  const found: RecordMatches[] = [];
  worker.on('message', (matches: RecordMatches[]) => {
    for (const match of matches) found.push(match);
    options.onProgress?.(found.length);
  });
  try {
    await once(worker, 'exit');
  } catch (cause) {
    throw new ShopdeskError('matching.worker', 'Matching stopped before its end.', { cause });
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
  options.signal?.throwIfAborted();
  if (found.length !== fresh.length)
    throw new ShopdeskError('matching.worker', 'Matching stopped before its end.');
  return found;
}
