import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClassComparer, indexByClass, mostRowsCompared } from '../../src/understanding/nearest-in-class.ts';
import { RowComparer, rowsOf } from '../../src/understanding/rows.ts';

const features = 30;
const vector = fc.uniqueArray(fc.integer({ min: 0, max: features - 1 }), { maxLength: 8 }).chain((ids) =>
  fc.record({
    ids: fc.constant(Uint32Array.from(ids)),
    values: fc
      .array(fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }), {
        minLength: ids.length,
        maxLength: ids.length,
      })
      .map((values) => Float32Array.from(values)),
  }),
);

it('cosines by class are those by row, question after question', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(vector, { maxLength: 3 }), { minLength: 1, maxLength: 70 }),
      fc.array(vector, { minLength: 1, maxLength: 4 }),
      (classes, questions) => {
        const rows = rowsOf(classes.flat(), features);
        const firsts = Uint32Array.from([0, ...classes].keys(), (at) => classes.slice(0, at).flat().length);
        // The rows stand in the order of their classes already.
        const order = Uint32Array.from({ length: rows.count }, (_, row) => row);
        const byClass = new ClassComparer(indexByClass(rows, order, firsts), rows.count);
        const byRow = new RowComparer(rows);
        questions.forEach((question, turn) => {
          const wanted = [...classes.keys()].filter((klass) => (klass + turn) % 2 === 0);
          byClass.compare(question, wanted);
          byRow.ask(question);
          for (const klass of wanted) {
            for (let row = firsts[klass] ?? 0; row < (firsts[klass + 1] ?? 0); row++) {
              expect(byClass.take(row)).toBeCloseTo(byRow.cosine(row), 9);
            }
          }
        });
      },
    ),
  );
});

it('only the first of very many rows of a class are indexed', () => {
  const one = { ids: Uint32Array.of(3), values: Float32Array.of(1) };
  const rows = rowsOf(Array(mostRowsCompared + 5).fill(one), features);
  const order = Uint32Array.from({ length: rows.count }, (_, row) => row);
  expect(indexByClass(rows, order, Uint32Array.of(0, rows.count)).places).toHaveLength(mostRowsCompared);
});
