/** The nearest phrasings of a few answers, through the features that they share with a question and no others. */
import type { Rows } from './rows.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import type { SparseVector } from './space.ts';

/**
 * Which classes have a feature, and which of their rows. A row is known by its place among all rows in the order of
 * their classes, so that those of one class lie side by side.
 */
export interface ClassIndex {
  /** Feature f has the blocks `starts[f]..starts[f + 1]`, one for each class that has it. */
  readonly starts: Uint32Array;
  /** The class of each block, and where its entries begin; the last one ends at `froms[blocks]`. */
  readonly classes: Uint32Array;
  readonly froms: Uint32Array;
  /** The place of each entry's row, and the value that the feature has in it. */
  readonly places: Uint32Array;
  readonly values: Float32Array;
}

/** Of very many phrasings of one answer the first ones will do. */
export const mostRowsCompared = 200;

/** Indexes the first rows of each class; those of class c are `order[firsts[c]..firsts[c + 1]]`. */
export function indexByClass(rows: Rows, order: Uint32Array, firsts: Uint32Array): ClassIndex {
  const entryStarts = new Uint32Array(rows.features + 1);
  const starts = sharedInts(rows.features + 1);
  const lastClass = new Int32Array(rows.features).fill(-1);
  eachEntry(rows, order, firsts, (id, klass) => {
    entryStarts[id + 1] = (entryStarts[id + 1] ?? 0) + 1;
    if (lastClass[id] === klass) return;
    lastClass[id] = klass;
    starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  });
  for (let id = 0; id < rows.features; id++) {
    entryStarts[id + 1] = (entryStarts[id + 1] ?? 0) + (entryStarts[id] ?? 0);
    starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  }
  const blocks = starts[rows.features] ?? 0;
  const entries = entryStarts[rows.features] ?? 0;
  const index = {
    starts,
    classes: sharedInts(blocks),
    froms: sharedInts(blocks + 1),
    places: sharedInts(entries),
    values: sharedFloats(entries),
  };
  index.froms[blocks] = entries;
  const nextBlock = starts.slice();
  lastClass.fill(-1);
  eachEntry(rows, order, firsts, (id, klass, place, value) => {
    const entry = entryStarts[id] ?? 0;
    entryStarts[id] = entry + 1;
    index.places[entry] = place;
    index.values[entry] = value;
    if (lastClass[id] === klass) return;
    lastClass[id] = klass;
    const block = nextBlock[id] ?? 0;
    nextBlock[id] = block + 1;
    index.classes[block] = klass;
    index.froms[block] = entry;
  });
  return index;
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

/** Cosines of a question with the rows of some classes; the work is that of scoring all classes at most. */
export class ClassComparer {
  readonly #index: ClassIndex;
  readonly #cosines: Float64Array;
  readonly #wanted: Uint8Array;

  constructor(index: ClassIndex, classes: number, rows: number) {
    this.#index = index;
    this.#cosines = new Float64Array(rows);
    this.#wanted = new Uint8Array(classes);
  }

  /** Adds up the cosines with all rows of `classes`; `take` must be called for each of their places afterwards. */
  compare({ ids, values }: SparseVector, wantedClasses: readonly number[]): void {
    const { starts, classes, froms, places, values: rowValues } = this.#index;
    const wanted = this.#wanted;
    const cosines = this.#cosines;
    for (const klass of wantedClasses) wanted[klass] = 1;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? 0;
      const value = values[at] ?? 0;
      const end = starts[id + 1] ?? 0;
      for (let block = starts[id] ?? 0; block < end; block++) {
        if (wanted[classes[block] ?? 0] !== 1) continue;
        const to = froms[block + 1] ?? 0;
        for (let entry = froms[block] ?? 0; entry < to; entry++) {
          const place = places[entry] ?? 0;
          cosines[place] = (cosines[place] ?? 0) + value * (rowValues[entry] ?? 0);
        }
      }
    }
    for (const klass of wantedClasses) wanted[klass] = 0;
  }

  /** The cosine with the row at a place, which is forgotten with this. */
  take(place: number): number {
    const cosine = this.#cosines[place] ?? 0;
    this.#cosines[place] = 0;
    return cosine;
  }
}
