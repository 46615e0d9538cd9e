/** A thread that trains, so that questions are answered meanwhile. */
import { Worker } from 'node:worker_threads';
import { messageOf, ShopdeskError } from '../core/errors.ts';
import type { BankModel } from './model.ts';
import type { TrainingStep } from './trainer-steps.ts';
import { wordVectors } from './word-vectors.ts';

export interface Trainer {
  /** The model after a step. Fails with `understanding.training` when the step does, or when the trainer is stopped. */
  run(step: TrainingStep): Promise<BankModel>;
  stop(): Promise<void>;
}

type Reply =
  | { readonly id: number; readonly model: BankModel }
  | { readonly id: number; readonly error: string };

/** A trainer; its thread starts with the first step and never keeps the process alive by itself. */
export function createTrainer(): Trainer {
  const waiting = new Map<number, { resolve(model: BankModel): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let next = 0;

  function fail(cause: unknown): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(trainingError(cause));
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(new URL('./trainer-worker.mjs', import.meta.url), {
      workerData: { wordVectors: wordVectors() },
    });
    started.on('message', (reply: Reply) => {
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if ('model' in reply) waiter?.resolve(reply.model);
      else waiter?.reject(trainingError(reply.error));
    });
    started.on('error', fail);
    started.on('exit', () => {
      if (worker === started) fail('its thread ended');
    });
    return started;
  }

  return {
    run(step) {
      worker ??= start();
      const thread = worker;
      return new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        thread.ref();
        thread.postMessage({ id, step });
      });
    },
    async stop() {
      const thread = worker;
      fail('it was stopped');
      await thread?.terminate();
    },
  };
}

function trainingError(cause: unknown): ShopdeskError {
  return new ShopdeskError('understanding.training', `The bank could not be learnt: ${messageOf(cause)}`, {
    remedy: 'The last bank that was learnt keeps answering.',
    cause,
  });
}
