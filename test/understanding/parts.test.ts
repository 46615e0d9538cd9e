import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  answerableLikelihood,
  calibrate,
  confidenceOf,
  type Outcome,
} from '../../src/understanding/confidence.ts';
import { evidenceNames } from '../../src/understanding/evidence.ts';
import { FeatureCounter } from '../../src/understanding/feature-counter.ts';
import { detectLanguage } from '../../src/understanding/language.ts';
import { englishWords, readAhead } from '../../src/understanding/lexicon.ts';
import { areaUnderRoc, calibrationError, quantile } from '../../src/understanding/metrics.ts';
import { CandidateRows, invert } from '../../src/understanding/nearest.ts';
import { seededRandom } from '../../src/understanding/random.ts';
import { rowsOf } from '../../src/understanding/rows.ts';
import { correctorOf, vocabularyOf, withinOneEdit } from '../../src/understanding/spelling.ts';
import { tokenise } from '../../src/understanding/tokens.ts';
import { createTraffic, heldStill } from '../../src/understanding/traffic.ts';
import { typoGenerator } from '../../src/understanding/typos.ts';
import { thresholdsFor, zoneOf } from '../../src/understanding/zones.ts';

describe('reading', () => {
  it('recognises the language of a message', () => {
    expect(detectLanguage('where is my order', 'zh')).toBe('en');
    expect(detectLanguage('我的订单', 'en')).toBe('zh');
    expect(detectLanguage('我想买 Sony 的耳机', 'en')).toBe('zh');
    expect(detectLanguage('Does 小米 ship to Canada and the United States?', 'zh')).toBe('en');
    expect(detectLanguage('Technics SL-1200 最低价', 'en')).toBe('zh');
    expect(detectLanguage('what does 谢谢 mean', 'zh')).toBe('en');
    expect(detectLanguage('12345 👍', 'zh')).toBe('zh');
    expect(detectLanguage('ada@example.com', 'zh')).toBe('zh');
    expect(detectLanguage('我想要一台五碟CD机', 'en')).toBe('zh');
    expect(detectLanguage('NS-20631', 'zh')).toBe('zh');
    expect(detectLanguage('my order is NS-20631', 'zh')).toBe('en');
  });

  it('makes one token of what looks the same', () => {
    expect(tokenise('Ｗhat’s  THE Price').words).toEqual(['whats', 'the', 'price']);
    expect(tokenise('order 1234567').words).toEqual(tokenise('order 7654321').words);
    expect(tokenise('退貨 ok 退货').runs).toEqual(['退货', '退货']);
  });

  it('corrects only words that the bank does not know', () => {
    const correct = correctorOf(vocabularyOf([tokenise('where are my orders'), tokenise('return a parcel')]));
    expect(correct('ordesr')).toBe('orders');
    expect(correct('pracel')).toBe('parcel');
    expect(correct('order')).toBeUndefined();
    expect(correct('zebra')).toBeUndefined();
    expect(correct('arr')).toBeUndefined();
  });

  it('knows one edit from two', () => {
    for (const other of ['parce', 'parcels', 'parcle', 'porcel', 'parcel'])
      expect(withinOneEdit('parcel', other)).toBe(true);
    for (const other of ['parc', 'prcale', 'lecrap']) expect(withinOneEdit('parcel', other)).toBe(false);
  });
});

describe('typing errors', () => {
  it('are the same for the same seed and spare short words', () => {
    const text = 'Where is the parcel that I ordered on the first of May?';
    expect(typoGenerator(3)(text)).toBe(typoGenerator(3)(text));
    expect(typoGenerator(3)(text)).not.toBe(typoGenerator(4)(text));
    expect(typoGenerator(1)('is it on the'.repeat(1))).toBe('is it on the');
  });

  it('meet about three words in ten', () => {
    const words = Array(4_000).fill('parcel').join(' ');
    const changed = typoGenerator(1)(words)
      .split(' ')
      .filter((word) => word !== 'parcel').length;
    expect(changed / 4_000).toBeGreaterThan(0.25);
    expect(changed / 4_000).toBeLessThan(0.32);
  });
});

describe('measures', () => {
  it('area under the curve: ranks, ties half, empty sides even', () => {
    expect(areaUnderRoc([3, 4], [1, 2])).toBe(1);
    expect(areaUnderRoc([1, 2], [3, 4])).toBe(0);
    expect(areaUnderRoc([1], [1])).toBe(0.5);
    expect(areaUnderRoc([], [1])).toBe(0.5);
    expect(areaUnderRoc([1, 3], [2])).toBe(0.5);
  });

  it('calibration error: the gap between confidence and truth', () => {
    expect(calibrationError([{ confidence: 0.75, right: true }])).toBeCloseTo(0.25);
    expect(
      calibrationError([
        { confidence: 1, right: true },
        { confidence: 0, right: false },
      ]),
    ).toBe(0);
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
  });
});

describe('confidence', () => {
  const random = seededRandom(5);
  /** Right with the chance that the cosine says; half of the questions out of scope, with low cosines. */
  const outcomes: Outcome[] = Array.from({ length: 2_000 }, (_, at) => {
    const answerable = at % 2 === 0;
    const cosine = answerable ? random() : random() * 0.4;
    const evidence = evidenceNames.map((name) => (name === 'cosine' ? cosine : 0));
    return { evidence, answerable, right: answerable && random() < cosine };
  });

  it('is the share of right answers among those like it', () => {
    const calibration = calibrate(outcomes);
    const predictions = outcomes.map(({ evidence, right }) => ({
      confidence: confidenceOf(calibration, evidence, 0.5),
      right,
    }));
    expect(calibrationError(predictions)).toBeLessThan(0.06);
  });

  it('falls as more questions are out of scope', () => {
    const calibration = calibrate(outcomes);
    const evidence = evidenceNames.map((name) => (name === 'cosine' ? 0.3 : 0));
    expect(confidenceOf(calibration, evidence, 0.6)).toBeLessThan(confidenceOf(calibration, evidence, 0.05));
  });

  it('knows how much likelier evidence is for questions that the bank can answer', () => {
    const calibration = calibrate(outcomes);
    const likelihoodAt = (cosine: number) =>
      answerableLikelihood(
        calibration,
        evidenceNames.map((name) => (name === 'cosine' ? cosine : 0)),
      );
    expect(likelihoodAt(0.1)).toBeLessThan(0);
    expect(likelihoodAt(0.8)).toBeGreaterThan(1);
  });

  it('traffic finds the share of questions out of scope', () => {
    const traffic = createTraffic();
    const before = traffic.unanswerable;
    for (let at = 0; at < 500; at++) traffic.see(at % 2 === 0 ? -5 : 5);
    expect(traffic.unanswerable).toBeGreaterThan(before);
    expect(traffic.unanswerable).toBeCloseTo(0.5, 1);
  });

  it('traffic counts a question that is repeated once', () => {
    const traffic = createTraffic();
    traffic.see(-5, 'is there life on mars');
    const once = traffic.unanswerable;
    for (let at = 0; at < 500; at++) traffic.see(-5, 'is there life on mars');
    expect(traffic.unanswerable).toBe(once);
  });

  it('traffic is moved no further by one who asks much than by one who asks some', () => {
    const one = createTraffic();
    const many = createTraffic();
    for (let at = 0; at < 100; at++) {
      one.see(-5, `nonsense ${at}`, 'one shopper');
      many.see(-5, `nonsense ${at}`, `shopper ${at}`);
    }
    expect(many.unanswerable).toBeGreaterThan(0.6);
    expect(one.unanswerable).toBeLessThan(0.45);
    const still = heldStill(one);
    still.see(-5, 'what a merchant tries out');
    expect(still.unanswerable).toBe(one.unanswerable);
  });

  it('zones follow from the cost of a wrong answer', () => {
    expect(thresholdsFor(1).answer).toBe(0.5);
    expect(thresholdsFor(9).answer).toBeCloseTo(0.9);
    expect(zoneOf(0.6, thresholdsFor(1))).toBe('answer');
    expect(zoneOf(0.3, thresholdsFor(1))).toBe('offer');
    expect(zoneOf(0.01, thresholdsFor(1))).toBe('decline');
  });
});

it('candidate rows hold the nearest row of an exact search', () => {
  const vector = fc
    .uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 8 })
    .map((ids) => ({
      ids: Uint32Array.from(ids),
      values: new Float32Array(ids.length).fill(1 / Math.sqrt(ids.length)),
    }));
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 40 }), vector, (vectors, question) => {
      const candidates = new CandidateRows(invert(rowsOf(vectors, 31))).find(question, 10);
      const cosine = (row: number) => {
        const other = vectors[row];
        let sum = 0;
        question.ids.forEach((id, at) => {
          const place = other?.ids.indexOf(id) ?? -1;
          if (place >= 0) sum += (question.values[at] ?? 0) * (other?.values[place] ?? 0);
        });
        return sum;
      };
      const exact = Math.max(...vectors.map((_, row) => cosine(row)));
      const found = Math.max(0, ...Array.from(candidates, cosine));
      expect(found).toBeGreaterThanOrEqual(exact - 0.1);
    }),
  );
});

describe('the lexicon', () => {
  it.each(['located', 'planning', 'parcels', 'cheapest', 'where', 'went', 'carrying'])('knows %s', (word) => {
    expect(englishWords().countOf(word)).toBeGreaterThan(0);
  });

  it.each(['remidner', 'recieve', 'qqq', ''])('does not know "%s"', (word) => {
    expect(englishWords().countOf(word)).toBe(0);
  });

  it('knows common words from rare ones', () => {
    expect(englishWords().countOf('house')).toBeGreaterThan(englishWords().countOf('hovel'));
  });
});

it('English words are whole when one is looked up while they are still read ahead', async () => {
  vi.resetModules();
  const { englishWords: words, readAhead: begin } = await import('../../src/understanding/lexicon.ts');
  const reading = begin();
  const { total } = words();
  await reading;
  await readAhead();
  expect(words().total).toBe(total);
  expect(total).toBe(englishWords().total);
});

describe('spelling', () => {
  it('keeps a right word from being taken for a misspelt one', () => {
    const correct = correctorOf(vocabularyOf([tokenise('a tablet'), tokenise('a spending limit')]));
    expect(correct('spendinng')).toBe('spending');
    expect(correct('table')).toBeUndefined();
    expect(correct('where')).toBeUndefined();
  });

  it('corrects to common English where the bank has nothing near', () => {
    const correct = correctorOf(vocabularyOf([tokenise('track my order'), tokenise('return a parcel')]));
    expect(correct('wheer')).toBe('where');
    expect(correct('tomorow')).toBe('tomorrow');
    expect(correct('wht')).toBe('what');
    expect(correct('zzkqj')).toBeUndefined();
  });

  it('thinks of the words of the bank first, and of the commoner of two', () => {
    const bank = ['refund my order', 'refund it', 'a refund', 'refine my search'].map(tokenise);
    const correct = correctorOf(vocabularyOf(bank));
    expect(correct('refnd')).toBe('refund');
    expect(correct('refinee')).toBe('refine');
  });

  it('takes a common word for another only where its neighbours speak for that', () => {
    const bank = Array.from({ length: 20 }, () => 'a refund from the shop').map(tokenise);
    const correct = correctorOf(vocabularyOf(bank));
    expect(correct('form', { before: 'refund', after: 'the' })).toBe('from');
    expect(correct('form', { before: 'a', after: '' })).toBeUndefined();
    expect(correct('form')).toBeUndefined();
  });

  it('mends words of a bank of any size in a language without a lexicon', () => {
    const others = Array.from(
      { length: 900 },
      (_, at) => `wort${String.fromCharCode(97 + (at % 26))}e mit sinn`,
    );
    const bank = ['wann kommt meine bestellung an', ...others].map(tokenise);
    expect(correctorOf(vocabularyOf(bank))('bestelung')).toBe('bestellung');
  });

  it('does not mend another language with English words', () => {
    const bank = ['wann kommt meine bestellung an', 'ich möchte die ware zurückgeben'].map(tokenise);
    const correct = correctorOf(vocabularyOf(bank));
    expect(correct('wird')).toBeUndefined();
    expect(correct('bestelung')).toBe('bestellung');
    expect(correct('zurckgeben')).toBe('zurückgeben');
  });

  it('ends with any word and never gives the word itself back', () => {
    const correct = correctorOf(vocabularyOf([tokenise('where is my order'), tokenise('退货 ok')]));
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (word) => {
        expect(correct(word)).not.toBe(word);
      }),
    );
  });
});

describe('the feature counter', () => {
  it('counts as a map does, text after text, however many features there are', () => {
    const counter = new FeatureCounter();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 3_000 }), (features) => {
        const expected = new Map<number, number>();
        for (const feature of features) {
          counter.add(feature, 1);
          expected.set(feature, (expected.get(feature) ?? 0) + 1);
        }
        const taken = counter.take();
        expect([...taken.features]).toEqual([...expected.keys()]);
        expect([...taken.counts]).toEqual([...expected.values()]);
      }),
      { numRuns: 30 },
    );
  });
});
