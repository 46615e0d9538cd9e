/** A reply as a mail: one text, and the same as HTML, in which cards have their pictures. */
import { escapeUTF8 } from 'entities';
import type { Part } from '../channel.ts';
import { allChoices, cardLines, fileBlocks, flatText, linkBlocks, numberedChoices } from '../flat-text.ts';
import { html } from '../markdown/dialects.ts';
import type { Block } from '../markdown/read.ts';
import { plain, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Card, Reply } from '../reply.ts';

const mailHtml = html({ strong: 'strong', emphasis: 'em' });

/** However much there is to say to one mail, it is answered by one. */
export function renderMail(replies: readonly Reply[], phrase: Phrase): Part[] {
  const shown = [
    ...replies.flatMap(({ text, cards, links, files }) => [
      paragraphs(text),
      ...cards.map(cardTable),
      paragraphs([...linkBlocks(links), ...fileBlocks(files)]),
    ]),
    paragraphs(numberedChoices(replies.flatMap(allChoices), phrase)),
  ];
  return [
    {
      call: 'mail',
      body: {
        text: writeText(flatText(replies, phrase), plain),
        html: shown.filter((each) => each !== '').join('\n'),
        automatic: replies.every(({ byPerson }) => !byPerson),
      },
    },
  ];
}

function paragraphs(blocks: readonly Block[]): string {
  if (blocks.length === 0) return '';
  return writeText(blocks, mailHtml)
    .split('\n\n')
    .map((paragraph) =>
      paragraph.startsWith('<pre>') ? paragraph : `<p>${paragraph.replaceAll('\n', '<br>')}</p>`,
    )
    .join('\n');
}

/** A table, since mail programs know no other way to put words beside a picture. */
function cardTable(card: Card): string {
  const { image, title } = card;
  const picture = image
    ? `<td style="padding:0 16px 0 0;vertical-align:top"><img src="${escapeUTF8(image)}" alt="${escapeUTF8(title)}" width="120" style="display:block;max-width:120px"></td>`
    : '';
  const words = paragraphs(cardLines(card, { links: true }));
  return `<table role="presentation" cellpadding="0" cellspacing="0"><tr>${picture}<td style="vertical-align:top">${words}</td></tr></table>`;
}
