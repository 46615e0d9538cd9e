/** The conversation as a text file, made in the browser from what is shown: no server has to keep it ready. */
import type { Chat } from '../chat/chat.ts';
import { shownText } from '../chat/transcript.ts';
import type { Texts } from '../texts.ts';
import { h } from './dom.ts';

export function downloadChat({ transcript }: Chat, texts: Texts): void {
  const lines = transcript.entries.map(({ activity, mine, at }) => {
    const who = mine ? texts.you : (activity.from.name ?? texts.someone);
    const files = activity.attachments.flatMap(({ name, contentUrl }) =>
      contentUrl ? [name ?? contentUrl] : [],
    );
    const words = [shownText(activity), ...files.map((name) => `[${name}]`)].filter(Boolean).join(' ');
    return `${new Date(at).toLocaleString()} ${who}: ${words}`;
  });
  const address = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }));
  h('a', { href: address, download: 'chat.txt' }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
