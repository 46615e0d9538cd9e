/** Imports a source on a thread of its own, with a connection of its own and a heap that cannot grow beyond bounds. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ShopdeskError } from '../../core/errors.ts';
import type { ImportReport } from './report.ts';
import type { Source } from './shops.ts';

export interface ImportJob {
  readonly store: { readonly url: string | undefined; readonly dataFolder: string };
  readonly source: Source;
}

export type ImportMessage =
  | { readonly kind: 'progress'; readonly rows: number; readonly share: number | undefined }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly remedy: string | undefined;
    };

/** Megabytes: room for the ids of a million rows beside the rows in flight. */
const resourceLimits = { maxOldGenerationSizeMb: 112, maxYoungGenerationSizeMb: 8 };

/**
 * Like `importSource` for a source that is saved, without holding up the event loop. Throws what it throws, and
 * `import.worker` when the thread dies.
 */
export async function importInWorker(
  job: ImportJob,
  progress: (rows: number, share: number | undefined) => void = () => {},
): Promise<ImportReport> {
  const worker = new Worker(new URL('./import-worker.mjs', import.meta.url), {
    workerData: job,
    resourceLimits,
  });
  let end: Exclude<ImportMessage, { kind: 'progress' }> | undefined;
  worker.on('message', (message: ImportMessage) => {
    if (message.kind === 'progress') progress(message.rows, message.share);
    else end = message;
  });
  try {
    await once(worker, 'exit');
  } catch (cause) {
    throw new ShopdeskError(
      'import.worker',
      'The import stopped before its end; nothing of it was taken over.',
      {
        cause,
      },
    );
  }
  if (end?.kind === 'done') return end.report;
  if (!end) throw new ShopdeskError('import.worker', 'The import stopped before its end.');
  throw new ShopdeskError(end.code, end.message, end.remedy === undefined ? {} : { remedy: end.remedy });
}
