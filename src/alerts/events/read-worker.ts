/** The thread in which a source of events is read. */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { readEvents } from './read-events.ts';
import type { ReadJob, ReadMessage } from './read-source.ts';

const tell = (message: ReadMessage) => parentPort?.postMessage(message);

try {
  const job: ReadJob = workerData;
  tell({ kind: 'done', reading: readEvents(job) });
} catch (error) {
  const code = error instanceof ShopdeskError ? error.code : 'events.format';
  tell({ kind: 'failed', code, message: messageOf(error) });
}
