/** When the shop's people are there: windows a day in the shop's own time zone, and special days. */
import { DateTime } from 'luxon';
import type { Localised } from '../core/language.ts';

export interface OpeningHours {
  /** IANA name, for example `America/New_York`. */
  readonly timeZone: string;
  /** Monday first, seven days. */
  readonly week: readonly (readonly OpeningWindow[])[];
  /** By ISO date; replaces the day of the week. */
  readonly specialDays: readonly SpecialDay[];
}

/**
 * Minutes of the local clock since midnight; `to` may reach into the next day (up to 2880). On a day with a
 * clock change the wall clock counts: a window to 18:00 ends at 18:00.
 */
export interface OpeningWindow {
  readonly from: number;
  readonly to: number;
}

export interface SpecialDay {
  /** ISO date, for example `2026-12-25`. */
  readonly date: string;
  readonly name?: Localised;
  /** Empty: closed all day. */
  readonly windows: readonly OpeningWindow[];
}

export interface Opening {
  readonly open: boolean;
  /** When `open` changes next, Unix ms; undefined when it does not within a year (a month when open). */
  readonly nextChange: number | undefined;
  /** Today's special day in the shop's time zone, if it is one. */
  readonly specialDay: SpecialDay | undefined;
}

const daysAhead = { whenOpen: 31, whenClosed: 366 };

/** Whether the shop is open at `nowMs` (Unix ms), and until when that holds. */
export function openingAt(hours: OpeningHours, nowMs: number): Opening {
  // Windows begin and end at whole minutes, so that within one nothing changes; calendars are dear to ask.
  const minute = Math.floor(nowMs / 60_000);
  const last = lastAsked.get(hours);
  if (last?.minute === minute) return last.opening;
  const opening = findOpening(hours, nowMs);
  lastAsked.set(hours, { minute, opening });
  return opening;
}

const lastAsked = new WeakMap<OpeningHours, { minute: number; opening: Opening }>();

function findOpening(hours: OpeningHours, nowMs: number): Opening {
  const today = DateTime.fromMillis(nowMs, { zone: hours.timeZone }).startOf('day');
  const specialDay = specialDayOf(hours, today);
  let openUntil: number | undefined;
  // Yesterday's last window may reach into today.
  for (let offset = -1; offset <= daysAhead.whenClosed; offset++) {
    if (openUntil !== undefined && offset > daysAhead.whenOpen) break;
    for (const span of spansOf(hours, today.plus({ days: offset }))) {
      if (openUntil === undefined) {
        if (span.start > nowMs) return { open: false, nextChange: span.start, specialDay };
        if (span.end > nowMs) openUntil = span.end;
      } else if (span.start > openUntil) {
        return { open: true, nextChange: openUntil, specialDay };
      } else {
        openUntil = Math.max(openUntil, span.end);
      }
    }
  }
  return { open: openUntil !== undefined, nextChange: undefined, specialDay };
}

/** The windows of a local day as instants, in order. */
function spansOf(hours: OpeningHours, day: DateTime): { start: number; end: number }[] {
  const windows = specialDayOf(hours, day)?.windows ?? hours.week[day.weekday - 1] ?? [];
  return windows.map(({ from, to }) => ({ start: instant(day, from), end: instant(day, to) }));
}

function instant(day: DateTime, minutes: number): number {
  const local = minutes < 1440 ? day : day.plus({ days: 1 });
  return local.set({ hour: Math.floor((minutes % 1440) / 60), minute: minutes % 60 }).toMillis();
}

function specialDayOf(hours: OpeningHours, day: DateTime): SpecialDay | undefined {
  const date = day.toISODate();
  return hours.specialDays.find((special) => special.date === date);
}
