import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probability, score, trainTrees } from '../../src/commerce/matching/boosted-trees.ts';
import { evaluateMatching } from '../../src/commerce/matching/evaluate.ts';
import { pairFeatures } from '../../src/commerce/matching/features.ts';
import { type ProductRecord, profileOf } from '../../src/commerce/matching/record.ts';
import { editSimilarity, jaccard, jaroWinkler, wordWeights } from '../../src/commerce/matching/similarity.ts';
import { matcherSettings } from '../../src/commerce/matching/training.ts';
import { seededRandom } from '../../src/commerce/recommend/random.ts';
import { hasCode } from '../../src/core/errors.ts';

const makers = ['tannberg', 'ostrava', 'lindqvist', 'meridian', 'halcyon', 'quill'];
const things = ['stereo receiver', 'cd player', 'cassette deck', 'turntable', 'speaker pair', 'headphones'];

/** A made-up world of products, each with two shops' ways to write it. */
function labelledPairs(seed: number, count: number) {
  const random = seededRandom(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const products = Array.from({ length: 60 }, () => ({
    maker: pick(makers),
    thing: pick(things),
    code: `${pick(['rx', 'cd', 'tx', 'hp'])}${100 + Math.floor(random() * 900)}`,
    price: 50 + Math.floor(random() * 900),
  }));
  return Array.from({ length: count }, () => {
    const one = products[Math.floor(random() * products.length)] ?? products[0];
    const match = random() < 0.3 ? 1 : 0;
    const other = match ? one : products[Math.floor(random() * products.length)];
    if (!one || !other) throw new Error('no products');
    return {
      left: { name: `${one.maker} ${one.thing} ${one.code}`, price: String(one.price) },
      right: {
        title: `${other.maker} ${other.code.slice(0, 2)}-${other.code.slice(2)} black`,
        price: other.price * 1.05,
      },
      match: one === other ? 1 : match,
    };
  });
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopdesk-matching-'));
  for (const [seed, name] of ['train', 'valid', 'test'].entries()) {
    const lines = labelledPairs(seed + 1, name === 'train' ? 240 : 80).map((pair) => JSON.stringify(pair));
    await writeFile(join(folder, name), lines.join('\n'));
  }
  await writeFile(join(folder, 'broken'), '{"left": {}, "right": 3, "match": 1}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the evaluation', () => {
  it('trains on one file, reports another, and is repeatable', async () => {
    const files = { train: join(folder, 'train'), valid: join(folder, 'valid'), test: join(folder, 'test') };
    const predictions = join(folder, 'predictions');
    const result = await evaluateMatching({ ...files, predictions });
    expect(result.n).toBe(80);
    expect(result.f1).toBeGreaterThan(0.9);
    expect(await evaluateMatching(files)).toEqual(result);
    const lines = (await readFile(predictions, 'utf8')).trim().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toHaveLength(80);
  });

  it('names the line that is no pair', async () => {
    const broken = join(folder, 'broken');
    const error = await evaluateMatching({ train: broken, valid: broken, test: broken }).catch(
      (reason: unknown) => reason,
    );
    expect(hasCode(error, 'matching.pair')).toBe(true);
  });
});

describe('features of a pair', () => {
  const record = (title: string, more: Partial<ProductRecord> = {}): ProductRecord => ({
    title,
    brand: '',
    model: '',
    category: '',
    description: '',
    price: undefined,
    ...more,
  });
  const titles = [
    'Tannberg STR-DG520 receiver',
    'tannberg a/v receiver strdg520',
    'Tannberg STR-DG720 receiver',
    '音响 接收机',
    '',
  ];
  const profiles = titles.map((title) => profileOf(record(title)));
  const weights = wordWeights(profiles.map(({ wordSet }) => wordSet));

  it('are finite and do not depend on which record comes first', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.string({ maxLength: 80 }),
        fc.string({ maxLength: 20 }),
        (a, b, model) => {
          const [left, right] = [
            profileOf(record(a, { model, price: 5 })),
            profileOf(record(b, { description: a, price: 7 })),
          ];
          const there = [...pairFeatures(left, right, { title: weights, all: weights })];
          const back = [...pairFeatures(right, left, { title: weights, all: weights })];
          expect(there.every(Number.isFinite)).toBe(true);
          expect(there.length).toBe(back.length);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('see one model number however it is written', () => {
    const [hyphened, plain, other] = profiles;
    expect(hyphened?.codes.some((code) => plain?.codes.includes(code))).toBe(true);
    expect(hyphened?.codes.some((code) => other?.codes.includes(code))).toBe(false);
  });
});

describe('measures of likeness', () => {
  it('are 1 for equal words, 0 for nothing shared, and known values between', () => {
    expect(editSimilarity('kitten', 'sitting')).toBeCloseTo(1 - 3 / 7, 10);
    expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 4);
    expect(jaroWinkler('abc', 'xyz')).toBe(0);
    expect(jaccard(new Set('abc'), new Set('bcd'))).toBe(0.5);
  });
});

describe('boosted trees', () => {
  it('learn what no single threshold tells, and repeat exactly', () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 400 }, () => [random(), random(), random()]);
    const labels = rows.map(([a = 0, b = 0]) => (a > 0.5 !== b > 0.5 ? 1 : 0));
    const settings = { ...matcherSettings, trees: 60 };
    const model = trainTrees(rows, labels, settings, seededRandom(1));
    const right = rows.filter((row, at) => probability(score(model, row)) > 0.5 === (labels[at] === 1));
    expect(right.length / rows.length).toBeGreaterThan(0.95);
    expect(trainTrees(rows, labels, settings, seededRandom(1))).toEqual(model);
  });

  it('give the base rate when there is nothing to split', () => {
    const model = trainTrees([[1], [1], [1], [1]], [1, 0, 0, 0], matcherSettings, seededRandom(1));
    expect(probability(score(model, [1]))).toBeCloseTo(0.25, 1);
  });
});
