/** Misspelt words corrected to the bank's own vocabulary: only words that neither the bank nor English knows are touched. */
import { hashWord } from './hash.ts';
import { isEnglish } from './lexicon.ts';
import { sharedInts } from './shared.ts';
import { stemOf, type Tokens } from './tokens.ts';

/**
 * The words of a bank, commonest first, and an index of what is left of each when one letter is deleted: two words
 * at distance one share such a rest (W. Garbe's symmetric delete spelling correction, SymSpell).
 */
export interface Vocabulary {
  readonly words: readonly string[];
  /** Their stems. */
  readonly stems: readonly string[];
  /** Hashes of rests in rising order, and the word that each belongs to. */
  readonly rests: Uint32Array;
  readonly owners: Uint32Array;
}

const shortestCorrected = 4;
const longestCorrected = 24;

/** The vocabulary of a bank's phrasings. */
export function vocabularyOf(texts: readonly Tokens[]): Vocabulary {
  const counts = new Map<string, number>();
  for (const { words } of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts.keys()].sort(
    (left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0) || (left < right ? -1 : 1),
  );
  const pairs: [rest: number, owner: number][] = [];
  words.forEach((word, owner) => {
    if (word.length < shortestCorrected - 1 || word.length > longestCorrected || /\d/.test(word)) return;
    for (const rest of restsOf(word)) pairs.push([rest, owner]);
  });
  pairs.sort((left, right) => left[0] - right[0] || left[1] - right[1]);
  const rests = sharedInts(pairs.length);
  const owners = sharedInts(pairs.length);
  pairs.forEach(([rest, owner], at) => {
    rests[at] = rest;
    owners[at] = owner;
  });
  return { words, stems: [...new Set(words.map(stemOf))], rests, owners };
}

/** Corrects single words; `undefined` when the word is known, English, too short, or nothing is near. */
export type Corrector = (word: string) => string | undefined;

/** A corrector to the words of `vocabulary`. */
export function correctorOf({ words, stems, rests, owners }: Vocabulary): Corrector {
  const known = new Set([...words, ...stems]);
  return (word) => {
    if (word.length < shortestCorrected || word.length > longestCorrected) return undefined;
    if (known.has(word) || known.has(stemOf(word)) || /\d/.test(word)) return undefined;
    let best: string | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const rest of restsOf(word)) {
      for (let at = firstAtLeast(rests, rest); rests[at] === rest; at++) {
        const owner = owners[at] ?? 0;
        const candidate = words[owner];
        if (candidate === undefined || !withinOneEdit(word, candidate)) continue;
        // A wrong first letter is rare in typing: such a candidate must be much more common.
        const rank = candidate.charAt(0) === word.charAt(0) ? owner : owner + words.length;
        if (rank < bestRank) {
          bestRank = rank;
          best = candidate;
        }
      }
    }
    return best !== undefined && isEnglish(word) ? undefined : best;
  };
}

/** Hashes of the word itself and of the word without each of its letters. */
function restsOf(word: string): Set<number> {
  const rests = new Set([hashWord(word)]);
  for (let at = 0; at < word.length; at++) rests.add(hashWord(word.slice(0, at) + word.slice(at + 1)));
  return rests;
}

function firstAtLeast(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One insert, delete, substitute or transpose of neighbours apart (F. Damerau, 1964). */
export function withinOneEdit(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return (
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  );
}
