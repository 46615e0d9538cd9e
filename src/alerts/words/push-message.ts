/** An alert, or several, as a notification: short, in plain text, leading to the chat. */
import type { StoredAlert } from '../alert-store.ts';
import type { LinkWriter } from './links.ts';
import type { Words } from './words.ts';

export interface PushMessage {
  readonly title: string;
  readonly body: string;
  /** What a click opens. */
  readonly url: string;
  /** A second notification with the same tag takes the place of the first. */
  readonly tag: string;
  readonly language: string;
}

const longest = 240;

export function pushMessage(
  messageId: string,
  alerts: readonly StoredAlert[],
  words: Words,
  links: LinkWriter,
): PushMessage {
  const [only, ...others] = alerts;
  const base = { tag: `alert-${messageId}`, language: words.language };
  if (only && others.length === 0) {
    const url = only.telling.links.length > 0 ? links.to(only.id, 0) : links.absolute('/?chat=open');
    return {
      ...base,
      title: words.plain(only.telling.headline),
      body: cut(words.plain(only.telling.sentence)),
      url,
    };
  }
  const headlines = alerts.map(({ telling }) => words.plain(telling.headline)).join(' · ');
  const title = words.plain({ key: 'alert.mail.digest', blanks: { count: alerts.length } });
  return { ...base, title, body: cut(headlines), url: links.absolute('/?chat=open') };
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}
