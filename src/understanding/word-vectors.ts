/** What English words mean, learnt from very much English: questions meet phrasings with which they share no word. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { noVectors, type VectorBlock } from './encoder.ts';
import { hashWord } from './hash.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import { tokenise } from './tokens.ts';

/** How many numbers a word has. */
export const wordVectorSize = 48;

/** Made by `distil-word-vectors.ts`; where the vectors are from stands beside it. */
export const vectorsFile = fileURLToPath(new URL('./word-vectors/vectors.bin', import.meta.url));

/** Words by number, commonest first, in memory that threads share. */
export interface WordVectors {
  /** The hash of each word; of two words with one hash only the first is there. */
  readonly keys: Uint32Array;
  /** Their numbers + 1: open addressing, linear probing; a power of two long. */
  readonly slots: Uint32Array;
  /** The number d of word w is `steps[w] * levels[w * wordVectorSize + d]`. */
  readonly steps: Float32Array;
  readonly levels: Int8Array;
}

let known: WordVectors | undefined;

/** The vectors of 40,000 words. Reads 2 MB the first time, in a few milliseconds. */
export function wordVectors(): WordVectors {
  known ??= readVectors();
  return known;
}

/** Spares a thread the reading: takes what another one has read. */
export function takeWordVectors(read: WordVectors): void {
  known = read;
}

/** The sum of the vectors of some words, in which common words weigh less; nothing when none is known. */
export function senseOf(words: readonly string[]): Float32Array | undefined {
  const sense = new Float32Array(wordVectorSize);
  return addSense(words, sense) ? sense : undefined;
}

/** Adds the vectors of words to `sense`; false when none is known. */
function addSense(words: readonly string[], sense: Float32Array): boolean {
  const vectors = wordVectors();
  let any = false;
  for (const word of words) {
    const number = numberOf(vectors, hashWord(word));
    if (number < 0) continue;
    any = true;
    const step = vectors.steps[number] ?? 0;
    const from = number * wordVectorSize;
    for (let at = 0; at < wordVectorSize; at++)
      sense[at] = (sense[at] ?? 0) + step * (vectors.levels[from + at] ?? 0);
  }
  return any;
}

/** So many phrasings show by themselves which words mean the same. */
const mostSensed = 30_000;

/** The senses of all phrasings of a bank; none for a bank that is very large, or has no English word. */
export function sensesOf(phrasings: readonly { readonly text: string }[]): VectorBlock {
  if (phrasings.length > mostSensed) return noVectors;
  const values = sharedFloats(phrasings.length * wordVectorSize);
  let any = false;
  phrasings.forEach(({ text }, row) => {
    const place = values.subarray(row * wordVectorSize, (row + 1) * wordVectorSize);
    if (addSense(tokenise(text).words, place)) any = true;
  });
  return any ? { of: 'words', values, size: wordVectorSize, partSize: wordVectorSize } : noVectors;
}

function numberOf({ keys, slots }: WordVectors, hash: number): number {
  const mask = slots.length - 1;
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const slot = slots[at] ?? 0;
    if (slot === 0 || keys[slot - 1] === hash) return slot - 1;
  }
}

const bytesPerWord = 2 * Uint32Array.BYTES_PER_ELEMENT + wordVectorSize;

/** Reads what `packVectors` has made. */
function readVectors(): WordVectors {
  const packed = readFileSync(vectorsFile);
  const count = packed.length / bytesPerWord;
  const keys = sharedInts(count);
  const steps = sharedFloats(count);
  const levels = new Int8Array(new SharedArrayBuffer(count * wordVectorSize));
  let from = 0;
  for (const part of [keys, steps, levels]) {
    new Uint8Array(part.buffer).set(packed.subarray(from, from + part.byteLength));
    from += part.byteLength;
  }
  const slots = sharedInts(2 ** Math.ceil(Math.log2(2 * count)));
  const mask = slots.length - 1;
  keys.forEach((hash, number) => {
    let at = hash & mask;
    while (slots[at] !== 0) at = (at + 1) & mask;
    slots[at] = number + 1;
  });
  return { keys, slots, steps, levels };
}

/** Words and their vectors as the file holds them: all hashes, then a step a word, then its numbers in steps, a byte each. */
export function packVectors(vectors: ReadonlyMap<string, readonly number[]>): Uint8Array {
  const byHash = new Map([...vectors].toReversed().map(([word, vector]) => [hashWord(word), vector]));
  const rows = [...byHash].toReversed();
  const keys = Uint32Array.from(rows, ([hash]) => hash);
  const steps = Float32Array.from(rows, ([, vector]) => Math.max(...vector.map(Math.abs)) / 127);
  const levels = Int8Array.from(
    rows.flatMap(([, vector], row) => vector.map((value) => Math.round(value / (steps[row] || 1)))),
  );
  return Uint8Array.from(Buffer.concat([keys, steps, levels].map(({ buffer }) => new Uint8Array(buffer))));
}
