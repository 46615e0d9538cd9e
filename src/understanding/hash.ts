/** 32-bit hashes of short texts: FNV-1a (Fowler, Noll, Vo) with MurmurHash3's finish (A. Appleby). */

/** The start of a hash, different for each kind of feature. */
export function startHash(kind: string): number {
  return stepHash(0x811c9dc5, kind.charCodeAt(0));
}

/** The hash with one more UTF-16 unit. */
export function stepHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** The hash with a whole text more. */
export function stepText(hash: number, text: string): number {
  let longer = hash;
  for (let at = 0; at < text.length; at++) longer = stepHash(longer, text.charCodeAt(at));
  return longer;
}

/** Spreads a hash over all 32 bits; short texts would otherwise crowd together. */
export function finishHash(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The hash of a whole text as a feature of one kind. */
export function hashText(kind: string, text: string): number {
  return finishHash(stepText(startHash(kind), text));
}

/** The hash of a word on its own. */
export function hashWord(word: string): number {
  return hashText('#', word);
}
