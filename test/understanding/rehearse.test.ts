/** A bank that rehearses by not looking at a row, where learning without it would take too long. */
import { expect, it } from 'vitest';
import { calibrate } from '../../src/understanding/confidence.ts';
import { noVectors } from '../../src/understanding/encoder.ts';
import { learn } from '../../src/understanding/learn.ts';
import { invert } from '../../src/understanding/nearest.ts';
import { readPhrasings } from '../../src/understanding/phrasings.ts';
import { outcomesOf, rehearseInPlace } from '../../src/understanding/rehearse.ts';
import { entry } from './bank.ts';

const things = ['amplifier', 'cable', 'stylus', 'speaker', 'radio', 'tuner', 'cassette', 'lamp', 'cover'];
const bank = [
  ...things.map((thing) =>
    entry(thing, [`is the ${thing} here`, `do you have a ${thing}`, `a ${thing} please`]),
  ),
  entry('alone', ['quantum zebra']),
];
const phrasings = readPhrasings(bank, []);
const learnt = learn(phrasings, bank.length, noVectors);
const fit = { ...learnt, linear: undefined, index: invert(learnt.rows) };
const rehearsed = rehearseInPlace(fit, (row) => phrasings[row]?.features ?? { words: none, letters: none });
const none = { features: new Uint32Array(0), counts: new Float32Array(0) };

it('asks each phrasing with itself hidden, then with its answer hidden', () => {
  const answerable = rehearsed.filter((each) => each.answerable);
  expect(answerable).toHaveLength(things.length * 3);
  expect(answerable.filter(({ owner, best }) => owner === best).length).toBeGreaterThan(things.length * 2);
  const foreign = rehearsed.filter((each) => !each.answerable);
  expect(foreign).toHaveLength(phrasings.length);
  expect(foreign.filter(({ owner, best }) => owner === best)).toEqual([]);
});

it('learns from that how sure to be', () => {
  expect(calibrate(outcomesOf(rehearsed)).rehearsed).toBe(true);
});
