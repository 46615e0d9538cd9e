/** A bank that rehearses by not looking at a row, where learning without it would take too long. */
import { expect, it } from 'vitest';
import { calibrate } from '../../src/understanding/confidence.ts';
import { noVectors } from '../../src/understanding/encoder.ts';
import { weigherOf } from '../../src/understanding/evidence.ts';
import { type Loss, learn } from '../../src/understanding/learn.ts';
import { invert } from '../../src/understanding/nearest.ts';
import { readPhrasings } from '../../src/understanding/phrasings.ts';
import { bestRehearsal, outcomesOf, rehearse, rehearseInPlace } from '../../src/understanding/rehearse.ts';
import { trainQuickly, withCalibration } from '../../src/understanding/train.ts';
import { entry } from './bank.ts';

const things = ['amplifier', 'cable', 'stylus', 'speaker', 'radio', 'tuner', 'cassette', 'lamp', 'cover'];
const bank = [
  ...things.map((thing) =>
    entry(thing, [`is the ${thing} here`, `do you have a ${thing}`, `a ${thing} please`]),
  ),
  entry('alone', ['quantum zebra']),
];
const phrasings = readPhrasings(bank, []);
const learnt = learn(phrasings, bank.length, noVectors, 'shares');
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

it('takes the loss that gets more phrasings right, and that one is learnt', () => {
  const right = (loss: Loss) =>
    outcomesOf(rehearse(phrasings, bank.length, noVectors, loss)).filter((each) => each.right).length;
  const { loss } = bestRehearsal(phrasings, bank.length, noVectors);
  expect(right(loss)).toBe(Math.max(right('shares'), right('margins')));
  const model = withCalibration(trainQuickly(bank, []), bank);
  expect(model.lexical.fit.loss).toBe(loss);
});

it.each<Loss>(['shares', 'margins'])('each of the two tells all answers apart: %s', (loss) => {
  const weigher = weigherOf(learn(phrasings, bank.length, noVectors, loss));
  const best = phrasings.map(({ features }) => weigher.weigh(features).contenders[0]?.class);
  expect(best).toEqual(phrasings.map(({ owner }) => owner));
});

it('asks the only phrasing of each answer where all have nothing but their names', () => {
  const named = things.map((thing) => ({ ...entry(thing, [`do you sell a ${thing}`]), name: thing }));
  const read = readPhrasings(named, []);
  const asked = rehearse(read, named.length, noVectors, 'shares').filter(({ answerable }) => answerable);
  expect(new Set(asked.map(({ phrasing }) => read[phrasing]?.text))).toEqual(
    new Set(named.flatMap(({ phrasings: told }) => told.map(({ text }) => text))),
  );
  expect(asked.every(({ owner, best }) => owner === best)).toBe(true);
});

it('learns from that how sure to be', () => {
  expect(calibrate(outcomesOf(rehearsed)).rehearsed).toBe(true);
});
