/** What words mean, beside how they are written. */
import { expect, it } from 'vitest';
import { denseScoresIn } from '../../src/understanding/dense-scores.ts';
import { centre, noVectors, vectorAt } from '../../src/understanding/encoder.ts';
import { weigherOf } from '../../src/understanding/evidence.ts';
import { featuresOf } from '../../src/understanding/features.ts';
import { hashWord } from '../../src/understanding/hash.ts';
import { learn } from '../../src/understanding/learn.ts';
import { readPhrasings } from '../../src/understanding/phrasings.ts';
import { rankerOf } from '../../src/understanding/rank.ts';
import { tokenise } from '../../src/understanding/tokens.ts';
import { createTraffic } from '../../src/understanding/traffic.ts';
import { trainQuickly } from '../../src/understanding/train.ts';
import { packVectors, senseOf, sensesOf, wordVectorSize } from '../../src/understanding/word-vectors.ts';
import { thresholdsFor } from '../../src/understanding/zones.ts';
import { entry } from './bank.ts';

const senseIn = (...words: string[]) => senseOf(words) ?? new Float32Array(wordVectorSize);

function cosine(one: Float32Array, other: Float32Array): number {
  const product = (left: Float32Array, right: Float32Array) =>
    left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
}

it.each([
  ['parcel', 'package', 'guitar'],
  ['couch', 'sofa', 'keyboard'],
  ['broken', 'damaged', 'cheap'],
  ['refund', 'reimbursement', 'colour'],
])('%s is nearer to %s than to %s', (word, near, far) => {
  const meant = senseIn(word);
  expect(cosine(meant, senseIn(near))).toBeGreaterThan(cosine(meant, senseIn(far)) + 0.2);
});

it('a text is the sum of its words, in which everyday words weigh little and unknown ones nothing', () => {
  const sofa = senseIn('sofa');
  expect(senseOf(['sofa', 'qqxyzzy', '沙发'])).toEqual(sofa);
  expect(senseOf(['qqxyzzy', '沙发'])).toBeUndefined();
  expect(cosine(senseIn('is', 'the', 'sofa', 'in', 'it'), sofa)).toBeGreaterThan(0.9);
});

it('keeps each number to a 254th of its word’s range', () => {
  const packed = packVectors(
    new Map([
      ['up', [1, -0.498, 0.251]],
      ['no', [0, 0, 0]],
    ]),
  );
  expect([...new Uint32Array(packed.slice(0, 8).buffer)]).toEqual([hashWord('up'), hashWord('no')]);
  const steps = new Float32Array(packed.slice(8, 16).buffer);
  const levels = new Int8Array(packed.slice(16).buffer);
  expect([...levels]).toEqual([127, -63, 32, 0, 0, 0]);
  expect((steps[0] ?? 0) * 127).toBeCloseTo(1);
});

const sofas = entry('sofa', ['how long is the couch', 'which couch fits four people', 'couch in grey']);
const parcels = entry('parcel', ['where is my package', 'the package has not come', 'track a package']);
const goods = entry('货', ['这个什么时候到货', '到货了吗', '什么时候有货']);
const bank = [sofas, parcels, goods];
const phrasings = readPhrasings(bank, []);
const senses = sensesOf(phrasings);

it('a question meets the phrasing with which it shares what its words mean', () => {
  const { rank } = rankerOf(trainQuickly(bank, []), thresholdsFor(1.5), createTraffic());
  expect(rank('how about the sofa', 'en').candidates[0]?.id).toBe('sofa');
  expect(rank('where is the shipment', 'en').candidates[0]?.id).toBe('parcel');
});

it('what words add one by one is what the vector of all of them adds', () => {
  const { linear, denseMean, densePartSize } = learn(phrasings, bank.length, senses, 'shares');
  if (!linear) throw new Error('nothing was learnt');
  const scores = denseScoresIn(linear, denseMean);
  phrasings.forEach(({ text }, row) => {
    const centred = new Float32Array(wordVectorSize);
    centre(vectorAt(senses, row), denseMean, densePartSize, centred);
    const byVector = [...scores.ofVector(centred)];
    const { words } = tokenise(text);
    for (const asked of [words, [...words, 'qqxyzzy']]) {
      const byWords = scores.ofWords(asked);
      if (/\p{Script=Han}/u.test(text)) expect(byWords).toBeUndefined();
      else expect([...(byWords ?? [])]).toEqual(byVector.map((each) => expect.closeTo(each, 4)));
    }
  });
});

it('Chinese is read by its words and letters alone', () => {
  const { contenders } = weigherOf(learn(phrasings, bank.length, senses, 'shares')).weigh(
    featuresOf(tokenise('这个什么时候到货')),
    [],
  );
  expect(contenders[0]).toMatchObject({ class: 2, cosine: expect.closeTo(1) });
  expect(sensesOf(readPhrasings([goods], []))).toBe(noVectors);
});

it('a bank that is changed goes on from what it had learnt of words', () => {
  const many = Array.from({ length: 16 }, (_, number) =>
    entry(
      `n${number}`,
      Array.from({ length: 100 }, (_, each) => `what of thing number${number} and part${each}`),
    ),
  );
  const before = trainQuickly([...many, sofas], []);
  const changed = trainQuickly(
    [...many, { ...sofas, phrasings: [...sofas.phrasings, ...parcels.phrasings] }],
    [],
    before,
  );
  const { rank } = rankerOf(changed, thresholdsFor(1.5), createTraffic());
  expect(rank('my shipment', 'en').candidates[0]?.id).toBe('sofa');
  expect(rank('the sofa', 'en').candidates[0]?.id).toBe('sofa');
});
