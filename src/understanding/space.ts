/** The vector space of a bank: which features it knows, how rare each is, and texts as sparse unit vectors. */
import type { Counted, Features } from './features.ts';
import { sharedFloats, sharedInts } from './shared.ts';

/** A sparse vector: feature numbers and their values, same length. */
export interface SparseVector {
  readonly ids: Uint32Array;
  readonly values: Float32Array;
}

/** Plain typed arrays, so that a space can move between threads without a copy. */
export interface SpaceData {
  /** Open addressing, linear probing; a power of two long. `slots[i]` is the feature number + 1 of `keys[i]`. */
  readonly keys: Uint32Array;
  readonly slots: Uint32Array;
  /** Inverse document frequency by feature number. */
  readonly rarity: Float32Array;
  /** The rarity of a feature that no phrasing has. */
  readonly rarest: number;
}

/** Memory for one vector after another. */
export interface VectorBuffer {
  ids: Uint32Array;
  values: Float32Array;
}

export function vectorBuffer(size = 0): VectorBuffer {
  return { ids: new Uint32Array(size), values: new Float32Array(size) };
}

/** Room for `size` numbers: in `buffer`, which grows as needed, or of its own. */
function roomFor(size: number, buffer = vectorBuffer(size)): VectorBuffer {
  if (buffer.ids.length >= size) return buffer;
  return Object.assign(buffer, vectorBuffer(2 * size));
}

/** Letters carry more than words: they survive endings and typing errors. */
const wordShare = 0.3;

export class Space {
  readonly data: SpaceData;

  constructor(data: SpaceData) {
    this.data = data;
  }

  /** How many features the bank has. */
  get size(): number {
    return this.data.rarity.length;
  }

  /** The number of a feature, or -1 when no phrasing of the bank has it. */
  idOf(feature: number): number {
    const { keys, slots } = this.data;
    const mask = keys.length - 1;
    for (let at = feature & mask; ; at = (at + 1) & mask) {
      const slot = slots[at] ?? 0;
      if (slot === 0) return -1;
      if (keys[at] === feature) return slot - 1;
    }
  }

  /**
   * TF-IDF with sublinear term frequency, 1 + ln tf (Manning, Raghavan, Schütze, “Introduction to Information
   * Retrieval”, 6.4.1). Each block has a fixed share of the squared length, so that the whole has length 1. A vector in
   * a `buffer` is good until that is used again.
   */
  vectorOf({ words, letters }: Features, buffer?: VectorBuffer): SparseVector {
    const { ids, values } = roomFor(words.features.length + letters.features.length, buffer);
    const middle = this.#addBlock(words, wordShare, ids, values, 0);
    const end = this.#addBlock(letters, 1 - wordShare, ids, values, middle);
    return { ids: ids.subarray(0, end), values: values.subarray(0, end) };
  }

  /** The share of the words of a text that the bank knows, by rarity: an unknown word is as rare as can be. */
  knownShare(features: Features): number {
    const rarest = this.data.rarest;
    let known = 0;
    let all = 0;
    for (const feature of features.words.features) {
      const id = this.idOf(feature);
      const weight = id < 0 ? rarest : (this.data.rarity[id] ?? 0);
      all += weight;
      if (id >= 0) known += weight;
    }
    return all === 0 ? 0 : known / all;
  }

  /** Writes the known features of a block from `from` on; where they end. */
  #addBlock(
    { features, counts }: Counted,
    share: number,
    ids: Uint32Array,
    values: Float32Array,
    from: number,
  ): number {
    let squares = 0;
    let end = from;
    for (let at = 0; at < features.length; at++) {
      const id = this.idOf(features[at] ?? 0);
      if (id < 0) continue;
      const count = counts[at] ?? 0;
      const frequency = count > 1 ? 1 + Math.log(count) : count;
      const value = frequency * (this.data.rarity[id] ?? 0);
      ids[end] = id;
      values[end++] = value;
      squares += value * value;
    }
    const scale = Math.sqrt(share / (squares || 1));
    for (let at = from; at < end; at++) values[at] = (values[at] ?? 0) * scale;
    return end;
  }
}

/** The space spanned by the features of some texts; rarity is ln((1 + n) / (1 + df)) + 1, never zero. */
export function spaceOf(texts: readonly { readonly features: Features }[]): Space {
  const documents = new Map<number, number>();
  for (const { features } of texts) {
    for (const feature of features.words.features) documents.set(feature, (documents.get(feature) ?? 0) + 1);
    for (const feature of features.letters.features)
      documents.set(feature, (documents.get(feature) ?? 0) + 1);
  }
  let length = 16;
  while (length < documents.size * 2) length *= 2;
  const keys = sharedInts(length);
  const slots = sharedInts(length);
  const rarity = sharedFloats(documents.size);
  let next = 0;
  for (const [feature, count] of documents) {
    let at = feature & (length - 1);
    while (slots[at] !== 0) at = (at + 1) & (length - 1);
    keys[at] = feature;
    slots[at] = next + 1;
    rarity[next] = Math.log((1 + texts.length) / (1 + count)) + 1;
    next++;
  }
  return new Space({ keys, slots, rarity, rarest: Math.log(1 + texts.length) + 1 });
}
