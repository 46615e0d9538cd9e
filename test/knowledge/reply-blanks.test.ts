/** The blanks of a sentence, and the words that go with a count. */
import { expect, it } from 'vitest';
import { blanksIn, hasStrayBrace, withBlanks } from '../../src/knowledge/reply-blanks.ts';

const sentence = 'I compared {offers} {offers|offer|offers} at {shops} {shops|shop|shops}.';
const said = (values: Record<string, string>) => withBlanks(sentence, (name) => values[name] ?? '');

it('says one offer and two offers', () => {
  expect(said({ offers: '1', shops: '1' })).toBe('I compared 1 offer at 1 shop.');
  expect(said({ offers: '22', shops: '4' })).toBe('I compared 22 offers at 4 shops.');
  expect(said({ offers: '0', shops: '11' })).toBe('I compared 0 offers at 11 shops.');
});

it('counts the word that goes with a count as the same blank', () => {
  expect(blanksIn(sentence)).toEqual(['offers', 'shops']);
  expect(hasStrayBrace(sentence)).toBe(false);
  expect(hasStrayBrace('{offers|offer}')).toBe(true);
});
