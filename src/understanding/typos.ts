/** Seeded typing errors, to measure how well a bank survives them. */
import { seededRandom } from './random.ts';

const share = 0.3;
const shortestWord = 4;
const alphabet = 'abcdefghijklmnopqrstuvwxyz';

/**
 * A function that misspells texts: every word of four letters or more has, with probability 0.3, one random
 * insert, delete, substitute or transpose of a letter. One generator for a whole file, so order matters.
 */
export function typoGenerator(seed: number): (text: string) => string {
  const random = seededRandom(seed);
  const pick = (count: number) => Math.floor(random() * count);
  return (text) =>
    text.replace(/\p{Script=Latin}+/gu, (word) => {
      if (word.length < shortestWord || random() >= share) return word;
      const letter = alphabet.charAt(pick(alphabet.length));
      const at = pick(word.length);
      switch (pick(4)) {
        case 0:
          return word.slice(0, at) + letter + word.slice(at);
        case 1:
          return word.slice(0, at) + word.slice(at + 1);
        case 2:
          return word.slice(0, at) + letter + word.slice(at + 1);
        default: {
          const left = Math.min(at, word.length - 2);
          return word.slice(0, left) + word.charAt(left + 1) + word.charAt(left) + word.slice(left + 2);
        }
      }
    });
}
