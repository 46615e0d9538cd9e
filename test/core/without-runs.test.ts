import { describe, expect, it } from 'vitest';
import { withoutRuns } from '../../src/core/without-runs.ts';

describe('a text without long runs', () => {
  it.each([
    ['Hello  there!!', 'Hello  there!!'],
    ['one\n\ntwo', 'one\n\ntwo'],
    ['one\n\n\n\n\ntwo', 'one\n\ntwo'],
    ['one   \n  two', 'one\ntwo'],
    ['one      two', 'one two'],
    ['what?????????????', 'what????????'],
    ['👍👍👍👍👍👍👍👍👍👍', '👍👍👍👍👍👍👍👍'],
    ['1000000000000 nooooooooooooo', '1000000000000 nooooooooooooo'],
  ])('%j reads %j', (text, read) => {
    expect(withoutRuns(text)).toBe(read);
  });
});
