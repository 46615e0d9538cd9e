/** Counts features of one text after another in the same memory: a map of its own for each would cost more than all else. */
import type { Counted } from './features.ts';

const startSize = 1_024;

/** A hash table (open addressing, linear probing) that is emptied by taking what was counted. */
export class FeatureCounter {
  #keys = new Uint32Array(startSize);
  #counts = new Float32Array(startSize);
  /** Where the features lie, in the order in which they came. */
  #places = new Uint32Array(startSize / 2);
  #size = 0;
  #taken: Counted = { features: new Uint32Array(startSize / 2), counts: new Float32Array(startSize / 2) };

  /** Counts `amount`, more than nothing, for a feature. */
  add(feature: number, amount: number): void {
    const mask = this.#keys.length - 1;
    let at = feature & mask;
    while (this.#counts[at] !== 0 && this.#keys[at] !== feature) at = (at + 1) & mask;
    if (this.#counts[at] === 0) {
      this.#keys[at] = feature;
      this.#places[this.#size++] = at;
    }
    this.#counts[at] = (this.#counts[at] ?? 0) + amount;
    if (this.#size === this.#places.length) this.#grow();
  }

  /** What was counted since the last time, in the order in which it came; good until the next time. */
  take(): Counted {
    const { features, counts } = this.#taken;
    const size = this.#size;
    for (let order = 0; order < size; order++) {
      const at = this.#places[order] ?? 0;
      features[order] = this.#keys[at] ?? 0;
      counts[order] = this.#counts[at] ?? 0;
      this.#counts[at] = 0;
    }
    this.#size = 0;
    return { features: features.subarray(0, size), counts: counts.subarray(0, size) };
  }

  #grow(): void {
    const { features, counts } = this.take();
    this.#keys = new Uint32Array(this.#keys.length * 2);
    this.#counts = new Float32Array(this.#keys.length);
    this.#places = new Uint32Array(this.#keys.length / 2);
    this.#taken = {
      features: new Uint32Array(this.#places.length),
      counts: new Float32Array(this.#places.length),
    };
    features.forEach((feature, order) => {
      this.add(feature, counts[order] ?? 0);
    });
  }
}
