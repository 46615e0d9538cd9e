/** Answers with an end date hold to the end of that day at the shop. */
import { expect, test } from 'vitest';
import { type Knowledge, validEntries } from '../../src/knowledge/index.ts';

const entry = { file: 'faq/a.md', owner: 'Ann', links: [], texts: {} };
const knowledge: Knowledge = {
  faq: [
    { ...entry, id: 'always' },
    { ...entry, id: 'christmas', validUntil: '2026-12-24' },
  ],
  replies: new Map(),
  synonyms: [],
  hours: { timeZone: 'America/New_York', week: [], specialDays: [] },
  rules: [],
  problems: [],
};

test.each([
  ['2026-12-24T23:59:59-05:00', ['always', 'christmas']],
  ['2026-12-25T00:00:00-05:00', ['always']],
])('%s', (moment, expected) => {
  expect(validEntries(knowledge, Date.parse(moment)).map(({ id }) => id)).toEqual(expected);
});

test('without hours the day is the one in UTC', () => {
  const { hours: _, ...rest } = knowledge;
  expect(validEntries(rest, Date.parse('2026-12-24T23:59:59Z'))).toHaveLength(2);
  expect(validEntries(rest, Date.parse('2026-12-25T00:00:00Z'))).toHaveLength(1);
});
