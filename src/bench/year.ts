/** A year of the alerts' schedule by a clock that jumps to whatever is due next: what all its looks and sends cost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jumpingClock } from '../../test/alerts/support/jumping-clock.ts';
import { toldShop } from '../../test/alerts/support/told-shop.ts';
import { silentLog } from '../core/log.ts';
import { openDatabase } from '../store/index.ts';

const dayMs = 86_400_000;
const begin = '2026-01-01T11:30:00Z';
/** Every fifth day there is something to say. */
const news = {
  id: 'news',
  kind: 'announcement',
  to: {},
  says: { en: 'New in the shop', zh: '店里有新品' },
  because: { en: 'You wished to hear of it.', zh: '您想知道。' },
  link: '/news',
  until: '2027-01-31',
  everyDays: 5,
};

/** Prints how long it took. Goal: a second. */
export async function benchYear(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-bench-'));
  const database = await openDatabase({ dataFolder: folder, log: silentLog });
  try {
    const clock = jumpingClock(Date.parse(begin));
    const rules = { caps: { day: 2, week: 14 }, holdOutPercent: 0, campaigns: [news] };
    const shop = await toldShop(database, begin, { clock, rules: { 'alerts.yaml': JSON.stringify(rules) } });
    await shop.customer('ada');
    const worker = shop.alerts.start({ sendMs: Number.POSITIVE_INFINITY, lookMs: dayMs });
    worker.beginLooking();
    const begun = performance.now();
    const moments = await clock.runUntil(Date.parse(begin) + 365 * dayMs, worker.idle);
    const seconds = (performance.now() - begun) / 1_000;
    await worker.stop();
    process.stdout.write(
      `A year of schedules, ${moments} moments, ${shop.mails.length} mails: ${seconds.toFixed(2)} s (goal ≤ 1).\n`,
    );
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}
