/** Trains the recommender in a worker thread, so that no shopper waits for it. */
import { Worker } from 'node:worker_threads';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { RecommendModel, TrainingOptions } from './model.ts';
import type { ItemFacts, Purchase } from './types.ts';

/** The model `trainModel` gives for the same arguments. Fails with `commerce.training` when the worker does. */
export function trainInWorker(
  purchases: readonly Purchase[],
  facts: readonly ItemFacts[],
  options: TrainingOptions,
): Promise<RecommendModel> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./train-worker.mjs', import.meta.url), {
      workerData: { purchases, facts, options },
    });
    const fail = (cause: unknown) =>
      reject(
        new ShopdeskError('commerce.training', `The recommender could not be trained: ${messageOf(cause)}`, {
          remedy: 'The last trained model stays in use.',
          cause,
        }),
      );
    worker.once('message', (model: RecommendModel) => {
      resolve(model);
      void worker.terminate();
    });
    worker.once('error', fail);
    worker.once('exit', () => fail('the worker ended early'));
  });
}
