/** Starts in a worker thread; plain JavaScript because the thread must learn to read TypeScript first. */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { runStep } = await import('./trainer-steps.ts');
const { takeWordVectors } = await import('./word-vectors.ts');
takeWordVectors(workerData.wordVectors);
parentPort?.on('message', ({ id, step }) => {
  try {
    parentPort?.postMessage({ id, model: runStep(step) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
