/** A year of the real scheduler, in which something is announced every few days. */
import type { Database } from '../../../src/store/index.ts';
import { jumpingClock } from './jumping-clock.ts';
import { toldShop } from './told-shop.ts';

/** Half past six in the winter of New York, half past seven in its summer: night both times. */
export const firstLook = '2026-01-01T11:30:00Z';
const dayMs = 86_400_000;

/** A merchant's rule that has news for everybody every so many days. */
export function newsEvery(everyDays: number) {
  return {
    id: 'news',
    kind: 'announcement',
    to: {},
    says: { en: 'News', zh: '新闻' },
    because: { en: 'you asked', zh: '您要求过' },
    link: '/news',
    until: '2027-01-31',
    everyDays,
  };
}

/**
 * Plays it for one customer.
 * @returns what was mailed, how often the clock jumped, and how long the looks and mails took, in ms of the machine.
 */
export async function playYear(
  database: Database,
  { caps, everyDays }: { caps: { day: number; week: number }; everyDays: number },
) {
  const clock = jumpingClock(Date.parse(firstLook));
  const rules = { caps, holdOutPercent: 0, campaigns: [newsEvery(everyDays)] };
  const shop = await toldShop(database, firstLook, {
    clock,
    rules: { 'alerts.yaml': JSON.stringify(rules) },
  });
  await shop.customer('ada');
  const worker = shop.alerts.start({ sendMs: Number.POSITIVE_INFINITY, lookMs: dayMs });
  worker.beginLooking();
  const begun = performance.now();
  const jumps = await clock.runUntil(Date.parse(firstLook) + 365 * dayMs, worker.idle);
  const tookMs = performance.now() - begun;
  await worker.stop();
  return { mails: shop.mails, jumps, tookMs };
}
