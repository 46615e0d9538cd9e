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

/** Cosines of a question with the rows of some classes. */
export class ClassComparer {
  readonly #index: ClassIndex;
  readonly #cosines: Float64Array;

  constructor(index: ClassIndex, rows: number) {
    this.#index = index;
    this.#cosines = new Float64Array(rows);
  }

  /** Adds up the cosines with all rows of `classes`; `take` must be called for each of their places afterwards. */
  compare({ ids, values }: SparseVector, classes: readonly number[]): void {
    const index = this.#index;
    const { froms, places, values: rowValues } = index;
    const cosines = this.#cosines;
    for (let at = 0; at < ids.length; at++) {
      const value = values[at] ?? 0;
      for (let each = 0; each < classes.length; each++) {
        const block = blockOf(index, ids[at] ?? 0, classes[each] ?? 0);
        if (block < 0) continue;
        const to = froms[block + 1] ?? 0;
        for (let entry = froms[block] ?? 0; entry < to; entry++) {
          const place = places[entry] ?? 0;
          cosines[place] = (cosines[place] ?? 0) + value * (rowValues[entry] ?? 0);
        }
      }
    }
  }

  /** The cosine with the row at a place, which is forgotten with this. */
  take(place: number): number {
    const cosine = this.#cosines[place] ?? 0;
    this.#cosines[place] = 0;
    return cosine;
  }
}
