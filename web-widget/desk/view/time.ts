/** Times and durations as the agent's language writes them. */
import type { Language } from '../texts/texts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

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
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: 'numeric' }).format(at);
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
