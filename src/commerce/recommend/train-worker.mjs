/** Starts in a worker thread; plain JavaScript because the thread must learn to read TypeScript first. */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { trainModel } = await import('./model.ts');
parentPort?.postMessage(trainModel(workerData.purchases, workerData.facts, workerData.options));
