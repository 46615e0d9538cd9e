/** A year of the scheduler by a clock that jumps to whatever is due next: nights, both changes of the clocks, limits. */
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import type { Database } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { jumpingClock } from './support/jumping-clock.ts';
import { toldShop } from './support/told-shop.ts';

const zone = 'America/New_York';
const dayMs = 86_400_000;
/** Half past six in the winter of New York, half past seven in its summer: night both times. */
const firstLook = '2026-01-01T11:30:00Z';

eachDatabase(
  (_engine, open) => {
    it('says good morning at eight, whatever the clocks are set to, and does nothing on the days between', async () => {
      const { mails, jumps } = await year(await open(), { caps: { day: 2, week: 14 }, everyDays: 5 });
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
      const { mails } = await year(database, { caps: { day: 1, week: 1 }, everyDays: 3 });
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

/** A customer to whom something is announced every few days, over a year of the real scheduler. */
async function year(
  database: Database,
  { caps, everyDays }: { caps: { day: number; week: number }; everyDays: number },
) {
  const clock = jumpingClock(Date.parse(firstLook));
  const shop = await toldShop(database, firstLook, {
    clock,
    rules: {
      'alerts.yaml': JSON.stringify({
        caps,
        holdOutPercent: 0,
        campaigns: [
          {
            id: 'news',
            kind: 'announcement',
            to: {},
            says: { en: 'News', zh: '新闻' },
            because: { en: 'you asked', zh: '您要求过' },
            link: '/news',
            until: '2027-01-31',
            everyDays,
          },
        ],
      }),
    },
  });
  await shop.customer('ada');
  const worker = shop.alerts.start({ sendMs: Number.POSITIVE_INFINITY, lookMs: dayMs });
  worker.beginLooking();
  const end = Date.parse(firstLook) + 365 * dayMs;
  const jumps = await clock.runUntil(end, worker.idle);
  await worker.stop();
  return { mails: shop.mails, jumps };
}
