/**
 * A reply as Teams shows it best: Markdown, Adaptive Cards, pictures.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
import type { Part } from '../channel.ts';
import { cardBlocks, fileBlocks, linkBlocks, numberedChoices } from '../flat-text.ts';
import { inLots } from '../lots.ts';
import { clip } from '../markdown/cut-text.ts';
import { markdown } from '../markdown/dialects.ts';
import type { Block } from '../markdown/read.ts';
import { type Dialect, writePieces, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Choice, Link, Reply } from '../reply.ts';

/** Teams takes about 28 KB of a message, its cards and their mark-up included. */
export const textLimit = 10_000;
/** A card shows this many actions. */
export const mostButtons = 6;
const mostCards = 10;
const titleLimit = 60;

/** What would be a mark anywhere, and what would begin a list where a line begins. */
const literal = (text: string) =>
  text
    .replace(/[\\*_~`#[\]<>&|]/g, '\\$&')
    .replace(/^(\s*)([-+])(?=\s)/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2');

const teamsMarkdown: Dialect = {
  ...markdown,
  escape: literal,
  link: (inside, url) => `[${inside || literal(url)}](${encodedUrl(url)})`,
  lineBreak: '  \n',
};

/** Cards know less: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features */
const inCards: Dialect = {
  ...teamsMarkdown,
  strike: (inside) => inside,
  code: literal,
  codeBlock: literal,
  quote: (inside) => inside,
};

type Attachment = Readonly<Record<string, unknown>>;
type Element = Readonly<Record<string, unknown>>;

export function renderTeams(reply: Reply, phrase: Phrase): Part[] {
  const areButtons = reply.choices.length <= mostButtons;
  const linkButtons =
    areButtons && reply.choices.length + reply.links.length <= mostButtons ? reply.links : [];
  const words = [
    ...reply.text.filter(({ kind }) => kind !== 'table'),
    ...fileBlocks(reply.files.filter((file) => !isPicture(file))),
    ...(linkButtons.length > 0 ? [] : linkBlocks(reply.links)),
    ...(areButtons ? [] : numberedChoices(reply.choices, phrase)),
  ];
  const shown: Attachment[] = [
    ...reply.text.flatMap((block) => (block.kind === 'table' ? [tableCard(block.rows)] : [])),
    ...reply.cards.map((card) =>
      cardOf(
        [
          ...(card.image ? [{ type: 'Image', url: card.image, altText: card.title, size: 'Large' }] : []),
          ...textBlocks(cardBlocks(card, { links: false })),
        ],
        card.choices,
        card.links,
      ),
    ),
    ...reply.files
      .filter(isPicture)
      .map(({ name, url, contentType }) => ({ contentType, contentUrl: url, name })),
  ];
  const messages: Record<string, unknown>[] = writePieces(words, teamsMarkdown, textLimit).map((text) => ({
    text,
  }));
  inLots(shown, mostCards).forEach((attachments, lot) => {
    const layout = attachments.length > 1 ? { attachmentLayout: 'carousel' } : {};
    // The words stand above the cards, in one message.
    const above = lot === 0 ? (messages.pop() ?? {}) : {};
    messages.push({ ...above, attachments, ...layout });
  });
  const choices = areButtons ? reply.choices : [];
  if (choices.length + linkButtons.length > 0) {
    const last = shown.length > 0 ? undefined : messages.pop();
    const asks = last ?? { text: literal(phrase('channel.choose')) };
    messages.push({ ...asks, attachments: [cardOf([], choices, linkButtons)] });
  }
  return messages.map((body) => ({
    call: 'activities',
    body: { type: 'message', ...(body.text !== undefined && { textFormat: 'markdown' }), ...body },
  }));
}

function cardOf(body: readonly Element[], choices: readonly Choice[], links: readonly Link[]): Attachment {
  const actions = [
    ...links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title: clip(title, titleLimit), url })),
    ...choices.map(({ id: choice, title }) => ({
      type: 'Action.Submit',
      title: clip(title, titleLimit),
      // In Teams the press is shown as what the person says; elsewhere the data come back as they are.
      data: { choice, msteams: { type: 'messageBack', displayText: title, text: title, value: { choice } } },
    })),
  ].slice(0, mostButtons);
  const content = { type: 'AdaptiveCard', version: '1.5', body, ...(actions.length > 0 && { actions }) };
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}

function textBlocks(blocks: readonly Block[]): Element[] {
  return blocks.map((block) => ({ type: 'TextBlock', text: writeText([block], inCards), wrap: true }));
}

function tableCard(rows: readonly (readonly string[])[]): Attachment {
  const columns = Math.max(...rows.map((row) => row.length));
  const table = {
    type: 'Table',
    firstRowAsHeaders: true,
    columns: Array.from({ length: columns }, () => ({ width: 1 })),
    rows: rows.map((row) => ({
      type: 'TableRow',
      cells: row.map((cell) => ({
        type: 'TableCell',
        items: [{ type: 'TextBlock', text: literal(cell), wrap: true }],
      })),
    })),
  };
  return cardOf([table], [], []);
}

function isPicture({ contentType }: { readonly contentType: string }): boolean {
  return /^image\/(png|jpeg|gif)$/.test(contentType);
}

function encodedUrl(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20');
}
