/** A conversation written down to be read by people. Times are UTC. */
import { activityOf, type Entry } from '../conversations/index.ts';

export function writeDeskTranscript(conversationId: string, entries: readonly Entry[]): string {
  const lines = entries.flatMap((entry) => {
    const activity = activityOf(entry);
    const files = activity.attachments?.flatMap(({ name, contentUrl }) =>
      contentUrl ? [`[${name ?? contentUrl}]`] : [],
    );
    const said = [activity.text ?? '', ...(files ?? [])].filter(Boolean).join(' ');
    if (activity.type !== 'message' || said === '') return [];
    const time = new Date(entry.at).toISOString().slice(0, 16).replace('T', ' ');
    const who =
      entry.sender === 'user' ? (activity.from?.name ?? 'Shopper') : (activity.from?.name ?? entry.sender);
    const note = entry.audience === 'desk' ? ' (note)' : '';
    return [`${time} ${who}${note}: ${said.replace(/\r?\n/g, '\n    ')}`];
  });
  return `${[`Conversation ${conversationId} (UTC)`, '', ...lines].join('\n')}\n`;
}
