/** The line a shopper stands in is that of the people who can help them, and its range comes from real figures. */
import { describe, expect, it } from 'vitest';
import { createLine, type LinePerson } from '../../src/desk/line.ts';

const minute = 60_000;
const now = 1_000_000_000;
const rules = { loosenSkillsAfterSeconds: 120, loosenLanguageAfterSeconds: 300 };
/** Chats took three to six minutes; whoever was free accepted within one. */
const figures = {
  handling: [3, 3, 4, 4, 5, 5, 6, 6].map((minutes) => minutes * minute),
  pickup: [10, 10, 20, 30, 40].map((seconds) => seconds * 1_000),
};
const person = (more: Partial<LinePerson> = {}): LinePerson => ({
  skills: [],
  languages: ['en'],
  capacity: 1,
  load: 1,
  ...more,
});
const chat = (language = 'en', more: object = {}) => ({
  skills: [],
  language,
  queuedAt: now,
  weight: 1,
  ...more,
});

describe('the line', () => {
  it('counts who waits for the same people, and nobody else', () => {
    const line = createLine([person(), person({ languages: ['zh'] })], rules, figures, now);
    line.join(chat('en'), 4);
    line.join(chat('zh'), 1);
    expect(line.placeOf(chat('en')).position).toBe(5);
    expect(line.placeOf(chat('zh')).position).toBe(2);
    // A waiting time for two turns with one person, not for six with two.
    expect(line.placeOf(chat('zh')).wait).toEqual({ low: 8, high: 13 });
    expect(line.placeOf(chat('en')).wait).toEqual({ low: 20, high: 31 });
  });

  it('counts those who may be helped by others as well for the slower end of the range alone', () => {
    const both = person({ languages: ['en', 'zh'] });
    const line = createLine([both, person({ languages: ['zh'] })], rules, figures, now);
    line.join(chat('zh'), 2);
    const { position, wait } = line.placeOf(chat('en'));
    expect(position).toBe(3);
    expect(wait).toEqual({ low: 4, high: 19 });
  });

  it('promises nothing before the time at which somebody may take the chat at all', () => {
    const line = createLine([person({ capacity: 4, load: 0 })], rules, figures, now);
    const expert = chat('zh', { skills: ['repair'] });
    expect(line.placeOf(chat('en')).wait).toEqual({ low: 0, high: 1 });
    // Two minutes until nobody insists on the skill, and three more until any language will do.
    expect(line.placeOf(expert).wait).toEqual({ low: 5, high: 6 });
    expect(line.placeOf({ ...expert, queuedAt: now - 4 * minute }).wait).toEqual({ low: 1, high: 2 });
    // Whoever waits for nobody who is there stands in the common line.
    line.join(expert);
    expect(line.placeOf(chat('en')).position).toBe(2);
  });

  it('weighs: a heavy chat needs as much room at once', () => {
    const line = createLine([person({ capacity: 4, load: 2 })], rules, figures, now);
    expect(line.placeOf(chat('en', { weight: 2 })).wait).toEqual({ low: 0, high: 1 });
    expect(line.placeOf(chat('en', { weight: 3 })).wait?.low).toBeGreaterThan(0);
    expect(line.placeOf(chat('en', { weight: 5 })).wait).toBeUndefined();
  });

  it('says nothing where nobody is there or figures are few', () => {
    const nobody = createLine([], rules, figures, now);
    nobody.join(chat('zh'));
    expect(nobody.placeOf(chat('en'))).toEqual({ position: 2, wait: undefined });
    const young = createLine([person()], rules, { handling: [minute], pickup: [] }, now);
    expect(young.placeOf(chat())).toEqual({ position: 1, wait: undefined });
  });
});
