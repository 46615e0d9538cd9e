/** Days and times as the shopper's language writes them. */
import type { View } from './view.ts';

/** `Today`, `Yesterday`, or the date; both times in ms. */
export function dayLabel(
  at: number,
  now: number,
  { language, texts }: Pick<View, 'language' | 'texts'>,
): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days <= 0) return texts.today;
  if (days === 1) return texts.yesterday;
  return new Intl.DateTimeFormat(language, { weekday: 'short', month: 'short', day: 'numeric' }).format(at);
}

export function timeLabel(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
