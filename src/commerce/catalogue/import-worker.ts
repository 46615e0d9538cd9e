/** The thread in which a large source is read: its heap is bounded, so that a feed of any size fits a small machine. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { randomIds } from '../../core/ids.ts';
import { silentLog } from '../../core/log.ts';
import { openDatabase } from '../../store/index.ts';
import type { ImportJob, ImportMessage } from './import-in-worker.ts';
import { importSource } from './import-source.ts';
import { createPoliteFetch } from './polite-fetch.ts';

/** Keeps the thread alive while it waits for its turn at a server. */
const waitingClock = {
  now: systemClock.now,
  after(delayMs: number, task: () => void) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

const tell = (message: ImportMessage) => parentPort?.postMessage(message);

async function run({ store, source }: ImportJob): Promise<void> {
  const database = await openDatabase({ ...store, log: silentLog });
  try {
    const fetch = createPoliteFetch({ clock: waitingClock });
    const importer = { database, clock: systemClock, ids: randomIds, fetch };
    const report = await importSource(importer, source, {
      progress: (rows, share) => tell({ kind: 'progress', rows, share }),
    });
    tell({ kind: 'done', report });
  } finally {
    await database.close();
  }
}

const job: ImportJob = workerData;
try {
  await run(job);
} catch (error) {
  const { code, remedy } =
    error instanceof ShopdeskError ? error : { code: 'import.failed', remedy: undefined };
  tell({ kind: 'failed', code, message: messageOf(error), remedy });
}
