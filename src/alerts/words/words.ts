/** Puts what is told into the customer's language: every sentence from `knowledge/replies`, dates and money as it writes them. */
import { DateTime } from 'luxon';
import type { Language } from '../../core/language.ts';
import { formatMoney } from '../../core/money.ts';
import { type Blanks, type Knowledge, render, renderPlain } from '../../knowledge/index.ts';
import type { Blank, Sentence } from '../alert.ts';

export interface Words {
  readonly language: Language;
  /** Markdown; what is in the blanks is escaped. */
  markdown(sentence: Sentence): string;
  /** For titles, buttons, notifications and plain mail. */
  plain(sentence: Sentence): string;
}

export function wordsIn(language: Language, { replies }: Pick<Knowledge, 'replies'>): Words {
  const choose = () => 0;
  return {
    language,
    markdown: ({ key, blanks }) => render(replies, key, language, written(blanks, language), choose),
    plain: ({ key, blanks }) => renderPlain(replies, key, language, written(blanks, language), choose),
  };
}

function written(blanks: Readonly<Record<string, Blank>>, language: Language): Blanks {
  return Object.fromEntries(Object.entries(blanks).map(([name, blank]) => [name, textOf(blank, language)]));
}

function textOf(blank: Blank, language: Language): string | number {
  if (typeof blank !== 'object') return blank;
  if ('money' in blank) return formatMoney(blank.money, language);
  if ('en' in blank) return blank[language];
  if ('day' in blank) return momentIn(blank.day, blank.zone, language).toFormat(formats[language].day);
  return whenInWords(blank, language);
}

/** A moment (ms UTC) as it is written in its own zone, with the hour where that is known. */
export function whenInWords(
  { at, zone, timeKnown }: { readonly at: number; readonly zone: string; readonly timeKnown: boolean },
  language: Language,
): string {
  return momentIn(at, zone, language).toFormat(formats[language][timeKnown ? 'time' : 'date']);
}

function momentIn(at: number, zone: string, language: Language): DateTime {
  return DateTime.fromMillis(at, { zone }).setLocale(language === 'zh' ? 'zh-CN' : 'en-US');
}

/** With the weekday, which is what people look at; the year, because a concert may be in the next one. */
const formats: Readonly<Record<Language, { day: string; date: string; time: string }>> = {
  en: { day: 'LLLL d', date: 'cccc, LLLL d, yyyy', time: "cccc, LLLL d, yyyy 'at' h:mm a" },
  zh: { day: 'L月d日', date: 'yyyy年L月d日 cccc', time: 'yyyy年L月d日 cccc HH:mm' },
};
