import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leadersIn } from '../../src/understanding/leaders.ts';
import { addSparse } from '../../src/understanding/linear.ts';

const features = 12;
// Eighths add up without rounding, so that the order of additions cannot matter.
const eighths = (length: number) =>
  fc
    .array(fc.integer({ min: -40, max: 40 }), { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values, (value) => value / 8));
const model = fc.integer({ min: 1, max: 9 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    sparse: eighths(features * classes),
    dense: fc.constant(new Float32Array(0)),
    bias: eighths(classes),
  }),
);
const question = fc
  .uniqueArray(fc.integer({ min: 0, max: features - 1 }), { maxLength: features })
  .chain((ids) => fc.record({ ids: fc.constant(Uint32Array.from(ids)), values: eighths(ids.length) }));

it('the leaders are those of a model that scores every class, question after question', () => {
  fc.assert(
    fc.property(
      model,
      fc.array(fc.tuple(question, fc.option(eighths(9))), { minLength: 1, maxLength: 3 }),
      (linear, questions) => {
        const leaders = leadersIn(linear, 5);
        for (const [sparse, added] of questions) {
          const scores = Float32Array.from(linear.bias);
          addSparse(scores, linear.sparse, sparse.ids, sparse.values, 0, sparse.ids.length, 1);
          scores.forEach((score, klass) => {
            scores[klass] = score + (added?.[klass] ?? 0);
          });
          const found = leaders.ask(sparse, added ? Float64Array.from(added) : undefined);
          expect(new Set(found).size).toBe(Math.min(5, linear.classes));
          for (const klass of found) expect(leaders.scoreOf(klass)).toBe(scores[klass]);
          const best = scores.toSorted((one, other) => other - one).slice(0, 5);
          expect(found.map((klass) => scores[klass])).toEqual([...best]);
        }
      },
    ),
  );
});
