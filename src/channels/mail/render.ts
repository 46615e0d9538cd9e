/** A reply as a mail: one text, and the same as HTML. */
import { escapeUTF8 } from 'entities';
import type { Part } from '../channel.ts';
import { flatText } from '../flat-text.ts';
import { type Dialect, plain, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Reply } from '../reply.ts';

const html: Dialect = {
  escape: escapeUTF8,
  strong: (inside) => `<strong>${inside}</strong>`,
  emphasis: (inside) => `<em>${inside}</em>`,
  strike: (inside) => `<s>${inside}</s>`,
  code: (text) => `<code>${escapeUTF8(text)}</code>`,
  link: (inside, url) => `<a href="${escapeUTF8(url)}">${inside || escapeUTF8(url)}</a>`,
  quote: (inside) => `<blockquote>${inside}</blockquote>`,
  codeBlock: (text) => `<pre>${escapeUTF8(text)}</pre>`,
  bullet: '•',
  monospace: true,
};

/** However much there is to say to one mail, it is answered by one. */
export function renderMail(replies: readonly Reply[], phrase: Phrase): Part[] {
  const blocks = flatText(replies, phrase);
  const text = writeText(blocks, plain);
  const shown = writeText(blocks, html)
    .split('\n\n')
    .map((paragraph) =>
      paragraph.startsWith('<pre>') ? paragraph : `<p>${paragraph.replaceAll('\n', '<br>')}</p>`,
    )
    .join('\n');
  return [
    { call: 'mail', body: { text, html: shown, automatic: replies.every(({ byPerson }) => !byPerson) } },
  ];
}
