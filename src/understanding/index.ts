/**
 * The room that understands a question, as a story from top to bottom:
 *
 * 1. text: `normalise` (one spelling of what looks the same), `language` (Chinese or English)
 * 2. tokens: `tokens` (words, stems, runs of Chinese), `spelling` (unknown words to the bank's own, unless they are in the
 *    `lexicon`), `read`
 * 3. features: `features` (stems, letter grams, characters, pinyin, `synonyms`), `space` (TF-IDF vectors), and beside them if
 *    there is an `encoder` a sentence vector, else `word-vectors`, the sense of English words
 * 4. candidates: `softmax` or `hinge` learns (whichever gets more of the bank's own phrasings right) a `linear` model, to which
 *    `blend` adds what `gaussian` learns from sentence vectors; `leaders` are the answers that it puts first, with what `dense-scores` adds for vectors; `evidence` adds
 *    the nearest phrasing of each (`nearest` finds candidates alone when a bank has too many answers for a linear model); `counter` examples veto
 * 5. confidence: `rehearse` asks a bank its own phrasings, `confidence` turns evidence into a probability from that,
 *    `traffic` learns what share of questions is out of scope
 * 6. zone: `zones` from the one dial, what a wrong answer costs
 *
 * `service` gives it a life (changes, threads, encoder; `kept-model` is its memory between starts); `rank` is the way of one question; `evaluate`, `ablation`,
 * `check-bank` and `gaps` measure it; `message/` looks at a message beside its question.
 */
export { createBundledEncoder, hasBundledEncoder } from './bundled-encoder.ts';
export { type BankCheck, checkBank, duplicatesIn, type Theft } from './check-bank.ts';
export { chooseEncoder } from './choose-encoder.ts';
export {
  type AskedQuestion,
  answerOf,
  askBoth,
  compareAnswers,
  type Difference,
  type Outcome,
} from './compare.ts';
export type { Encoder } from './encoder.ts';
export { findEntries } from './find-entries.ts';
export { findGaps, type Gap, gapId, groupGaps, type KnownGap, readUnanswered } from './gaps.ts';
export { detectLanguage } from './language.ts';
export * from './message/index.ts';
export { nameInWords } from './phrasings.ts';
export { pickOption } from './pick-option.ts';
export { createServedEncoder, type ServedEncoderOptions } from './served-encoder.ts';
export { createUnderstanding, type Understanding, type UnderstandingOptions } from './service.ts';
export { type Corrector, correctorOf } from './spelling.ts';
export type { SynonymGroup } from './synonyms.ts';
export type * from './understanding.ts';
