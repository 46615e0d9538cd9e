/** Sentence vectors: the one interface behind which an encoder may stand, bundled or served. */

/** Optional everywhere: without one, words and letters decide alone. */
export interface Encoder {
  /** Names the model and its version: vectors of different names never meet. */
  readonly name: string;
  /** Length of each vector. */
  readonly size: number;
  /** One vector a text, in order. Rejects when the encoder fails; callers then answer without it. */
  encode(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** Several vectors laid one after another, the form that training takes. */
export function packed(vectors: readonly Float32Array[], size: number): Float32Array {
  const block = new Float32Array(
    new SharedArrayBuffer(vectors.length * size * Float32Array.BYTES_PER_ELEMENT),
  );
  vectors.forEach((vector, row) => {
    block.set(vector, row * size);
  });
  return block;
}

/** The mean of packed vectors; what all phrasings of a bank share tells nothing about any of them. */
export function meanOf(block: Float32Array, size: number): Float32Array {
  const mean = new Float32Array(size);
  const count = size === 0 ? 0 : block.length / size;
  for (let at = 0; at < block.length; at++)
    mean[at % size] = (mean[at % size] ?? 0) + (block[at] ?? 0) / count;
  return mean;
}

/** `vector` without `mean`, of length 1; all zeros stay zeros (no vector). */
export function centred(vector: Float32Array, mean: Float32Array): Float32Array {
  const moved = new Float32Array(vector.length);
  if (vector.every((value) => value === 0)) return moved;
  let squares = 0;
  for (let at = 0; at < vector.length; at++) {
    const value = (vector[at] ?? 0) - (mean[at] ?? 0);
    moved[at] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  for (let at = 0; at < moved.length; at++) moved[at] = (moved[at] ?? 0) / length;
  return moved;
}
