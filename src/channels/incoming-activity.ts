/** A message of any platform as an activity of the log: cleaned, bounded, secrets masked. */
import type { Activity, Attachment } from '../core/activity.ts';
import type { Message, Person } from './channel.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Longest text of one message, in UTF-16 units; the rest is cut off. */
export const mostText = 8_000;

/** @param text what the message says, when that is not its own words: the value of a pressed button. */
export function incomingActivity(
  channel: string,
  conversationId: string,
  message: Message,
  text: string | undefined,
  attachments: readonly Attachment[],
): Activity {
  const said = text ?? message.text;
  const record = {
    ...message.record,
    ...(message.pressed && { pressed: message.pressed.title ?? '' }),
    ...(message.inCall && { inCall: true }),
  };
  const about = {
    channelId: channel,
    conversation: { id: conversationId },
    from: accountOf(channel, message.from),
    ...(message.from.locale && { locale: message.from.locale }),
    ...(Object.keys(record).length > 0 && { channelData: record }),
  };
  if (message.opened) {
    return { ...about, type: 'event', name: 'webchat/join', value: { language: message.from.locale } };
  }
  return withoutSecrets({
    ...about,
    type: 'message',
    ...(said !== undefined && { text: cleanText(said) }),
    ...(attachments.length > 0 && { attachments }),
  });
}

/** Who wrote, under a name that no other channel gives. */
export function accountOf(channel: string, { id, name }: Person) {
  return {
    id: `${channel}:${id}`,
    ...(name && { name: cleanText(name).slice(0, 100).toWellFormed() }),
    role: 'user' as const,
  };
}

/** Control characters but tab and line break break terminals and databases; half characters break both. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]/gu, '')
    .slice(0, mostText)
    .toWellFormed();
}
