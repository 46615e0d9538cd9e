/** The features of very many texts packed one after another: objects of their own would take several times the memory. */
import type { Features } from './features.ts';

const chunkSize = 1 << 18;

interface Chunk {
  readonly features: Uint32Array;
  readonly counts: Float32Array;
}

/** Where the features of a text lie: in a chunk, the words from `from` to `middle`, then the letters to `to`. */
interface Place {
  readonly chunk: Chunk;
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

/** Grows by whole chunks, so that nothing is ever copied. */
export class FeatureTable {
  readonly #places: Place[] = [];
  #chunk: Chunk = chunkOf(0);
  #used = 0;

  /** Copies the features of one more text, and tells its number. */
  add({ words, letters }: Features): number {
    const size = words.features.length + letters.features.length;
    if (this.#used + size > this.#chunk.features.length) {
      this.#chunk = chunkOf(Math.max(chunkSize, size));
      this.#used = 0;
    }
    const chunk = this.#chunk;
    const from = this.#used;
    const middle = from + words.features.length;
    chunk.features.set(words.features, from);
    chunk.counts.set(words.counts, from);
    chunk.features.set(letters.features, middle);
    chunk.counts.set(letters.counts, middle);
    this.#used = from + size;
    return this.#places.push({ chunk, from, middle, to: this.#used }) - 1;
  }

  /** The features of a text, as views of the table. */
  at(text: number): Features {
    const place = this.#places[text];
    if (!place) throw new RangeError(`the table has no text ${text}`);
    const { chunk, from, middle, to } = place;
    return {
      words: { features: chunk.features.subarray(from, middle), counts: chunk.counts.subarray(from, middle) },
      letters: { features: chunk.features.subarray(middle, to), counts: chunk.counts.subarray(middle, to) },
    };
  }
}

function chunkOf(size: number): Chunk {
  return { features: new Uint32Array(size), counts: new Float32Array(size) };
}
