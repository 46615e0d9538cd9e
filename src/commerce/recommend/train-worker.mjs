/** Starts in a worker thread; plain JavaScript because the thread must learn to read TypeScript first. */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { trainModelSignals, trainModelWeights } = await import('./model.ts');
const { part, purchases, facts, options } = workerData;
const train = part === 'signals' ? trainModelSignals : trainModelWeights;
parentPort?.postMessage(train(purchases, facts, options));
