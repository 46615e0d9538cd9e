/** Trains the recommender in two worker threads, so that no shopper waits for it. */
import { Worker } from 'node:worker_threads';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { ModelWeights, RecommendModel, TrainingOptions } from './model.ts';
import type { ItemFacts, Purchase } from './types.ts';

/** The model `trainModel` gives for the same arguments. Fails with `commerce.training` when a worker does. */
export async function trainInWorker(
  purchases: readonly Purchase[],
  facts: readonly ItemFacts[],
  options: TrainingOptions,
): Promise<RecommendModel> {
  const work = { purchases, facts, options };
  const [signals, weights] = await Promise.all([
    inWorker<Omit<RecommendModel, keyof ModelWeights>>({ part: 'signals', ...work }),
    inWorker<ModelWeights>({ part: 'weights', ...work }),
  ]);
  return { ...signals, ...weights };
}

function inWorker<Part>(workerData: object): Promise<Part> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./train-worker.mjs', import.meta.url), { workerData });
    const fail = (cause: unknown) =>
      reject(
        new ShopdeskError('commerce.training', `The recommender could not be trained: ${messageOf(cause)}`, {
          remedy: 'The last trained model stays in use.',
          cause,
        }),
      );
    worker.once('message', (part: Part) => {
      resolve(part);
      void worker.terminate();
    });
    worker.once('error', fail);
    worker.once('exit', () => fail('the worker ended early'));
  });
}
