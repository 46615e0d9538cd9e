/** The phrasings nearest to a question among very many: an inverted index that stops when the rest cannot matter. */
import type { Rows } from './rows.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import type { SparseVector } from './space.ts';

/** Work per question is bounded: after this many index entries only the rows met so far are looked at. */
const mostEntries = 120_000;

/** Which rows have a feature: entries `starts[f]..starts[f + 1]`, with the largest value of each feature. */
export interface InvertedIndex {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly values: Float32Array;
  readonly largest: Float32Array;
  readonly rowCount: number;
}

/** Turns rows of features into features with rows. */
export function invert({ features, ids, values, starts, count }: Rows): InvertedIndex {
  const offsets = sharedInts(features + 1);
  for (const id of ids) offsets[id + 1] = (offsets[id + 1] ?? 0) + 1;
  for (let id = 0; id < features; id++) offsets[id + 1] = (offsets[id + 1] ?? 0) + (offsets[id] ?? 0);
  const next = offsets.slice();
  const index = {
    starts: offsets,
    rows: sharedInts(ids.length),
    values: sharedFloats(ids.length),
    largest: sharedFloats(features),
    rowCount: count,
  };
  for (let row = 0; row < count; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const id = ids[at] ?? 0;
      const place = next[id] ?? 0;
      next[id] = place + 1;
      index.rows[place] = row;
      index.values[place] = values[at] ?? 0;
      index.largest[id] = Math.max(index.largest[id] ?? 0, values[at] ?? 0);
    }
  }
  return index;
}

/**
 * Finds candidates term by term, those first that tell most for their length. A row that was not met yet can reach at
 * most the sum of what is left; below the worst candidate kept, nothing new can enter (the bound of Turtle and Flood,
 * “Query evaluation: strategies and optimizations”, 1995).
 */
export class CandidateRows {
  readonly #index: InvertedIndex;
  readonly #scores: Float32Array;

  constructor(index: InvertedIndex) {
    this.#index = index;
    this.#scores = new Float32Array(index.rowCount);
  }

  /** Up to `count` rows among which the nearest are, in no certain order. */
  find({ ids, values }: SparseVector, count: number): number[] {
    const terms = Array.from(ids, (id, at) => {
      const value = values[at] ?? 0;
      const length = (this.#index.starts[id + 1] ?? 0) - (this.#index.starts[id] ?? 0);
      return { id, value, length, most: value * (this.#index.largest[id] ?? 0) };
    }).sort((left, right) => left.length / left.most - right.length / right.most);
    let left = terms.reduce((sum, { most }) => sum + most, 0);
    let entries = 0;
    const met: number[] = [];
    for (const { id, value, most, length } of terms) {
      entries += length;
      if (met.length > 0 && entries > mostEntries) break;
      left -= most;
      const to = this.#index.starts[id + 1] ?? 0;
      for (let place = this.#index.starts[id] ?? 0; place < to; place++) {
        const row = this.#index.rows[place] ?? 0;
        const before = this.#scores[row] ?? 0;
        if (before === 0) met.push(row);
        this.#scores[row] = before + value * (this.#index.values[place] ?? 0);
      }
      if (left < enough && met.length > count) break;
    }
    const best = highestOf(met, this.#scores, count);
    for (const row of met) this.#scores[row] = 0;
    return best;
  }
}

/** When all that is left adds up to less cosine than this, the candidates are settled. */
const enough = 0.1;

/** The `count` items with the highest scores: a heap with the worst of them on top. */
function highestOf(items: readonly number[], scores: Float32Array, count: number): number[] {
  if (items.length <= count) return [...items];
  const scoreAt = (heap: number[], at: number) => scores[heap[at] ?? 0] ?? 0;
  const heap = items.slice(0, count);
  const sink = (from: number) => {
    for (let at = from; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < count && scoreAt(heap, child) < scoreAt(heap, least)) least = child;
      }
      if (least === at) return;
      const moved = heap[at] ?? 0;
      heap[at] = heap[least] ?? 0;
      heap[least] = moved;
      at = least;
    }
  };
  for (let at = count >> 1; at >= 0; at--) sink(at);
  for (let at = count; at < items.length; at++) {
    const item = items[at] ?? 0;
    if ((scores[item] ?? 0) <= scoreAt(heap, 0)) continue;
    heap[0] = item;
    sink(0);
  }
  return heap;
}
