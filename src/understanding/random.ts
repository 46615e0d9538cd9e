/** A small seeded generator, so that folds, draws and typos can be repeated exactly. */

/** Numbers from 0 (inclusive) to 1 (exclusive); mulberry32 by T. Ettinger, public domain. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A shuffled copy (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = copy[last];
    const moved = copy[other];
    if (kept !== undefined && moved !== undefined) {
      copy[last] = moved;
      copy[other] = kept;
    }
  }
  return copy;
}
