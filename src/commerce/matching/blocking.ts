/** Which known records are worth comparing: those that share rare words, through an inverted index. */
import type { Profile } from './record.ts';

export interface Blocker {
  readonly size: number;
  /** Positions of the records nearest by shared rare words, best first. */
  candidates(profile: Profile, limit: number): number[];
}

/** Reads the known records once; memory is about the size of their titles. */
export function createBlocker(profiles: Iterable<Profile>): Blocker {
  const postings = new Map<string, number[]>();
  let size = 0;
  for (const profile of profiles) {
    for (const word of keysOf(profile)) {
      const positions = postings.get(word);
      if (positions) positions.push(size);
      else postings.set(word, [size]);
    }
    size += 1;
  }
  const norms = normsOf(postings, size);
  const scores = new Float32Array(size);
  return {
    size,
    candidates(profile, limit) {
      const touched: number[] = [];
      for (const { positions, weight } of rarest(postings, size, keysOf(profile))) {
        for (const position of positions) {
          if (scores[position] === 0) touched.push(position);
          scores[position] = (scores[position] ?? 0) + weight * weight;
        }
      }
      const ranked = touched
        .map((position) => ({ position, score: (scores[position] ?? 0) / (norms[position] ?? 1) }))
        .sort((a, b) => b.score - a.score || a.position - b.position)
        .slice(0, limit);
      for (const position of touched) scores[position] = 0;
      return ranked.map(({ position }) => position);
    },
  };
}

/** Words in more records than this tell too little for what they cost. */
const mostRecords = 3_000;
const mostWords = 14;

function* keysOf({ wordSet, codes, brandWords }: Profile): Generator<string> {
  const seen = new Set<string>();
  for (const word of [...wordSet, ...codes, ...brandWords]) {
    if (word.length < 2 || seen.has(word)) continue;
    seen.add(word);
    yield word;
  }
}

function rarest(
  postings: ReadonlyMap<string, readonly number[]>,
  size: number,
  words: Iterable<string>,
): { positions: readonly number[]; weight: number }[] {
  const known: { positions: readonly number[]; weight: number }[] = [];
  for (const word of words) {
    const positions = postings.get(word);
    if (positions) known.push({ positions, weight: Math.log(1 + size / positions.length) });
  }
  known.sort((a, b) => a.positions.length - b.positions.length);
  // The rarest word is looked at whatever it costs; without it there would be no candidate at all.
  return known.filter(({ positions }, at) => at === 0 || (at < mostWords && positions.length <= mostRecords));
}

function normsOf(postings: ReadonlyMap<string, readonly number[]>, size: number): Float32Array {
  const squares = new Float32Array(size);
  for (const positions of postings.values()) {
    const weight = Math.log(1 + size / positions.length);
    for (const position of positions) squares[position] = (squares[position] ?? 0) + weight * weight;
  }
  return squares.map((square) => Math.sqrt(square) || 1);
}
