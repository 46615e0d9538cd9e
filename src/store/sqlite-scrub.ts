/** Empties the write-ahead log into the file: until then it still has the pages as they were before rows were deleted. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../core/errors.ts';
import { failed } from './failures.ts';

/** By a connection of its own, which may wait for the others without holding anybody up. */
export async function scrubFile(file: string): Promise<void> {
  const worker = new Worker(new URL('./sqlite-worker.mjs', import.meta.url), {
    name: 'sqlite-scrub',
    workerData: { file, role: 'scrub' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const gone = once(worker, 'exit');
  try {
    const [answer] = await once(worker, 'message');
    await gone;
    if (answer === 'scrubbed') return;
  } catch (cause) {
    throw failed(`The write-ahead log of ${file} could not be emptied: ${messageOf(cause)}`, cause);
  }
  throw failed(
    `The write-ahead log of ${file} could not be emptied: another program reads it.`,
    undefined,
    "End that program; the log is emptied again with the next day's work.",
  );
}
