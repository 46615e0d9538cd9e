/** A reply as Slack's blocks. https://docs.slack.dev/reference/block-kit/blocks */
import type { Part } from '../channel.ts';
import { cardLines, fileBlocks } from '../flat-text.ts';
import { inLots } from '../lots.ts';
import { clip } from '../markdown/cut-text.ts';
import { type Block, readPlain } from '../markdown/read.ts';
import { type Dialect, plain, writePieces } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Card, Choice, File, Link, Reply } from '../reply.ts';

export const textLimit = 3_000;
const mostBlocks = 50;
const mostButtons = 25;
const buttonLimit = 75;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Slack has no escape for its marks: a word joiner beside them keeps an asterisk from making things bold. */
const literal = (text: string) => escaped(text).replace(/[*_~`]/g, '$&\u2060');

const mrkdwn: Dialect = {
  escape: literal,
  strong: (inside) => `*${inside}*`,
  emphasis: (inside) => `_${inside}_`,
  strike: (inside) => `~${inside}~`,
  code: (text) => `\`${escaped(text).replaceAll('`', "'")}\``,
  link: (inside, url) =>
    `<${escaped(url).replaceAll('|', '%7C')}|${inside.replaceAll('|', '¦') || escaped(url)}>`,
  quote: (inside) => inside.replace(/^/gm, '> '),
  codeBlock: (text) => `\`\`\`${escaped(text).replaceAll('```', "'''")}\`\`\``,
  bullet: '•',
  monospace: true,
};

type SlackBlock = Readonly<Record<string, unknown>>;

export function renderSlack(reply: Reply, phrase: Phrase): Part[] {
  const shown = [
    ...sections(reply.text),
    ...reply.cards.flatMap(cardSections),
    ...reply.files.flatMap(fileSection),
  ];
  const buttons = actions([...reply.choices, ...reply.links]);
  const alone = shown.length === 0 && buttons.length > 0;
  const blocks = [...(alone ? sections(readPlain(phrase('channel.choose'))) : shown), ...buttons];
  const [first = ''] = writePieces(reply.text, plain, textLimit);
  // What a notification shows, and what a screen reader reads.
  const text = escaped(
    clip(first || reply.cards[0]?.title || reply.files[0]?.name || phrase('channel.choose'), textLimit),
  );
  return inLots(blocks, mostBlocks).map((some) => ({
    call: 'chat.postMessage',
    body: { text, blocks: some, unfurl_links: false },
  }));
}

function sections(blocks: readonly Block[], accessory?: SlackBlock): SlackBlock[] {
  return writePieces(blocks, mrkdwn, textLimit).map((text, index) => ({
    type: 'section',
    text: { type: 'mrkdwn', text },
    ...(index === 0 && accessory && { accessory }),
  }));
}

function cardSections(card: Card): SlackBlock[] {
  const picture = card.image ? pictureBlock(card.image, card.title) : undefined;
  return [
    ...sections(cardLines(card, { links: false }), picture),
    ...actions([...card.links, ...card.choices]),
  ];
}

function fileSection(file: File): SlackBlock[] {
  const isPicture = /^image\/(png|jpeg|gif)$/.test(file.contentType);
  return isPicture ? [pictureBlock(file.url, file.name)] : sections(fileBlocks([file]));
}

function pictureBlock(url: string, title: string): SlackBlock {
  return { type: 'image', image_url: url, alt_text: clip(title || 'picture', 2_000) };
}

function actions(buttons: readonly (Choice | Link)[]): SlackBlock[] {
  const text = (title: string) => ({ type: 'plain_text', text: clip(title, buttonLimit), emoji: true });
  const elements = buttons.map((each, index) => {
    const what =
      'url' in each ? { action_id: `link:${index}`, url: each.url } : { action_id: each.id, value: each.id };
    return { type: 'button', ...what, text: text(each.title) };
  });
  return inLots(elements, mostButtons).map((some) => ({ type: 'actions', elements: some }));
}
