/** How alike two titles are: cosine of rare shared words. Lets an item nobody has bought yet be recommended. */
import { largest, type Sparse, type SparseVector, sparseFromRows } from './sparse.ts';

/** A word on more titles than this says little and would make the cost grow with the square of the catalogue. */
const mostSharing = 3000;

/** Weights items × items in 0…1, the `neighbours` most alike per item, without the item itself. */
export function titleLikeness(titles: readonly string[], neighbours = 120, least = 0.1): Sparse {
  const words = titles.map(wordsOf);
  const holders = new Map<string, number[]>();
  words.forEach((set, item) => {
    for (const word of set) {
      const list = holders.get(word);
      if (list) list.push(item);
      else holders.set(word, [item]);
    }
  });
  const rarity = (word: string) => Math.log(titles.length / (holders.get(word)?.length ?? 1));
  const length = words.map((set) => Math.sqrt([...set].reduce((sum, word) => sum + rarity(word) ** 2, 0)));
  const sums = new Float64Array(titles.length);
  const rows = words.map((set, item): SparseVector => {
    const others: number[] = [];
    for (const word of set) {
      const weight = rarity(word) ** 2;
      const sharing = holders.get(word) ?? [];
      if (weight === 0 || sharing.length > mostSharing) continue;
      for (const other of sharing) {
        if (sums[other] === 0) others.push(other);
        sums[other] = (sums[other] ?? 0) + weight;
      }
    }
    for (const other of others) {
      const likeness = (sums[other] ?? 0) / ((length[item] ?? 1) * (length[other] ?? 1));
      sums[other] = other === item || likeness < least ? 0 : likeness;
    }
    const row = largest(sums, others, neighbours);
    for (const other of others) sums[other] = 0;
    return row;
  });
  return sparseFromRows(rows, titles.length);
}

function wordsOf(title: string): Set<string> {
  // Chinese has no blanks: each character counts as a word.
  const spaced = title.toLowerCase().replace(/\p{Script=Han}/gu, ' $& ');
  return new Set(spaced.match(/[\p{L}\p{N}]+/gu));
}
