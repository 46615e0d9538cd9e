/** Words with how often each occurs, found by the hash of their letters, so that a word can be looked for before it is spelt out. */
import { hashWord } from './hash.ts';

/** Open addressing, linear probing. Of two words with one hash only the first has a place, so whoever finds one compares it. */
export class WordTable {
  #keys = new Uint32Array(1_024);
  #slots = new Uint32Array(1_024);
  /** A bit for some bits of each hash: says no to most words that are not there, without leaving the processor's cache. */
  readonly #hints = new Uint32Array(hintBits / 32);
  readonly #words: string[] = [];
  readonly #counts: number[] = [];
  #total = 0;

  /** Of all words together. */
  get total(): number {
    return this.#total;
  }

  /** Notes that a word occurs this often; of two counts for one word the larger stands. */
  set(word: string, count: number): void {
    const hash = hashWord(word);
    const place = this.find(hash);
    if (place >= 0) {
      const more = Math.max(0, count - this.countAt(place));
      this.#counts[place] = this.countAt(place) + more;
      this.#total += more;
      return;
    }
    this.#words.push(word);
    this.#counts.push(count);
    this.#total += count;
    const bit = hash % hintBits;
    this.#hints[bit >>> 5] = (this.#hints[bit >>> 5] ?? 0) | (1 << (bit & 31));
    if (this.#words.length * 2 > this.#keys.length) this.#grow();
    this.#enter(hash, this.#words.length);
  }

  /** The place of the word with this hash, see `hashWord`; -1 when there is none. */
  find(hash: number): number {
    const bit = hash % hintBits;
    if ((((this.#hints[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return -1;
    const mask = this.#keys.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = this.#slots[at] ?? 0;
      if (slot === 0) return -1;
      if (this.#keys[at] === hash) return slot - 1;
    }
  }

  wordAt(place: number): string {
    return this.#words[place] ?? '';
  }

  countAt(place: number): number {
    return this.#counts[place] ?? 0;
  }

  /** How often a word occurs; 0 for an unknown one. */
  countOf(word: string): number {
    const place = this.find(hashWord(word));
    return this.wordAt(place) === word ? this.countAt(place) : 0;
  }

  #enter(hash: number, slot: number): void {
    const mask = this.#keys.length - 1;
    let at = hash & mask;
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#keys[at] = hash;
    this.#slots[at] = slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const slots = this.#slots;
    this.#keys = new Uint32Array(keys.length * 2);
    this.#slots = new Uint32Array(keys.length * 2);
    slots.forEach((slot, at) => {
      if (slot !== 0) this.#enter(keys[at] ?? 0, slot);
    });
  }
}

const hintBits = 2 ** 20;
