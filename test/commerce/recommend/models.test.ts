/** The models on purchases whose answer is known, and the numeric parts against plain definitions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveSymmetric } from '../../../src/commerce/recommend/cholesky.ts';
import {
  fadedCounts,
  gatherHistories,
  historyBefore,
  historyOf,
} from '../../../src/commerce/recommend/histories.ts';
import {
  foldIn,
  scoreByFactors,
  trainImplicitFactors,
} from '../../../src/commerce/recommend/implicit-factors.ts';
import { trainItemNeighbours } from '../../../src/commerce/recommend/item-neighbours.ts';
import { scoreItems, trainModel } from '../../../src/commerce/recommend/model.ts';
import { trainNeighbourRegression } from '../../../src/commerce/recommend/neighbour-regression.ts';
import { countPopularity } from '../../../src/commerce/recommend/popularity.ts';
import { priceLevels } from '../../../src/commerce/recommend/price-levels.ts';
import { trainRandomWalk } from '../../../src/commerce/recommend/random-walk.ts';
import { learnWeights } from '../../../src/commerce/recommend/ranker.ts';
import { rankingMeasures, topItems } from '../../../src/commerce/recommend/ranking-measures.ts';
import {
  addProduct,
  rowOf,
  sparseFromRows,
  sparseVector,
  transpose,
} from '../../../src/commerce/recommend/sparse.ts';
import { titleLikeness } from '../../../src/commerce/recommend/title-likeness.ts';
import { countTogether, shareTogether } from '../../../src/commerce/recommend/together.ts';
import { trainInWorker } from '../../../src/commerce/recommend/train.ts';
import { dayMs } from '../../../src/commerce/recommend/types.ts';
import { items, purchases, today } from './hifi-shop.ts';

const rowsOf = (rows: readonly (readonly number[])[], columns: number) =>
  sparseFromRows(
    rows.map((row) => sparseVector(new Map(row.map((item) => [item, 1])))),
    columns,
  );
/** Forty customers in two circles: items 0–3 go together, and so do 4–7; each misses one of theirs. */
const circles = rowsOf(
  Array.from({ length: 40 }, (_, customer) => {
    const own = [0, 1, 2, 3].map((item) => item + (customer % 2) * 4);
    return own.filter((_, at) => at !== Math.floor(customer / 2) % 4);
  }),
  8,
);
const product = (row: readonly number[], matrix: ReturnType<typeof rowsOf>) => {
  const out = new Float64Array(matrix.columns);
  addProduct(sparseVector(new Map(row.map((item) => [item, 1]))), matrix, out);
  return out;
};

describe('each model completes the circle a customer belongs to', () => {
  const models = {
    regression: (row: number[]) =>
      product(row, trainNeighbourRegression(circles, { neighbours: 5, ridge: 1, mostItems: 8 })),
    walk: (row: number[]) => product(row, trainRandomWalk(circles, circles)),
    neighbours: (row: number[]) =>
      product(row, trainItemNeighbours(circles, { neighbours: 5, shrinkage: 1 })),
    factors: (row: number[]) => {
      const model = trainImplicitFactors(circles, {
        factors: 2,
        sweeps: 8,
        steps: 3,
        ridge: 1,
        confidence: 10,
        seed: 1,
      });
      const out = new Float64Array(8);
      scoreByFactors(model, foldIn(model, sparseVector(new Map(row.map((item) => [item, 1])))), out);
      return out;
    },
  };
  it.each(Object.entries(models))('%s', (_, score) => {
    expect(topItems(score([0, 1]), 2, new Set([0, 1])).sort()).toEqual([2, 3]);
    expect(topItems(score([5, 7]), 2, new Set([5, 7])).sort()).toEqual([4, 6]);
  });
});

it('implicit factors know nothing of a customer without purchases', () => {
  const model = trainImplicitFactors(circles, {
    factors: 4,
    sweeps: 2,
    steps: 3,
    ridge: 1,
    confidence: 10,
    seed: 1,
  });
  expect([...foldIn(model, sparseVector(new Map()))]).toEqual([0, 0, 0, 0]);
});

it('counts customers who bought both, and keeps quiet about few', () => {
  const together = countTogether(circles, rowsOf(Array(8).fill([0, 1, 2, 3, 4, 5, 6, 7]), 8));
  const both = Array.from({ length: 40 }, (_, c) => rowOf(circles, c).index).filter(
    (row) => row.includes(0) && row.includes(1),
  );
  const first = Array.from({ length: 40 }, (_, c) => rowOf(circles, c).index).filter((row) =>
    row.includes(0),
  );
  expect(shareTogether(together, 0, 1)).toBeCloseTo(both.length / first.length, 6);
  expect(shareTogether(together, 0, 4)).toBe(0);
});

it('titles are alike by their rare words, in Chinese too', () => {
  const titles = ['red ceramic bowl', 'blue ceramic bowl', 'red wooden spoon', '红色瓷碗', '蓝色瓷碗', ''];
  const likeness = titleLikeness(titles);
  expect(topItems(product([0], likeness), 1)).toEqual([1]);
  expect(topItems(product([3], likeness), 1)).toEqual([4]);
  expect(rowOf(likeness, 5).index.length).toBe(0);
});

it('popularity counts a customer once a day and by age', () => {
  const line = (item: string, age: number, order: string) => ({
    item,
    at: (100 - age) * dayMs,
    order,
    quantity: 9,
  });
  const at = new Map([
    ['a', 0],
    ['b', 1],
    ['never', 2],
  ]);
  const history = historyOf(
    [line('a', 3, 'x'), line('a', 3, 'y'), line('a', 20, 'z'), line('b', 80, 'z')],
    at,
  );
  const popularity = countPopularity([history], 3, 100);
  expect([...popularity.last7]).toEqual([1, 0, 0]);
  expect([...popularity.last30]).toEqual([2, 0, 0]);
  expect([...popularity.last90]).toEqual([2, 1, 0]);
  expect([...popularity.age]).toEqual([20, 80, 80]);
});

it('a history counts an item once per order, fades it, and can be cut', () => {
  const at = new Map([
    ['a', 0],
    ['b', 1],
  ]);
  const line = (item: string, day: number, order: string) => ({ item, at: day * dayMs, order, quantity: 1 });
  const history = historyOf(
    [line('a', 10, 'x'), line('a', 10, 'x'), line('a', 30, 'y'), line('lost', 5, 'y')],
    at,
  );
  expect([...fadedCounts(history, 30, 20).value]).toEqual([1.5]);
  expect([...historyBefore(history, 30).day]).toEqual([10]);
});

it('numbers items alike whether or not later purchases are there', () => {
  const line = (item: string, day: number) => ({
    customer: 'c',
    item,
    at: day * dayMs,
    order: item,
    quantity: 1,
  });
  const early = gatherHistories([line('b', 2), line('a', 1)], []).items;
  const later = gatherHistories([line('new', 9), line('b', 2), line('a', 1)], []).items;
  expect(later.slice(0, 2)).toEqual(early);
});

it('price levels compare within the category', () => {
  const facts = [
    { id: 'cheap cd', title: '', category: 'cd', price: 10 },
    { id: 'dear cd', title: '', category: 'cd', price: 20 },
    { id: 'cheap amp', title: '', category: 'amp', price: 100 },
    { id: 'dear amp', title: '', category: 'amp', price: 900 },
    { id: 'unknown', title: '' },
  ];
  const { items: ids, itemAt } = gatherHistories([], facts);
  const levels = priceLevels({ items: ids, itemAt }, facts);
  expect(Array.from(levels, Math.sign)).toEqual([-1, 1, -1, 1, Number.NaN]);
});

describe('the ranker', () => {
  /** Customers always take the candidate with the highest first signal; the second says nothing. */
  const examples = Array.from({ length: 60 }, (_, seed) => {
    const first = Array.from({ length: 5 }, (_, at) => Math.sin(seed * 7 + at * 3));
    const taken = first.indexOf(Math.max(...first));
    return {
      rows: Float32Array.from(first.flatMap((value, at) => [value, Math.cos(seed * 5 + at * 11)])),
      bought: Uint8Array.from(first, (_, at) => (at === taken ? 1 : 0)),
      standsFor: 1,
    };
  });

  it('finds the signal that decides', () => {
    const [telling = 0, noise = 0] = learnWeights(examples, [0, 0]);
    expect(telling).toBeGreaterThan(1);
    expect(Math.abs(noise)).toBeLessThan(telling / 4);
  });

  it('stays near the given weights when there is little to learn from', () => {
    const [weight = 0] = learnWeights(examples.slice(0, 1), [3, 1]);
    expect(Math.abs(weight - 3)).toBeLessThan(0.5);
    expect(learnWeights([], [3, 1])).toEqual([3, 1]);
  });
});

it('the whole model is the same each time, and the same from its workers', async () => {
  const model = trainModel(purchases, items, { today });
  expect(await trainInWorker(purchases, items, { today })).toEqual(model);
});

it('reports a training that fails', async () => {
  const notItems = JSON.parse('[null]');
  await expect(trainInWorker([], notItems, { today })).rejects.toMatchObject({ code: 'commerce.training' });
});

it('a purchase counts at once, without training', () => {
  const model = trainModel(purchases, items, { today });
  const at = new Map(model.items.map((id, number) => [id, number]));
  const score = (own: string[]) => {
    const lines = own.map((item) => ({ item, at: (today - 1) * dayMs, order: item, quantity: 1 }));
    return scoreItems(model, historyOf(lines, at), today, 'new');
  };
  const [left = 0, right = 0] = [at.get('cd-3'), at.get('cd-33')];
  const one = score(['cd-0', 'cd-6']);
  const other = score(['cd-30', 'cd-36']);
  expect((one[left] ?? 0) - (one[right] ?? 0)).toBeGreaterThan((other[left] ?? 0) - (other[right] ?? 0));
});

describe('measures and arithmetic', () => {
  it('recall, nDCG and hit rate follow their definitions', () => {
    const measures = rankingMeasures([
      { ranked: [7, 1, 8, 2], relevant: new Set([1, 2, 3, 4]) },
      { ranked: [9], relevant: new Set([5]) },
    ]);
    const ideal = 1 + 1 / Math.log2(3) + 1 / 2 + 1 / Math.log2(5);
    expect(measures.recall10).toBeCloseTo(0.25);
    expect(measures.ndcg10).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(5)) / ideal / 2);
    expect(measures.hitRate10).toBe(0.5);
    expect(rankingMeasures([]).recall20).toBe(0);
  });

  it('the top items are those of a full sort', () => {
    const scores = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 });
    fc.assert(
      fc.property(
        scores,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 40 }),
        (list, count, out) => {
          const sorted = list.map((_, at) => at).filter((at) => at !== out);
          sorted.sort((a, b) => (list[b] ?? 0) - (list[a] ?? 0) || a - b);
          expect(topItems(Float64Array.from(list), count, new Set([out]))).toEqual(sorted.slice(0, count));
        },
      ),
    );
  });

  it('transposing twice changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 6 })), { maxLength: 8 }), (rows) => {
        const matrix = rowsOf(rows, 7);
        expect(transpose(transpose(matrix))).toEqual(matrix);
      }),
    );
  });

  it('solves symmetric systems', () => {
    const row = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 4 }), row, (m, wanted) => {
        const a = Array.from({ length: 16 }, (_, k) => {
          const [i, j] = [Math.floor(k / 4), k % 4];
          return m.reduce((sum, r) => sum + (r[i] ?? 0) * (r[j] ?? 0), i === j ? 1 : 0);
        });
        const b = Float64Array.from({ length: 4 }, (_, i) =>
          wanted.reduce((sum, x, j) => sum + (a[i * 4 + j] ?? 0) * x, 0),
        );
        solveSymmetric(Float64Array.from(a), b, 4);
        b.forEach((x, i) => {
          expect(x).toBeCloseTo(wanted[i] ?? 0, 5);
        });
      }),
    );
  });
});
