/** Days as they are written. */
import { expect, it, vi } from 'vitest';
import { isoDayOf } from '../../src/core/dates.ts';

it('writes the day of a place, with one format for each zone however often it is asked', () => {
  let made = 0;
  const Format = Intl.DateTimeFormat;
  vi.stubGlobal('Intl', {
    ...Intl,
    DateTimeFormat: class extends Format {
      constructor(...options: ConstructorParameters<typeof Format>) {
        super(...options);
        made += 1;
      }
    },
  });
  const night = Date.parse('2026-11-24T05:30:00Z');
  const days = Array.from({ length: 100 }, () => isoDayOf(night, 'America/Chicago'));
  expect(new Set(days)).toEqual(new Set(['2026-11-23']));
  expect(isoDayOf(night, 'Asia/Shanghai')).toBe('2026-11-24');
  expect(made).toBe(2);
  vi.unstubAllGlobals();
});
