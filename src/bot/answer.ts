/** Gives an FAQ answer in the shopper's language, or honestly in the other one when there is only that. */
import { type Language, languages } from '../core/language.ts';
import { type FaqEntry, type FaqLink, faqEntryOf } from '../knowledge/index.ts';
import type { Button, Turn } from './turn.ts';

/**
 * @param buttons what can be done about it.
 * @param part the sentences of it that are wanted, where the whole was given a moment ago.
 */
export function answerFromFaq(
  turn: Turn,
  entry: FaqEntry,
  buttons: readonly Button[] = [],
  part?: string,
): void {
  const language = entry.texts[turn.language] ? turn.language : otherLanguage(entry);
  const text = entry.texts[language];
  if (!text) return;
  const parts = [
    ...(language === turn.language ? [] : [turn.phrase('answer.other-language')]),
    part ?? text.answer,
    ...(entry.links.length > 0
      ? [entry.links.map((link) => `- [${titleIn(link, turn.language)}](${link.url})`).join('\n')]
      : []),
  ];
  turn.sayMarkdown(parts.join('\n\n'), { answerId: `faq:${entry.id}`, buttons });
}

/** The answer with this id, for an intent that stands in for it; does nothing when the shop has no such answer. */
export function sayAnswer(turn: Turn, id: string, buttons: readonly Button[] = []): void {
  const entry = faqEntryOf(turn.knowledge, id);
  if (entry) answerFromFaq(turn, entry, buttons);
}

function titleIn({ title }: FaqLink, language: Language): string {
  return typeof title === 'string' ? title : title[language];
}

function otherLanguage(entry: FaqEntry): Language {
  return languages.find((language) => entry.texts[language]) ?? 'en';
}
