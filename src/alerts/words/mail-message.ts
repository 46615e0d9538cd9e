/** An alert, or several, as a mail: plain text and a plain page of it, the reason, and one click to stop. */
import { escapeUTF8 } from 'entities';
import type { Mail } from '../../core/mail.ts';
import type { StoredAlert } from '../alert-store.ts';
import type { LinkWriter } from './links.ts';
import type { Words } from './words.ts';

export interface MailFacts {
  readonly messageId: string;
  readonly to: string;
  readonly name: string | undefined;
  readonly alerts: readonly StoredAlert[];
  readonly words: Words;
  readonly links: LinkWriter;
  /** One click on it ends mails of this purpose (RFC 8058); undefined for mails that are no advertising. */
  readonly unsubscribe: string | undefined;
  readonly domain: string;
}

export function mailMessage(facts: MailFacts): Mail {
  const { alerts, words, links, unsubscribe } = facts;
  const [first] = alerts;
  const phrase = (key: string, blanks = {}) => words.plain({ key, blanks });
  const greeting =
    facts.name === undefined
      ? phrase('alert.mail.hello')
      : phrase('alert.mail.hello.name', { name: facts.name });
  const items = alerts.map(({ id, telling }) => ({
    headline: words.plain(telling.headline),
    sentence: words.plain(telling.sentence),
    because: phrase('alert.because', { reason: words.plain(telling.because) }),
    links: telling.links.map((link, at) => ({ title: phrase(link.title), url: links.to(id, at) })),
  }));
  const subject =
    first && alerts.length === 1
      ? words.plain(first.telling.headline)
      : phrase('alert.mail.digest', { count: alerts.length });
  const stop = unsubscribe === undefined ? [] : [phrase('alert.mail.stop'), unsubscribe];
  const text = [
    greeting,
    ...items.map((item) =>
      [
        item.headline,
        item.sentence,
        ...item.links.map(({ title, url }) => `${title}: ${url}`),
        item.because,
      ].join('\n'),
    ),
    phrase('alert.mail.reply'),
    stop.join(': '),
  ];
  return {
    to: facts.to,
    subject,
    text: text.filter((part) => part !== '').join('\n\n'),
    html: page(words.language, greeting, items, phrase('alert.mail.reply'), stop),
    messageId: `<alert-${facts.messageId}@${facts.domain}>`,
    ...(unsubscribe !== undefined && {
      headers: {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
  };
}

interface Item {
  readonly headline: string;
  readonly sentence: string;
  readonly because: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

/** No pictures and nothing to load: opening it tells nobody. */
function page(
  language: string,
  greeting: string,
  items: readonly Item[],
  reply: string,
  stop: readonly string[],
): string {
  const e = escapeUTF8;
  const blocks = items.map(
    ({
      headline,
      sentence,
      because,
      links,
    }) => `<h2 style="font-size:18px;margin:24px 0 4px">${e(headline)}</h2>
<p style="margin:4px 0">${e(sentence)}</p>
<p style="margin:8px 0">${links.map(({ title, url }) => `<a href="${e(url)}">${e(title)}</a>`).join(' · ')}</p>
<p style="margin:4px 0;color:#555">${e(because)}</p>`,
  );
  const [stopWords, stopUrl] = stop;
  const end =
    stopUrl === undefined
      ? ''
      : `<p style="color:#555"><a href="${e(stopUrl)}">${e(stopWords ?? '')}</a></p>`;
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><body style="font:16px/1.5 sans-serif;max-width:600px">
<p>${e(greeting)}</p>${blocks.join('')}<p style="margin-top:24px">${e(reply)}</p>${end}</body></html>`;
}
