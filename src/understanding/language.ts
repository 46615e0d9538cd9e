/** Which of the shop's languages a message is written in. */
import type { Language } from '../core/language.ts';
import { isAscii } from './normalise.ts';

/** One Chinese character says about as much as this many Latin letters. */
const lettersPerCharacter = 3;

/** A code such as TD and an "OK" are written the same in both. */
const abbreviation = /^[^\p{L}\p{N}]*(?:[A-Z]{2,4}|ok|okay)[^\p{L}\p{N}]*$/u;

/** The language of `text` by its script; `fallback` when the text does not tell (digits, addresses, other scripts). */
export function detectLanguage(text: string, fallback: Language): Language {
  // Addresses and numbers of orders look the same in every language.
  const sample = text.slice(0, 2_000).replace(/\S+@\S+|https?:\/\/\S+|\b[A-Za-z]{1,4}-?\d+\b/gu, ' ');
  if (abbreviation.test(sample)) return fallback;
  if (isAscii(sample)) return /[a-z][^a-z]*[a-z]/i.test(sample) ? 'en' : fallback;
  const han = sample.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (han === 0) return latin < 2 ? fallback : 'en';
  return han * lettersPerCharacter >= lettersOfWords(sample) ? 'zh' : 'en';
}

/** Latin letters beside Chinese characters that are no name: `Technics SL-1200 最低价` is Chinese. */
function lettersOfWords(text: string): number {
  const words = text.match(/(?<![\p{L}\d-])\p{Ll}+(?![\p{L}\d-])/gu) ?? [];
  return words.reduce((sum, word) => sum + word.length, 0);
}
