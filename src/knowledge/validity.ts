/** Which answers still hold. */
import { DateTime } from 'luxon';
import type { FaqEntry, Knowledge } from './knowledge.ts';

/** The entries that may be answered from at `nowMs` (Unix ms); days end in the shop's time zone. */
export function validEntries(knowledge: Knowledge, nowMs: number): readonly FaqEntry[] {
  const today = shopDay(knowledge, nowMs);
  return knowledge.faq.filter((entry) => holdsOn(entry, today));
}

/** True when `entry` holds on the ISO day `day`, its last day included. */
export function holdsOn(entry: FaqEntry, day: string): boolean {
  return entry.validUntil === undefined || day <= entry.validUntil;
}

/** The calendar day (ISO) at the shop; in UTC when the shop has no hours. */
export function shopDay(knowledge: Knowledge, nowMs: number): string {
  const zone = knowledge.hours?.timeZone ?? 'utc';
  // Asked for with every answer, and the same for at least a minute in every time zone.
  const minute = Math.floor(nowMs / 60_000);
  if (lastDay?.minute !== minute || lastDay.zone !== zone) {
    lastDay = { minute, zone, day: DateTime.fromMillis(nowMs, { zone }).toFormat('yyyy-MM-dd') };
  }
  return lastDay.day;
}

let lastDay: { minute: number; zone: string; day: string } | undefined;
