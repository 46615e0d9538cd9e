/** A reply as a mail: one text, and the same as HTML. */
import type { Part } from '../channel.ts';
import { flatText } from '../flat-text.ts';
import { html } from '../markdown/dialects.ts';
import { plain, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Reply } from '../reply.ts';

const mailHtml = html({ strong: 'strong', emphasis: 'em' });

/** However much there is to say to one mail, it is answered by one. */
export function renderMail(replies: readonly Reply[], phrase: Phrase): Part[] {
  const blocks = flatText(replies, phrase);
  const text = writeText(blocks, plain);
  const shown = writeText(blocks, mailHtml)
    .split('\n\n')
    .map((paragraph) =>
      paragraph.startsWith('<pre>') ? paragraph : `<p>${paragraph.replaceAll('\n', '<br>')}</p>`,
    )
    .join('\n');
  return [
    { call: 'mail', body: { text, html: shown, automatic: replies.every(({ byPerson }) => !byPerson) } },
  ];
}
