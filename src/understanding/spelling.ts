/** Misspelt words corrected to what was most likely meant: a word of the bank first, a common English word second. */
import { LRUCache } from 'lru-cache';
import { finishHash, startHash, stepHash } from './hash.ts';
import { englishWords } from './lexicon.ts';
import { stemOf, type Tokens } from './tokens.ts';
import { type CountedWord, liftOf, PairCounter, type WordPairs } from './word-pairs.ts';
import { WordTable } from './word-table.ts';

/** The words of a bank, commonest first, and how often each occurs. */
export interface Vocabulary {
  readonly words: readonly string[];
  readonly counts: readonly number[];
  /** Their stems. */
  readonly stems: readonly string[];
  /** Which words stand side by side; without them every word is looked at on its own. */
  readonly pairs?: WordPairs;
}

const shortestCorrected = 3;
const longestCorrected = 24;

/** The vocabulary of a bank's phrasings. */
export function vocabularyOf(texts: Iterable<Tokens>): Vocabulary {
  const counts = new Map<string, number>();
  const pairs = new PairCounter();
  for (const { words } of texts) {
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    pairs.add(words);
  }
  const sorted = [...counts].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
  const words = sorted.map(([word]) => word);
  return {
    words,
    counts: sorted.map(([, count]) => count),
    stems: [...new Set(words.map(stemOf))],
    pairs: pairs.take(),
  };
}

/**
 * Corrects a word; `undefined` when it is known, too short, or nothing is likelier. `beside` are its neighbours in the
 * text, '' at an edge. Without them a common English word is right as it is.
 */
export type Corrector = (word: string, beside?: Neighbours) => string | undefined;

export interface Neighbours {
  readonly before: string;
  readonly after: string;
}

/**
 * A word that was perhaps meant, how often the bank has it, and the log-odds of it, leaving its neighbours aside, against
 * the word as typed.
 */
interface Suspect extends CountedWord {
  readonly odds: number;
}

/** The share of words that shoppers write which the bank has; the rest is English at large. */
const bankShare = 0.9;
/** How many of a hundred words are misspelt, and how common a word is that neither the bank nor English has. */
const misspelt = 0.05;
const unheardOf = 0.003;
/** An English word met at least this often is meant unless another is twenty times as likely. */
const common = 1;
const commonOdds = 3;
/** A bank of fewer words has not shown yet which ones its shoppers use. */
const fewestWords = 1_000;
/** The words of a language whose lexicon is not here are as rare as if they had been counted in this many. */
const wordsAtLarge = 400_000;
/** No neighbours make up for log-odds below this. */
const hopeless = -8;
const rememberedWords = 5_000;
/** A letter too many or a wrong one is one of 26, a lost or swapped one is certain; people know how a word begins. */
const wrongLetter = -2.3;
const wrongStart = -1.6;
/** A bank with fewer English words than this is in another language, whose words English must not correct. */
const mostlyEnglish = 0.5;

/**
 * A corrector to the words of a bank by the noisy channel: of all words one edit away the one that makes what was typed
 * most probable, if that beats its having been meant (Kernighan, Church, Gale, “A spelling correction program based on a
 * noisy channel model”, 1990); how likely a word is depends on its neighbours (Mays, Damerau, Mercer, “Context based
 * spelling correction”, 1991).
 */
export function correctorOf({ words, counts, stems, pairs }: Vocabulary): Corrector {
  const bank = new WordTable();
  words.forEach((word, at) => {
    bank.set(word, counts[at] ?? 1);
  });
  const known = new Set(stems);
  const letters = lettersOf(words);
  const nothing = new WordTable();
  const remembered = new LRUCache<string, readonly Suspect[]>({ max: rememberedWords });
  let english: WordTable | undefined;

  return (word, beside) => {
    // Nearly all words are the bank's own, and this tells them soonest.
    if (bank.countOf(word) > 0 || word.length < shortestCorrected || word.length > longestCorrected)
      return undefined;
    if (/\P{L}/u.test(word) || known.has(word) || known.has(stemOf(word))) return undefined;
    english ??= isEnglish(words) ? englishWords() : nothing;
    if (!beside && english.countOf(word) >= common) return undefined;
    return likeliest(suspectsOf(word, english), beside);
  };

  function suspectsOf(word: string, other: WordTable): readonly Suspect[] {
    const before = remembered.get(word);
    if (before) return before;
    const suspects = suspectsFor(word, other);
    remembered.set(word, suspects);
    return suspects;
  }

  /** All that `word` may stand for. */
  function suspectsFor(word: string, other: WordTable): Suspect[] {
    const ofBank = bankShare / Math.max(fewestWords, bank.total);
    const ofOther = (1 - bankShare) / Math.max(wordsAtLarge, other.total);
    const chanceOfOne = Math.log(misspelt / word.length);
    const seen = other.countOf(word);
    const asTyped = Math.log(ofOther * Math.max(unheardOf, seen)) + (seen >= common ? commonOdds : 0);
    const suspects: Suspect[] = [];
    forEachEdit(word, letters, (hash, channel) => {
      const near = bank.find(hash);
      const far = other.find(hash);
      if (near < 0 && far < 0) return;
      const chance = ofBank * bank.countAt(near) + ofOther * other.countAt(far);
      const odds = Math.log(chance) + chanceOfOne + channel - asTyped;
      if (odds <= hopeless) return;
      const candidate = near < 0 ? other.wordAt(far) : bank.wordAt(near);
      if (candidate.length <= shortestCorrected && word.length <= candidate.length) return;
      if (withinOneEdit(word, candidate))
        suspects.push({ word: candidate, count: bank.countOf(candidate), odds });
    });
    return suspects;
  }

  function likeliest(suspects: readonly Suspect[], beside: Neighbours | undefined): string | undefined {
    if (suspects.length === 0) return undefined;
    const liftOfSuspect = beside && pairs ? liftsIn(pairs, beside) : undefined;
    let best: string | undefined;
    let most = 0;
    for (const suspect of suspects) {
      const all = suspect.odds + (liftOfSuspect && suspect.count > 0 ? liftOfSuspect(suspect) : 0);
      if (all <= most) continue;
      best = suspect.word;
      most = all;
    }
    return best;
  }

  /** How much likelier a word is between these neighbours. */
  function liftsIn(known: WordPairs, { before, after }: Neighbours): (suspect: CountedWord) => number {
    const counted = (word: string) => ({ word, count: word === '' ? known.texts : bank.countOf(word) });
    const first = counted(before);
    const last = counted(after);
    return (suspect) => liftOf(known, bank.total, first, suspect) + liftOf(known, bank.total, suspect, last);
  }
}

/** Calls `see` with the hash of every word one edit away, and the logarithm of how likely that edit is among its kind. */
function forEachEdit(
  word: string,
  letters: readonly number[],
  see: (hash: number, channel: number) => void,
): void {
  let before = startHash('#');
  for (let at = 0; at <= word.length; at++) {
    const start = at === 0 ? wrongStart : 0;
    const unit = word.charCodeAt(at);
    for (const letter of letters) {
      const longer = stepHash(before, letter);
      see(hashOfRest(longer, word, at), start);
      if (at < word.length && letter !== unit) see(hashOfRest(longer, word, at + 1), start + wrongLetter);
    }
    if (at < word.length) see(hashOfRest(before, word, at + 1), start + wrongLetter);
    if (at < word.length - 1) {
      const swapped = stepHash(stepHash(before, word.charCodeAt(at + 1)), unit);
      see(hashOfRest(swapped, word, at + 2), start / 2);
    }
    before = stepHash(before, unit);
  }
}

function hashOfRest(before: number, word: string, from: number): number {
  let hash = before;
  for (let at = from; at < word.length; at++) hash = stepHash(hash, word.charCodeAt(at));
  return finishHash(hash);
}

const latin = Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => letter.charCodeAt(0));
const mostLetters = 80;

/** The letters that words are made of: the Latin ones and the bank's own. */
function lettersOf(words: readonly string[]): number[] {
  const letters = new Set(latin);
  for (const word of words) {
    for (let at = 0; at < word.length && letters.size < mostLetters; at++) {
      if (word.charCodeAt(at) > 127) letters.add(word.charCodeAt(at));
    }
  }
  return [...letters];
}

function isEnglish(words: readonly string[]): boolean {
  const long = words.filter((word) => word.length > shortestCorrected);
  const known = long.filter((word) => englishWords().countOf(word) > 0);
  return known.length >= long.length * mostlyEnglish;
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
