/** Times and durations as the agent's language writes them. */
import type { Language } from '../texts/texts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const aDate = { year: 'numeric', month: 'short', day: 'numeric' } as const;

/** `42 s`, `3:07`, `2 h 05`, `3 d`: short, and never jumping in width more than it must. */
export function durationLabel(ms: number, language: Language): string {
  const value = Math.max(0, ms);
  const zh = language === 'zh';
  if (value < minute) return `${Math.floor(value / 1000)} ${zh ? '秒' : 's'}`;
  if (value < hour) return `${Math.floor(value / minute)}:${two((value % minute) / 1000)}`;
  if (value < 2 * day)
    return `${Math.floor(value / hour)} ${zh ? '小时' : 'h'} ${two((value % hour) / minute)}`;
  return `${Math.floor(value / day)} ${zh ? '天' : 'd'}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

export function timeLabel(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** The time of day for today, else the date; with the year when it is another one. */
export function momentLabel(at: number, now: number, language: Language): string {
  const date = new Date(at);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return timeLabel(at, language);
  const isThisYear = date.getFullYear() === today.getFullYear();
  return new Intl.DateTimeFormat(
    language,
    isThisYear
      ? { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }
      : { year: 'numeric', month: 'short', day: 'numeric' },
  ).format(at);
}

export function dateLabel(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, aDate).format(at);
}

/** A day of the calendar, `2026-11-24`, the same day wherever it is read. */
export function calendarDate(day: string, language: Language): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat(language, { ...aDate, timeZone: 'UTC' }).format(at);
}

/** Weekday and time of day as a clock in that time zone shows them; undefined where there is no such zone. */
export function weekTimeIn(timeZone: string, at: number, language: Language): string | undefined {
  try {
    return new Intl.DateTimeFormat(language, {
      weekday: 'short',
      hour: 'numeric',
      minute: '2-digit',
      timeZone,
    }).format(at);
  } catch {
    return undefined;
  }
}

export function dayLabel(at: number, now: number, language: Language): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / day);
  if (days <= 1)
    return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days <= 0 ? 0 : -1, 'day');
  return new Intl.DateTimeFormat(language, { weekday: 'short', month: 'short', day: 'numeric' }).format(at);
}

/** For `<input type="datetime-local">`. */
export function localInput(at: number): string {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * minute);
  return shifted.toISOString().slice(0, 16);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
