/** Days as a shopper reads them in their language. */
import type { Language } from './language.ts';

/** `2026-11-20` → `November 20, 2026`, 2026年11月20日. */
export function formatDay(isoDay: string, language: Language): string {
  return formatDayOf(Date.parse(isoDay), 'UTC', language);
}

/** The day of a moment (Unix ms) in an IANA time zone. */
export function formatDayOf(at: number, timeZone: string, language: Language): string {
  const key = `${language} ${timeZone}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone });
  formats.set(key, format);
  return format.format(at);
}

/** The day of a moment (Unix ms) in an IANA time zone as `2026-11-20`. */
export function isoDayOf(at: number, timeZone: string): string {
  // Kept: each format holds some 20 KB outside the heap, which the collector does not see and so does not hurry to free.
  const format =
    isoFormats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  isoFormats.set(timeZone, format);
  return format.format(at);
}

const isoFormats = new Map<string, Intl.DateTimeFormat>();
const locales: Readonly<Record<Language, string>> = { en: 'en-US', zh: 'zh-CN' };
const formats = new Map<string, Intl.DateTimeFormat>();
