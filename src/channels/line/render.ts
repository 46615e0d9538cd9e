/** A reply as LINE shows it best: texts, carousels, quick replies. https://developers.line.biz/en/docs/messaging-api/message-types/ */
import type { Part } from '../channel.ts';
import { cardBlocks, fileBlocks, linkBlocks, numberedChoices } from '../flat-text.ts';
import { inLots } from '../lots.ts';
import { clip } from '../markdown/cut-text.ts';
import { plain, writePieces, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Card, Choice, File, Link, Reply } from '../reply.ts';

export const textLimit = 5_000;
const mostMessages = 5;
const mostQuickReplies = 13;
const mostColumns = 10;
const labelLimit = 20;
const columnTitle = 40;
/** Of a column with a title or a picture. */
const columnText = 60;
const altLimit = 400;
const mostActions = 3;

type Message = Readonly<Record<string, unknown>>;

/** Together, since the token for answering is good once, and quick replies vanish with the next message. */
export function renderLine(replies: readonly Reply[], phrase: Phrase): Part[] {
  const choices = replies.flatMap((reply) => reply.choices);
  const areQuick = choices.length <= mostQuickReplies;
  const messages = replies.flatMap((reply, index): Message[] => {
    const isLast = index === replies.length - 1;
    const words = [
      ...reply.text,
      ...linkBlocks(reply.links),
      ...(areQuick || !isLast ? [] : numberedChoices(choices, phrase)),
    ];
    return [
      ...writePieces(words, plain, textLimit).map(textMessage),
      ...carousels(reply.cards),
      ...reply.cards.flatMap(besideCard),
      ...reply.files.map(fileMessage),
    ];
  });
  if (areQuick && choices.length > 0) {
    const last = messages.pop() ?? textMessage(phrase('channel.choose'));
    const items = choices.map((choice) => ({ type: 'action', action: answer(choice) }));
    messages.push({ ...last, quickReply: { items } });
  }
  return inLots(messages, mostMessages).map((some) => ({ call: 'message', body: { messages: some } }));
}

function textMessage(text: string): Message {
  return { type: 'text', text };
}

/** All columns must have the same number of actions, so cards are gathered by theirs. */
function carousels(cards: readonly Card[]): Message[] {
  const groups = new Map<string, Card[]>();
  for (const card of cards) {
    const actions = actionsOf(card).length;
    if (actions === 0) continue;
    const name = `${actions} ${card.image ? 'pictures' : 'words'}`;
    groups.set(name, [...(groups.get(name) ?? []), card]);
  }
  return [...groups.values()]
    .flatMap((group) => inLots(group, mostColumns))
    .map((some) => ({
      type: 'template',
      altText: clip(some.map(({ title }) => title).join(', '), altLimit),
      template: { type: 'carousel', columns: some.map(column) },
    }));
}

function column(card: Card) {
  return {
    // LINE shows pictures over HTTPS alone.
    ...(card.image?.startsWith('https:') && { thumbnailImageUrl: card.image }),
    ...(card.title && { title: clip(card.title, columnTitle) }),
    text: clip(card.subtitle || card.title || '…', columnText),
    actions: actionsOf(card),
  };
}

function actionsOf({ links, choices }: Card) {
  return [...links.map(open), ...choices.map(answer)].slice(0, mostActions);
}

function open({ title, url }: Link) {
  return { type: 'uri', label: clip(title, labelLimit), uri: url };
}

function answer({ id, title }: Choice) {
  return { type: 'postback', label: clip(title, labelLimit), data: id, displayText: clip(title, 300) };
}

/** What does not fit a column, and cards with nothing to press, are said in words. */
function besideCard(card: Card): Message[] {
  const isCut = card.title.length > columnTitle || card.subtitle.length > columnText;
  if (actionsOf(card).length > 0 && !isCut && card.text.length === 0) return [];
  return writePieces(cardBlocks(card, { links: actionsOf(card).length === 0 }), plain, textLimit).map(
    textMessage,
  );
}

function fileMessage(file: File): Message {
  const isPicture = /^image\/(png|jpeg)$/.test(file.contentType) && file.url.startsWith('https:');
  return isPicture
    ? { type: 'image', originalContentUrl: file.url, previewImageUrl: file.url }
    : textMessage(writeText(fileBlocks([file]), plain));
}
