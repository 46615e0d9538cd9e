/** What the widget wants to know of the shop before a shopper has said anything. */
import { DateTime } from 'luxon';
import { type Language, languages } from './core/language.ts';
import { type Knowledge, openingAt, renderPlain } from './knowledge/index.ts';

export interface WidgetConfig {
  readonly shopName: string;
  readonly languages: readonly Language[];
  /** Who answers now, and when people are there: one sentence per language. */
  readonly expectation: Readonly<Record<Language, string>>;
  readonly upload: { readonly maxBytes: number; readonly types: readonly string[] };
}

/**
 * @param nowMs Unix ms, for which the expectation is true.
 * @param peopleThere somebody is at the desk now, whatever the opening hours say.
 */
export function widgetConfig(
  knowledge: Knowledge,
  upload: WidgetConfig['upload'],
  nowMs: number,
  peopleThere: boolean,
): WidgetConfig {
  const shopName = renderPlain(knowledge.replies, 'shop.name', 'en', {}, () => 0);
  const expectation = {
    en: expectationIn('en', knowledge, nowMs, peopleThere),
    zh: expectationIn('zh', knowledge, nowMs, peopleThere),
  };
  return { shopName, languages, expectation, upload };
}

/** What the page says on which a shop tries its chat. */
export function chatPageWords({ replies }: Pick<Knowledge, 'replies'>, language: Language) {
  const say = (key: string) => renderPlain(replies, key, language, {}, () => 0);
  return {
    language,
    shopName: say('shop.name'),
    invitation: say('chat-page.invitation'),
    embedding: say('chat-page.embedding'),
  };
}

function expectationIn(
  language: Language,
  { replies, hours }: Knowledge,
  nowMs: number,
  peopleThere: boolean,
): string {
  const say = (key: string, when = '') => renderPlain(replies, key, language, when ? { when } : {}, () => 0);
  const opening = hours && openingAt(hours, nowMs);
  if (peopleThere && !opening?.open) return say('widget.expectation.now');
  if (!peopleThere && opening?.open) return say('widget.expectation.away');
  if (!hours || opening?.nextChange === undefined) return say('widget.expectation');
  const change = DateTime.fromMillis(opening.nextChange, { zone: hours.timeZone });
  const when = `${change.setLocale(language).toFormat(formats[language][opening.open ? 'time' : 'day'])} ${zoneOf(change)}`;
  return say(opening.open ? 'widget.expectation.open' : 'widget.expectation.closed', when);
}

const formats: Readonly<Record<Language, { readonly time: string; readonly day: string }>> = {
  en: { time: 'h:mm a', day: 'cccc h:mm a' },
  zh: { time: 'HH:mm', day: 'ccccHH:mm' },
};

/** Such as EST; shoppers may be anywhere. */
function zoneOf(time: DateTime): string {
  return time.setLocale('en-US').offsetNameShort ?? '';
}
