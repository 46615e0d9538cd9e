/** Sentence vectors: the one interface behind which an encoder may stand, bundled or served. */
import { sharedFloats } from './shared.ts';

/** Optional everywhere: without one the words decide alone, by how they are written and what each means. */
export interface Encoder {
  /** Names the model and its version: vectors of different names never meet. */
  readonly name: string;
  /** Length of each vector, and of the parts it is made of: parts are views of a text that weigh the same. */
  readonly size: number;
  readonly partSize: number;
  /** One vector a text, in order. Rejects when the encoder fails; callers then answer without it. */
  encode(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** The vectors of many texts laid one after another; zeros where a text has none. */
export interface VectorBlock {
  /** What an encoder says of whole sentences, or the sense of their words (`word-vectors`). */
  readonly of: 'sentences' | 'words';
  readonly values: Float32Array;
  readonly size: number;
  readonly partSize: number;
}

export const noVectors: VectorBlock = { of: 'words', values: new Float32Array(0), size: 0, partSize: 1 };

/** The vector of one text in a block. */
export function vectorAt({ values, size }: VectorBlock, row: number): Float32Array {
  return values.subarray(row * size, (row + 1) * size);
}

/** Those rows of a block, in that order. */
export function rowsOfBlock(block: VectorBlock, rows: readonly number[]): VectorBlock {
  const values = sharedFloats(rows.length * block.size);
  rows.forEach((row, at) => {
    values.set(vectorAt(block, row), at * block.size);
  });
  return { ...block, values };
}

/** The mean of the vectors in a block; what all phrasings of a bank share tells nothing about any of them. */
export function meanOf(block: VectorBlock): Float32Array {
  const { values, size } = block;
  const mean = new Float32Array(size);
  let count = 0;
  for (let row = 0; row * size < values.length; row++) {
    if (isNoVector(vectorAt(block, row))) continue;
    count++;
    for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) + (values[row * size + at] ?? 0);
  }
  for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) / Math.max(1, count);
  return mean;
}

/** No text has a vector of zeros only: it stands for a text that has none. */
export function isNoVector(vector: Float32Array): boolean {
  for (let at = 0; at < vector.length; at++) if (vector[at] !== 0) return false;
  return true;
}

/** Sets `moved` to `vector` without `mean`, each part of equal length, of length 1 in all; zeros (no vector) stay zeros. */
export function centre(
  vector: Float32Array,
  mean: Float32Array,
  partSize: number,
  moved: Float32Array,
): Float32Array {
  if (isNoVector(vector)) return moved.fill(0);
  const partLength = Math.sqrt(partSize / vector.length);
  for (let from = 0; from < vector.length; from += partSize) {
    let squares = 0;
    for (let at = from; at < from + partSize; at++) {
      const value = (vector[at] ?? 0) - (mean[at] ?? 0);
      moved[at] = value;
      squares += value * value;
    }
    const scale = partLength / (Math.sqrt(squares) || 1);
    for (let at = from; at < from + partSize; at++) moved[at] = (moved[at] ?? 0) * scale;
  }
  return moved;
}

const encodedAtOnce = 256;

/** One vector a text, in a block that threads can share. Rejects when the encoder fails. */
export async function encodeAll(texts: readonly string[], encoder: Encoder): Promise<VectorBlock> {
  const values = sharedFloats(texts.length * encoder.size);
  for (let from = 0; from < texts.length; from += encodedAtOnce) {
    const vectors = await encoder.encode(texts.slice(from, from + encodedAtOnce));
    vectors.forEach((vector, at) => {
      values.set(vector, (from + at) * encoder.size);
    });
  }
  return { of: 'sentences', values, size: encoder.size, partSize: encoder.partSize };
}
