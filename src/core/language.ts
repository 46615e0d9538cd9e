/** The languages the shop speaks. */

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** A text per language; at least one is there. */
export type Localised = Partial<Record<Language, string>>;

/** The shop's language nearest to a BCP 47 tag such as `zh-Hant-TW`; English when it speaks none. */
export function languageOfLocale(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
