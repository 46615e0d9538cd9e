import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  entitiesIn,
  leanOnPrevious,
  moodOf,
  redactSecrets,
  splitQuestions,
} from '../../../src/understanding/message/index.ts';

describe('several questions in one message', () => {
  it.each([
    ['where is my order and can I return it', ['where is my order', 'can I return it']],
    ['What are your hours? Do you have parking?', ['What are your hours', 'Do you have parking']],
    ['营业时间是什么？另外可以停车吗', ['营业时间是什么', '可以停车吗']],
    ['我的订单到哪了，可以退货吗', ['我的订单到哪了', '可以退货吗']],
    ['do you have CDs and records', ['do you have CDs and records']],
    ['is the 3.5 mm jack gold plated', ['is the 3.5 mm jack gold plated']],
  ])('"%s"', (text, parts) => {
    expect(splitQuestions(text)).toEqual(parts);
  });
});

describe('a question that leans on the one before', () => {
  it.each([
    ['and to Canada?', 'do you ship to France', 'do you ship to Canada'],
    ['what about the silver one?', 'is the black one in stock', 'is the black one in stock the silver one'],
    ['那加拿大呢？', '送货到日本要多久', '送货到日本要多久 加拿大'],
  ])('"%s" after "%s"', (text, previous, whole) => {
    expect(leanOnPrevious(text, previous)).toBe(whole);
  });

  it.each([
    'where is my order',
    'and',
    '你好',
    'what about the thing that I had asked you to set aside for me',
  ])('"%s" stands for itself', (text) =>
    expect(leanOnPrevious(text, 'do you ship to France')).toBeUndefined(),
  );
});

describe('the mood of a message', () => {
  it.each([
    ['this is ridiculous, I want my money back', 'angry'],
    ['WHERE IS MY ORDER YOU SAID FRIDAY??', 'angry'],
    ['is this a joke', 'angry'],
    ['your service is a joke', 'angry'],
    ['tell me a joke', undefined],
    ['我要投诉你们', 'angry'],
    ['you idiots', 'abusive'],
    ['你们这帮骗子', 'abusive'],
    ['my record arrived damaged', undefined],
    ['the player is defective and I am worried', undefined],
    ['it is not a scam, right?', undefined],
    ['DO YOU HAVE THE ORRIN C5', undefined],
  ])('"%s" is %s', (text, mood) => {
    expect(moodOf(text)).toBe(mood);
  });
});

describe('what a message names', () => {
  const now = Date.parse('2026-11-23T15:00:00Z');
  const named = (text: string, language: 'en' | 'zh' = 'en') =>
    entitiesIn(text, language, now).map(({ text: _text, at: _at, ...entity }) => entity);

  it('has a date, counted from now', () => {
    expect(named('will it come tomorrow')).toEqual([{ kind: 'date', from: '2026-11-24' }]);
    expect(named('12月24日能到吗', 'zh')).toEqual([{ kind: 'date', from: '2026-12-24' }]);
  });

  it('has money with its currency', () => {
    expect(named('under $1,299.00 or 50 euros')).toEqual([
      { kind: 'money', amount: '1299.00', currency: 'USD' },
      { kind: 'money', amount: '50', currency: 'EUR' },
    ]);
    expect(named('100元以内', 'zh')).toEqual([{ kind: 'money', amount: '100', currency: 'CNY' }]);
  });

  it('has quantities with their unit', () => {
    expect(named('a 2 m cable, 8 ohm, for a 5-disc player')).toEqual([
      { kind: 'quantity', amount: 2, unit: 'm' },
      { kind: 'quantity', amount: 8, unit: 'Ω' },
      { kind: 'quantity', amount: 5, unit: 'disc' },
    ]);
  });

  it('has order numbers and addresses', () => {
    expect(named('order #10482 for Ada@Example.com')).toEqual([
      { kind: 'order', value: '10482' },
      { kind: 'email', value: 'ada@example.com' },
    ]);
    expect(named('订单号 NS-10482', 'zh')).toEqual([{ kind: 'order', value: 'NS-10482' }]);
  });

  it('has countries and cities', () => {
    expect(named('ship to canada or to New York')).toEqual([
      { kind: 'place', place: { kind: 'country', name: 'Canada', country: 'CA' } },
      {
        kind: 'place',
        place: expect.objectContaining({ kind: 'city', name: 'New York City', country: 'US' }),
      },
    ]);
    expect(named('寄到加拿大', 'zh')).toEqual([
      { kind: 'place', place: { kind: 'country', name: 'Canada', country: 'CA' } },
    ]);
  });
});

describe('any text', () => {
  it('is taken apart without a fault, and every entity stands where it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (text, previous) => {
        for (const part of splitQuestions(text)) expect(text).toContain(part);
        for (const entity of entitiesIn(text, 'en', 0)) {
          expect(text.slice(entity.at, entity.at + entity.text.length)).toBe(entity.text);
        }
        moodOf(text);
        leanOnPrevious(text, previous);
      }),
      { numRuns: 200 },
    );
  });

  it('of any length is done in bounded time', () => {
    for (const piece of ['a', '1 ', 'and ', '$', '，吗', 'order ', '@', 'not ']) {
      const text = piece.repeat(10_000 / piece.length);
      splitQuestions(text);
      redactSecrets(text);
      entitiesIn(text, 'en', 0);
      moodOf(text);
      leanOnPrevious(text, text);
    }
  });
});
