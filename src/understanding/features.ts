/** Tokens as countable features: what two questions are compared by. */
import { chineseWords, pinyinOf } from './chinese.ts';
import { finishHash, hashText, startHash, stepHash } from './hash.ts';
import type { ConceptFinder } from './synonyms.ts';
import type { Tokens } from './tokens.ts';

/**
 * Feature counts in two blocks, which weigh the same whatever the length of the text: `words` (stems and
 * pairs of stems, Chinese characters, pairs and words) and `letters` (2–5 letters inside a word, pinyin).
 * A feature is the 32-bit hash of its text: two of 500,000 features share one less than thirty times.
 */
export interface Features {
  readonly words: Counted;
  readonly letters: Counted;
}

/** Features and how often each occurs, side by side: a map would take ten times the memory. */
export interface Counted {
  readonly features: Uint32Array;
  readonly counts: Float32Array;
}

const shortestGram = 2;
const longestGram = 5;

/** All features of a text. `concepts` adds one feature for each group of shop synonyms that it mentions. */
export function featuresOf(tokens: Tokens, concepts?: ConceptFinder): Features {
  const words = new Map<number, number>();
  const letters = new Map<number, number>();
  addSequence(words, 'w', tokens.stems);
  for (const word of tokens.words) addLetterGrams(letters, word);
  for (const run of tokens.runs) {
    addSequence(words, 'c', [...run]);
    for (const word of chineseWords(run)) if (word.length > 1) add(words, hashText('j', word), 1);
    addSequence(letters, 'p', pinyinOf(run));
  }
  if (concepts)
    for (const group of concepts.find(tokens)) add(words, hashText('s', String(group)), conceptShare);
  return { words: counted(words), letters: counted(letters) };
}

function counted(counts: ReadonlyMap<number, number>): Counted {
  return { features: Uint32Array.from(counts.keys()), counts: Float32Array.from(counts.values()) };
}

/** A synonym says the same thing a little less surely than the word itself. */
const conceptShare = 0.5;

/** The hash of one word's own feature, to say which words of a question spoke for a candidate. */
export function wordFeature(stem: string): number {
  return hashText('w', stem);
}

/** Single items and neighbouring pairs of a sequence. */
function addSequence(counts: Map<number, number>, kind: string, items: readonly string[]): void {
  let previous: string | undefined;
  for (const item of items) {
    add(counts, hashText(kind, item), 1);
    if (previous !== undefined) add(counts, hashText(kind, `${previous} ${item}`), 1);
    previous = item;
  }
}

/** Letters 2–5 inside a word that is padded with one space at each side, so that beginnings and ends differ. */
function addLetterGrams(counts: Map<number, number>, word: string): void {
  const padded = ` ${word} `;
  for (let start = 0; start < padded.length; start++) {
    let hash = startHash('g');
    const end = Math.min(start + longestGram, padded.length);
    for (let at = start; at < end; at++) {
      hash = stepHash(hash, padded.charCodeAt(at));
      if (at - start + 1 >= shortestGram) add(counts, finishHash(hash), 1);
    }
  }
}

function add(counts: Map<number, number>, feature: number, amount: number): void {
  counts.set(feature, (counts.get(feature) ?? 0) + amount);
}
