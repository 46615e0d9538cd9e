/** Tokens as countable features: what two questions are compared by. */
import { chineseWords, pinyinOf } from './chinese.ts';
import { FeatureCounter } from './feature-counter.ts';
import { finishHash, hashText, startHash, stepHash, stepText } from './hash.ts';
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

// One counter for each block, used again for every text: a text is read on one thread and in one go.
const wordCounter = new FeatureCounter();
const letterCounter = new FeatureCounter();

/**
 * All features of a text, good until the next text is read; a `FeatureTable` keeps them. `concepts` adds one feature
 * for each group of shop synonyms that the text mentions.
 */
export function featuresOf(tokens: Tokens, concepts?: ConceptFinder): Features {
  addSequence(wordCounter, 'w', tokens.stems);
  for (const word of tokens.words) addLetterGrams(letterCounter, word);
  for (const run of tokens.runs) {
    addSequence(wordCounter, 'c', [...run]);
    for (const word of chineseWords(run)) if (word.length > 1) wordCounter.add(hashText('j', word), 1);
    addSequence(letterCounter, 'p', pinyinOf(run));
  }
  if (concepts)
    for (const group of concepts.find(tokens)) wordCounter.add(hashText('s', String(group)), conceptShare);
  return { words: wordCounter.take(), letters: letterCounter.take() };
}

/** The feature that a stem is on its own. */
export function stemFeature(stem: string): number {
  return hashText('w', stem);
}

/** A synonym says the same thing a little less surely than the word itself. */
const conceptShare = 0.5;

/** Single items and neighbouring pairs of a sequence. */
function addSequence(counter: FeatureCounter, kind: string, items: readonly string[]): void {
  let pair: number | undefined;
  for (const item of items) {
    if (pair !== undefined) counter.add(finishHash(stepText(pair, item)), 1);
    const single = stepText(startHash(kind), item);
    counter.add(finishHash(single), 1);
    pair = stepHash(single, space);
  }
}

const space = 32;

/** Letters 2–5 inside a word that is padded with one space at each side, so that beginnings and ends differ. */
function addLetterGrams(counter: FeatureCounter, word: string): void {
  const end = word.length + 1;
  for (let start = -1; start < end; start++) {
    let hash = startHash('g');
    const last = Math.min(start + longestGram - 1, end - 1);
    for (let at = start; at <= last; at++) {
      hash = stepHash(hash, at < 0 || at >= word.length ? space : word.charCodeAt(at));
      if (at - start + 1 >= shortestGram) counter.add(finishHash(hash), 1);
    }
  }
}
