/** A conversation written down to be read by people. */
import { DateTime } from 'luxon';
import { activityOf, type Entry } from '../conversations/index.ts';

/** For the desk: times are UTC. */
export function writeDeskTranscript(conversationId: string, entries: readonly Entry[]): string {
  return `${[`Conversation ${conversationId} (UTC)`, '', ...linesOf(entries, 'UTC')].join('\n')}\n`;
}

/**
 * What was said, one line for each message.
 * @param zone IANA, in which times are told.
 * @param shopper what they are called; by their own name when left out.
 */
export function linesOf(entries: readonly Entry[], zone: string, shopper?: string): string[] {
  return entries.flatMap((entry) => {
    const activity = activityOf(entry);
    const files = activity.attachments?.flatMap(({ name, contentUrl }) =>
      contentUrl ? [`[${name ?? contentUrl}]`] : [],
    );
    const said = [activity.text ?? '', ...(files ?? [])].filter(Boolean).join(' ');
    if (activity.type !== 'message' || said === '') return [];
    const time = DateTime.fromMillis(entry.at, { zone }).toFormat('yyyy-MM-dd HH:mm');
    const name = activity.from?.name;
    const who = entry.sender === 'user' ? (shopper ?? name ?? 'Shopper') : (name ?? entry.sender);
    const note = entry.audience === 'desk' ? ' (note)' : '';
    return [`${time} ${who}${note}: ${said.replace(/\r?\n/g, '\n    ')}`];
  });
}
