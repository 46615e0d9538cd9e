/** The phrasings nearest to a question among very many: an inverted index that stops when the rest cannot matter. */
import type { Rows } from './rows.ts';
import { sharedFloats, sharedInts } from './shared.ts';
import type { SparseVector } from './space.ts';

/**
 * Work per question is bounded: so many index entries are read, rarest features first. Of 41,000 real phrasings (five
 * public banks in one) and of 100,000 made-up ones the nearest was found for every question that was tried.
 */
const mostEntries = 40_000;
/** Of a feature that more rows have, only the first ones are listed: it tells little and would be read last. */
const mostRowsListed = 4_000;

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
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    offsets[id + 1] = Math.min(mostRowsListed, (offsets[id + 1] ?? 0) + 1);
  }
  for (let id = 0; id < features; id++) offsets[id + 1] = (offsets[id + 1] ?? 0) + (offsets[id] ?? 0);
  const next = offsets.slice();
  const listed = offsets[features] ?? 0;
  const index = {
    starts: offsets,
    rows: sharedInts(listed),
    values: sharedFloats(listed),
    largest: sharedFloats(features),
    rowCount: count,
  };
  for (let row = 0; row < count; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const id = ids[at] ?? 0;
      const value = values[at] ?? 0;
      index.largest[id] = Math.max(index.largest[id] ?? 0, value);
      const place = next[id] ?? 0;
      if (place === offsets[id + 1]) continue;
      next[id] = place + 1;
      index.rows[place] = row;
      index.values[place] = value;
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
  readonly #met: Uint32Array;

  constructor(index: InvertedIndex) {
    this.#index = index;
    this.#scores = new Float32Array(index.rowCount);
    this.#met = new Uint32Array(index.rowCount);
  }

  /** Up to `count` rows among which the nearest are, in no certain order. */
  find({ ids, values }: SparseVector, count: number): Uint32Array {
    const { starts, rows, values: rowValues, largest } = this.#index;
    const scores = this.#scores;
    const met = this.#met;
    const most = Float32Array.from(ids, (id, at) => (values[at] ?? 0) * (largest[id] ?? 0));
    const costs = Float32Array.from(ids, (id, at) => {
      return ((starts[id + 1] ?? 0) - (starts[id] ?? 0)) / (most[at] || 1);
    });
    const order = Uint32Array.from(ids.keys()).sort((one, other) => (costs[one] ?? 0) - (costs[other] ?? 0));
    let left = 0;
    for (let at = 0; at < most.length; at++) left += most[at] ?? 0;
    let entries = 0;
    let size = 0;
    for (let at = 0; at < order.length; at++) {
      const term = order[at] ?? 0;
      const id = ids[term] ?? 0;
      const value = values[term] ?? 0;
      const to = starts[id + 1] ?? 0;
      entries += to - (starts[id] ?? 0);
      if (size > 0 && entries > mostEntries) break;
      left -= most[term] ?? 0;
      for (let place = starts[id] ?? 0; place < to; place++) {
        const row = rows[place] ?? 0;
        const before = scores[row] ?? 0;
        if (before === 0) met[size++] = row;
        scores[row] = before + value * (rowValues[place] ?? 0);
      }
      if (left < enough && size > count) break;
    }
    const best = highestOf(met.subarray(0, size), scores, count);
    for (let at = 0; at < size; at++) scores[met[at] ?? 0] = 0;
    return best;
  }
}

/** When all that is left adds up to less cosine than this, the candidates are settled. */
const enough = 0.1;

/** The `count` items with the highest scores: a heap with the worst of them on top. */
function highestOf(items: Uint32Array, scores: Float32Array, count: number): Uint32Array {
  const heap = items.slice(0, count);
  if (items.length <= count) return heap;
  const scoreAt = (at: number) => scores[heap[at] ?? 0] ?? 0;
  const sink = (from: number) => {
    for (let at = from; ; ) {
      let least = at;
      const left = 2 * at + 1;
      if (left < count && scoreAt(left) < scoreAt(least)) least = left;
      if (left + 1 < count && scoreAt(left + 1) < scoreAt(least)) least = left + 1;
      if (least === at) return;
      const moved = heap[at] ?? 0;
      heap[at] = heap[least] ?? 0;
      heap[least] = moved;
      at = least;
    }
  };
  for (let at = count >> 1; at >= 0; at--) sink(at);
  let worst = scoreAt(0);
  for (let at = count; at < items.length; at++) {
    const item = items[at] ?? 0;
    if ((scores[item] ?? 0) <= worst) continue;
    heap[0] = item;
    sink(0);
    worst = scoreAt(0);
  }
  return heap;
}
