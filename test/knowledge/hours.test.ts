/** Opening hours: several windows a day, special days, clock changes, nights. */
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { type OpeningHours, openingAt, parseHours } from '../../src/knowledge/index.ts';

const week = (sunday: string, others = '10:00-14:00, 15:00-19:00') =>
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
    .map((day) => `  ${day}: ${others}\n`)
    .concat(`  sunday: ${sunday}\n`)
    .join('');

const boston = `time-zone: America/New_York\nweek:\n${week('12:00-17:00')}special-days:
  - date: 2026-11-26
    name: {en: Thanksgiving, zh: 感恩节}
    open: closed
  - date: 2026-12-24
    open: 10:00-15:00
`;

function hours(text: string): OpeningHours {
  const result = parseHours({ file: 'hours.yaml', text });
  if (!result.ok) throw new Error(result.problems.map(({ line, reason }) => `${line}: ${reason}`).join('\n'));
  return result.value;
}

/** `open until …` or `closed until …` in the shop's own time. */
function at(text: string, local: string): string {
  const shop = hours(text);
  const { open, nextChange } = openingAt(shop, DateTime.fromISO(local, { zone: shop.timeZone }).toMillis());
  const until =
    nextChange === undefined
      ? 'further notice'
      : DateTime.fromMillis(nextChange, { zone: shop.timeZone }).toFormat('ccc HH:mm');
  return `${open ? 'open' : 'closed'} until ${until}`;
}

describe('an ordinary week', () => {
  test.each([
    ['2026-11-23T09:59:59', 'closed until Mon 10:00'],
    ['2026-11-23T10:00:00', 'open until Mon 14:00'],
    ['2026-11-23T14:00:00', 'closed until Mon 15:00'],
    ['2026-11-23T18:59:59', 'open until Mon 19:00'],
    ['2026-11-28T19:00:00', 'closed until Sun 12:00'],
    ['2026-11-29T17:00:00', 'closed until Mon 10:00'],
  ])('%s', (local, expected) => {
    expect(at(boston, local)).toBe(expected);
  });

  test('another time zone asks about the same moment', () => {
    const moment = Date.parse('2026-11-23T23:30:00+08:00');
    expect(openingAt(hours(boston), moment)).toEqual({
      open: true,
      nextChange: Date.parse('2026-11-23T14:00:00-05:00'),
      specialDay: undefined,
    });
  });
});

describe('special days', () => {
  test('a holiday is closed all day and says its name', () => {
    expect(at(boston, '2026-11-25T19:30')).toBe('closed until Fri 10:00');
    expect(at(boston, '2026-11-26T12:00')).toBe('closed until Fri 10:00');
    const noon = Date.parse('2026-11-26T12:00:00-05:00');
    expect(openingAt(hours(boston), noon).specialDay).toEqual({
      date: '2026-11-26',
      name: { en: 'Thanksgiving', zh: '感恩节' },
      windows: [],
    });
  });

  test('a short day has its own windows', () => {
    expect(at(boston, '2026-12-24T14:30')).toBe('open until Thu 15:00');
    expect(at(boston, '2026-12-24T15:30')).toBe('closed until Fri 10:00');
  });
});

describe('clock changes', () => {
  const night = (sunday: string) => `time-zone: America/New_York\nweek:\n${week(sunday, 'closed')}`;

  test('the wall clock counts on the short and on the long day', () => {
    const noon = openingAt(hours(boston), Date.parse('2026-03-08T00:30:00-05:00'));
    expect(noon.nextChange).toBe(Date.parse('2026-03-08T12:00:00-04:00'));
    const autumn = openingAt(hours(boston), Date.parse('2026-11-01T00:30:00-04:00'));
    expect(autumn.nextChange).toBe(Date.parse('2026-11-01T12:00:00-05:00'));
  });

  test('a window over the lost hour is an hour shorter, over the repeated hour an hour longer', () => {
    const length = (day: string) => {
      const shop = hours(night('01:00-04:00'));
      const before = openingAt(shop, DateTime.fromISO(`${day}T00:30`, { zone: shop.timeZone }).toMillis());
      const start = before.nextChange ?? 0;
      return ((openingAt(shop, start).nextChange ?? 0) - start) / 3_600_000;
    };
    expect(length('2026-03-15')).toBe(3);
    expect(length('2026-03-08')).toBe(2);
    expect(length('2026-11-01')).toBe(4);
  });

  test('a time that does not exist on that day begins when the clock has jumped', () => {
    const shop = hours(night('02:30-05:00'));
    const { nextChange } = openingAt(shop, Date.parse('2026-03-08T00:30:00-05:00'));
    expect(nextChange).toBe(Date.parse('2026-03-08T03:30:00-04:00'));
  });
});

describe('nights and the whole clock', () => {
  test('a window over midnight belongs to the day it begins', () => {
    const bar = `time-zone: Europe/Berlin\nweek:\n${week('closed', '18:00-02:00')}`;
    expect(at(bar, '2026-11-24T01:59')).toBe('open until Tue 02:00');
    expect(at(bar, '2026-11-29T01:00')).toBe('open until Sun 02:00');
    expect(at(bar, '2026-11-30T01:00')).toBe('closed until Mon 18:00');
  });

  test('windows that touch are one', () => {
    const text = `time-zone: UTC\nweek:\n${week('00:00-12:00', '12:00-24:00')}`;
    expect(at(text, '2026-11-28T13:00')).toBe('open until Sun 12:00');
  });

  test('never closed and never open have no next change', () => {
    expect(at(`time-zone: UTC\nweek:\n${week('0:00-24:00', '0:00-24:00')}`, '2026-11-24T12:00')).toBe(
      'open until further notice',
    );
    expect(at(`time-zone: UTC\nweek:\n${week('closed', 'closed')}`, '2026-11-24T12:00')).toBe(
      'closed until further notice',
    );
  });
});

describe('slips in the file', () => {
  const replace = (from: string, to: string) => {
    const result = parseHours({ file: 'hours.yaml', text: boston.replace(from, to) });
    return result.ok ? [] : result.problems.map(({ line, reason }) => `${line}: ${reason}`);
  };

  test.each([
    ['America/New_York', 'Boston', '1: "time-zone": no such time zone'],
    [
      'sunday: 12:00-17:00',
      'sunday: noon-5',
      '9: "week › sunday": write "closed", or windows such as 10:00-14:00, 15:00-19:00',
    ],
    [
      'sunday: 12:00-17:00',
      'sunday: 12:00-25:00',
      '9: "week › sunday": write "closed", or windows such as 10:00-14:00, 15:00-19:00',
    ],
    [
      'sunday: 12:00-17:00',
      'sunday: 15:00-17:00, 12:00-16:00',
      '9: "week › sunday": the windows must follow one another in time',
    ],
    ['  sunday: 12:00-17:00\n', '', '2: "week › sunday" is missing'],
    ['sunday:', 'sonntag:', '2: "week › sunday" is missing'],
    [
      '2026-11-26',
      '2026-11-31',
      '11: "special-days › 0 › date": write a day that exists, such as 2027-01-31',
    ],
    ['2026-12-24', '2026-11-26', '14: 2026-11-26 stands already in line 11'],
  ])('%s → %s', (from, to, expected) => {
    expect(replace(from, to)).toContain(expected);
  });
});
