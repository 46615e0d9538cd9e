/** An alert, or several, as a message of the chat: a sentence, a card each with its buttons, and why. */
import type { Activity, CardAction } from '../../core/activity.ts';
import type { StoredAlert } from '../alert-store.ts';
import type { LinkWriter } from './links.ts';
import type { Words } from './words.ts';

export function chatMessage(alerts: readonly StoredAlert[], words: Words, links: LinkWriter): Activity {
  const [only, ...others] = alerts;
  const single = only && others.length === 0 ? only : undefined;
  const text = single
    ? words.markdown(single.telling.sentence)
    : words.markdown({ key: 'alert.digest', blanks: { count: alerts.length } });
  return {
    type: 'message',
    text,
    textFormat: 'markdown',
    locale: words.language === 'zh' ? 'zh-CN' : 'en-US',
    attachments: alerts.map((alert) => ({
      contentType: 'application/vnd.microsoft.card.hero',
      content: cardOf(alert, words, links, single === undefined),
    })),
    attachmentLayout: single ? 'list' : 'carousel',
    channelData: { alert: { seen: alerts.map(({ id }) => links.seen(id)) } },
  };
}

function cardOf({ id, telling }: StoredAlert, words: Words, links: LinkWriter, withSentence: boolean) {
  const because = words.markdown({ key: 'alert.because', blanks: { reason: words.plain(telling.because) } });
  const buttons: CardAction[] = [
    ...telling.links.map(
      (link, at): CardAction => ({
        type: 'openUrl',
        title: words.plain({ key: link.title, blanks: {} }),
        value: links.to(id, at),
      }),
    ),
    {
      type: 'imBack',
      title: words.plain({ key: 'alert.why.button', blanks: {} }),
      value: words.plain({ key: 'alert.why.button', blanks: {} }),
    },
  ];
  return {
    title: words.plain(telling.headline),
    text: withSentence ? `${words.markdown(telling.sentence)}\n\n${because}` : because,
    ...(telling.image !== undefined && { images: [{ url: telling.image }] }),
    buttons,
  };
}
