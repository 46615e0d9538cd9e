import fc from 'fast-check';
import Fuse from 'fuse.js';
import { expect, it } from 'vitest';
import { fewestErrors } from '../../src/understanding/fewest-errors.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '运', '😀'), maxLength: 30 });
const pattern = letters.filter((text) => text.length > 0 && text.length <= 32);

/** The same by the table of distances, row by row: P. H. Sellers, “The theory and computation of evolutionary distances”, 1980. */
function byTable(pattern: string, text: string): number {
  let column = Array.from({ length: pattern.length + 1 }, (_, row) => row);
  let fewest = pattern.length;
  for (let at = 0; at < text.length; at++) {
    const next = [0];
    for (let row = 1; row <= pattern.length; row++) {
      const change = (column[row - 1] ?? 0) + (pattern[row - 1] === text[at] ? 0 : 1);
      next.push(Math.min(change, (column[row] ?? 0) + 1, (next[row - 1] ?? 0) + 1));
    }
    column = next;
    fewest = Math.min(fewest, next.at(-1) ?? fewest);
  }
  return fewest;
}

it.each([
  ['retrun', 'how do i return an item', 2],
  ['shiping', 'how much is shipping', 1],
  ['a'.repeat(32), 'a'.repeat(31), 1],
  ['a'.repeat(32), `${'a'.repeat(20)}b${'a'.repeat(11)}`, 1],
  ['abc', '', 3],
])('%s in %s: %i', (sought, text, errors) => {
  expect(fewestErrors(sought, text)).toBe(errors);
});

it('is what the table of distances says', () => {
  fc.assert(
    fc.property(pattern, letters, (sought, text) => fewestErrors(sought, text) === byTable(sought, text)),
  );
});

it('is never more than what Fuse finds', () => {
  fc.assert(
    fc.property(pattern, letters, (sought, text) => {
      const search = new Fuse([text], { includeScore: true, ignoreLocation: true, threshold: 0.4 });
      const [found] = search.search(sought);
      return !found || fewestErrors(sought, text) <= 0.4 * sought.length;
    }),
  );
});
