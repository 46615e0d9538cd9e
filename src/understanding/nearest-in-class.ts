/** The nearest phrasings of a few answers, through the features that they share with a question and no others. */
import type { Rows } from './rows.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import type { SparseVector } from './space.ts';

/**
 * Which classes have a feature, and which of their rows: a block of entries for each such pair, in the order of features
 * and then of classes. A row is known by its place among all rows in the order of their classes, so that those of one
 * class lie side by side.
 */
export interface ClassIndex {
  /** Numbers of 32 classes each that a feature needs. */
  readonly spans: number;
  /**
   * Of span s of feature f, at `2 * (f * spans + s)`: one bit a class, set where there is a block; and next to it how many
   * blocks come before. Counting the lower bits finds a block at once (G. Jacobson, “Space-efficient static trees and
   * graphs”, 1989).
   */
  readonly marks: Uint32Array;
  /** Where the entries of each block begin; block b ends where b + 1 begins. */
  readonly froms: Uint32Array;
  /** The place of each entry's row, and the value that the feature has in it. */
  readonly places: Uint32Array;
  readonly values: Float32Array;
}

/** Of very many phrasings of one answer the first ones will do. */
export const mostRowsCompared = 200;

/** Indexes the first rows of each class; those of class c are `order[firsts[c]..firsts[c + 1]]`. */
export function indexByClass(rows: Rows, order: Uint32Array, firsts: Uint32Array): ClassIndex {
  const spans = Math.ceil((firsts.length - 1) / 32);
  const marks = sharedInts(2 * rows.features * spans);
  const starts = new Uint32Array(rows.features + 1);
  eachEntry(rows, order, firsts, (id, klass) => {
    starts[id + 1] = (starts[id + 1] ?? 0) + 1;
    const mark = markOf(spans, id, klass);
    marks[mark] = (marks[mark] ?? 0) | (1 << (klass & 31));
  });
  for (let id = 0; id < rows.features; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  let blocks = 0;
  for (let mark = 0; mark < marks.length; mark += 2) {
    marks[mark + 1] = blocks;
    blocks += bitsIn(marks[mark] ?? 0);
  }
  const entries = starts[rows.features] ?? 0;
  const index = {
    spans,
    marks,
    froms: sharedInts(blocks + 1).fill(entries),
    places: sharedInts(entries),
    values: sharedFloats(entries),
  };
  // Entries come class by class, so that each feature's lie in the order of its blocks.
  eachEntry(rows, order, firsts, (id, klass, place, value) => {
    const entry = starts[id] ?? 0;
    starts[id] = entry + 1;
    index.places[entry] = place;
    index.values[entry] = value;
    const block = blockOf(index, id, klass);
    index.froms[block] = Math.min(index.froms[block] ?? 0, entry);
  });
  return index;
}

function markOf(spans: number, id: number, klass: number): number {
  return 2 * (id * spans + (klass >>> 5));
}

/** The block of a feature and a class, or -1 when the class does not have the feature. */
function blockOf({ spans, marks }: ClassIndex, id: number, klass: number): number {
  const mark = markOf(spans, id, klass);
  const bits = marks[mark] ?? 0;
  const bit = 1 << (klass & 31);
  return (bits & bit) === 0 ? -1 : (marks[mark + 1] ?? 0) + bitsIn(bits & (bit - 1));
}

/** How many bits are set (H. S. Warren, “Hacker's Delight”, 5-1). */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Every entry of the rows to be indexed, class by class and row by row. */
function eachEntry(
  { starts, ids, values }: Rows,
  order: Uint32Array,
  firsts: Uint32Array,
  see: (id: number, klass: number, place: number, value: number) => void,
): void {
  for (let klass = 0; klass + 1 < firsts.length; klass++) {
    const first = firsts[klass] ?? 0;
    const end = Math.min(firsts[klass + 1] ?? 0, first + mostRowsCompared);
    for (let place = first; place < end; place++) {
      const row = order[place] ?? 0;
      const to = starts[row + 1] ?? 0;
      for (let at = starts[row] ?? 0; at < to; at++) see(ids[at] ?? 0, klass, place, values[at] ?? 0);
    }
  }
}

/**
 * Cosines of a question with the rows of some classes. All blocks are found before any is read, and all their bounds are read
 * before any entry: looked up one after another each would wait for memory, in a row without a branch they come together.
 */
export class ClassComparer {
  readonly #index: ClassIndex;
  readonly #cosines: Float64Array;
  /** The blocks that the question has in the classes, and which of its features each is of. */
  #blocks = new Uint32Array(0);
  #terms = new Uint32Array(0);
  #froms = new Uint32Array(0);
  #tos = new Uint32Array(0);

  constructor(index: ClassIndex, rows: number) {
    this.#index = index;
    this.#cosines = new Float64Array(rows);
  }

  /** Adds up the cosines with all rows of `classes`; `take` must be called for each of their places afterwards. */
  compare(question: SparseVector, classes: readonly number[]): void {
    const count = this.#find(question.ids, classes);
    this.#bound(count);
    const { values } = question;
    const { places, values: rowValues } = this.#index;
    const cosines = this.#cosines;
    const terms = this.#terms;
    const froms = this.#froms;
    const tos = this.#tos;
    for (let found = 0; found < count; found++) {
      const value = values[terms[found] ?? 0] ?? 0;
      const to = tos[found] ?? 0;
      for (let entry = froms[found] ?? 0; entry < to; entry++) {
        const place = places[entry] ?? 0;
        cosines[place] = (cosines[place] ?? 0) + value * (rowValues[entry] ?? 0);
      }
    }
  }

  /** The cosine with the row at a place, which is forgotten with this. */
  take(place: number): number {
    const cosine = this.#cosines[place] ?? 0;
    this.#cosines[place] = 0;
    return cosine;
  }

  /** Notes the blocks of all features in all classes; how many there are. */
  #find(ids: Uint32Array, classes: readonly number[]): number {
    const { spans, marks } = this.#index;
    this.#makeRoom(ids.length * classes.length + 1);
    const blocks = this.#blocks;
    const terms = this.#terms;
    let count = 0;
    for (let term = 0; term < ids.length; term++) {
      const id = ids[term] ?? 0;
      for (let each = 0; each < classes.length; each++) {
        const klass = classes[each] ?? 0;
        const mark = markOf(spans, id, klass);
        const bits = marks[mark] ?? 0;
        blocks[count] = (marks[mark + 1] ?? 0) + bitsIn(bits & ((1 << (klass & 31)) - 1));
        terms[count] = term;
        // Without the feature in this class the next block takes its place.
        count += (bits >>> (klass & 31)) & 1;
      }
    }
    return count;
  }

  #bound(count: number): void {
    const { froms: starts } = this.#index;
    const blocks = this.#blocks;
    const froms = this.#froms;
    const tos = this.#tos;
    for (let found = 0; found < count; found++) {
      const block = blocks[found] ?? 0;
      froms[found] = starts[block] ?? 0;
      tos[found] = starts[block + 1] ?? 0;
    }
  }

  #makeRoom(size: number): void {
    if (this.#blocks.length >= size) return;
    this.#blocks = new Uint32Array(2 * size);
    this.#terms = new Uint32Array(2 * size);
    this.#froms = new Uint32Array(2 * size);
    this.#tos = new Uint32Array(2 * size);
  }
}
