/** A moment as it is said to a shopper, in the shop's time and with its zone: shoppers may be anywhere. */
import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';
import type { Language } from '../core/language.ts';

const formats: Readonly<Record<Language, Readonly<Record<'today' | 'week' | 'later', string>>>> = {
  en: { today: "'today at' h:mm a", week: "cccc 'at' h:mm a", later: "d LLLL 'at' h:mm a" },
  zh: { today: "'今天' HH:mm", week: 'cccc HH:mm', later: 'M月d日 HH:mm' },
};

/** @param atMs the moment, Unix ms. */
export function whenText(atMs: number, nowMs: number, language: Language, timeZone: string): string {
  // The same moment is said to everybody who asks while nobody is there, and calendars are dear to ask.
  const key = `${atMs} ${Math.floor(nowMs / 60_000)} ${language} ${timeZone}`;
  const said = lastSaid.get(key) ?? wordsFor(atMs, nowMs, language, timeZone);
  lastSaid.set(key, said);
  return said;
}

const lastSaid = new LRUCache<string, string>({ max: 100 });

function wordsFor(atMs: number, nowMs: number, language: Language, timeZone: string): string {
  const at = DateTime.fromMillis(atMs, { zone: timeZone });
  const today = DateTime.fromMillis(nowMs, { zone: timeZone }).startOf('day');
  const days = at.startOf('day').diff(today, 'days').days;
  const format = formats[language][days < 1 ? 'today' : days < 6 ? 'week' : 'later'];
  const zone = at.setLocale('en-US').offsetNameShort ?? '';
  return `${at.setLocale(language === 'zh' ? 'zh-CN' : 'en-US').toFormat(format)} ${zone}`.trim();
}
