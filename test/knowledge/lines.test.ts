/** Synonyms and the phrases of intents. */
import { describe, expect, test } from 'vitest';
import { parsePhrases, parseSynonyms, type Reading } from '../../src/knowledge/index.ts';

function problems(result: Reading<unknown>): string[] {
  return result.ok ? [] : result.problems.map(({ line, reason }) => `${line}: ${reason}`);
}

describe('synonyms', () => {
  const read = (text: string) => parseSynonyms({ file: 'synonyms/en.txt', text }, 'en');

  test('one group a line; comments, empty lines and Chinese commas are fine', () => {
    expect(read('# ours\n\ncd player,  disc   player\n功放，放大器、扩音机\n')).toEqual({
      ok: true,
      value: [
        { language: 'en', words: ['cd player', 'disc player'] },
        { language: 'en', words: ['功放', '放大器', '扩音机'] },
      ],
    });
  });

  test.each([
    ['one word alone', 'amp\n', '1: a group needs at least two words, separated by commas'],
    ['nothing beside a comma', 'amp, \n', '1: a comma with no word beside it'],
    ['a word in two groups', 'amp, amplifier\nAmp, booster\n', '2: "Amp" stands already in line 1'],
  ])('%s', (_, text, expected) => {
    expect(problems(read(text))).toEqual([expected]);
  });
});

describe('phrases of an intent', () => {
  const read = (text: string) => parsePhrases({ file: 'phrases.en.txt', text });

  test('one a line, with counter-examples', () => {
    expect(read('# hello\nhi\n  good morning  \nnot: hi-fi\n')).toEqual({
      ok: true,
      value: { phrasings: ['hi', 'good morning'], counterExamples: ['hi-fi'] },
    });
  });

  test('a phrase without words, too long, or written twice', () => {
    expect(problems(read(`hi\n!!\nHI!\n${'x'.repeat(301)}`))).toEqual([
      '2: this phrase has no words',
      '3: "HI!" stands already in line 1',
      '4: this phrase has more than 300 characters',
    ]);
  });
});
