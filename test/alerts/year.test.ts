/** A year of the scheduler by a clock that jumps to whatever is due next: nights, both changes of the clocks, limits. */
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { playYear } from './support/year.ts';

const zone = 'America/New_York';
const dayMs = 86_400_000;

eachDatabase(
  (_engine, open) => {
    it('says good morning at eight, whatever the clocks are set to, and does nothing on the days between', async () => {
      const { mails, jumps } = await playYear(await open(), { caps: { day: 2, week: 14 }, everyDays: 5 });
      expect(mails).toHaveLength(74);
      expect(new Set(mails.map(({ at }) => DateTime.fromMillis(at, { zone }).toFormat('HH:mm')))).toEqual(
        new Set(['08:00']),
      );
      // An hour earlier by the sun from March 8 to November 1.
      const summer = mails.filter(({ at }) => new Date(at).getUTCHours() === 12);
      expect([
        summer.length,
        ...[summer[0], summer.at(-1)].map((each) => new Date(each?.at ?? 0).toISOString().slice(0, 10)),
      ]).toEqual([48, '2026-03-08', '2026-10-29']);
      // One look a day, one moment for each message, and what a look found is asked for once.
      expect(jumps).toBeLessThan(2 * 365 + 2 * 74 + 10);
    });

    it('keeps to one message a week, which then has all that waited', async () => {
      const database = await open();
      const { mails } = await playYear(database, { caps: { day: 1, week: 1 }, everyDays: 3 });
      // 52 weeks and a day.
      expect(mails).toHaveLength(53);
      for (const [at, mail] of mails.entries()) {
        const before = mails[at - 1];
        if (before) expect(mail.at - before.at).toBeGreaterThanOrEqual(7 * dayMs);
        const shown = DateTime.fromMillis(mail.at, { zone }).toFormat('HH:mm');
        expect(shown >= '08:00' && shown < '21:00').toBe(true);
      }
      const rows = await database.read('SELECT status, COUNT(*) AS count FROM alert GROUP BY status');
      // Every third day of the year.
      expect(rows).toEqual([{ status: 'bundled', count: 122 }]);
    });
  },
  ['sqlite'],
);
