/** Which questions name no subject of their own. */
import { describe, expect, it } from 'vitest';
import { leaningOf } from '../../../src/understanding/index.ts';

describe('a question', () => {
  it.each([
    'who pays for that',
    'and how long does it take?',
    'how much is it',
    'for how long',
    'what do i do now',
    'where can i see it',
    '要多久',
    '邮费谁出？',
    '那怎么办',
  ])('%s is about what was said before', (text) => expect(leaningOf(text)).toBe('wholly'));

  it.each(['can I drop it off?', 'book one for Saturday', '帮我预约周六', 'does it cover drops'])(
    '%s may be about what was said before',
    (text) => expect(leaningOf(text)).toBe('perhaps'),
  );

  it.each([
    'how long does delivery take',
    'how are you',
    'who are you',
    'where are you',
    'what do you know about me',
    "that's not what I asked",
    'it was a gift!!',
    '真笨',
    '运费多少钱',
    '',
  ])('%s stands on its own', (text) => expect(leaningOf(text)).toBeUndefined());
});
