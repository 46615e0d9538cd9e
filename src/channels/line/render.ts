/** A reply as LINE shows it best: texts, flex messages for cards, quick replies. https://developers.line.biz/en/docs/messaging-api/message-types/ */
import type { Part } from '../channel.ts';
import { fileBlocks, linkBlocks, smallButtons, tight } from '../flat-text.ts';
import { inLots } from '../lots.ts';
import { clip } from '../markdown/cut-text.ts';
import { plain, writePieces, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Card, Choice, File, Link, Reply } from '../reply.ts';

export const textLimit = 5_000;
const mostMessages = 5;
const mostQuickReplies = 13;
/** Of a carousel, which may have 50 kB altogether. */
const mostBubbles = 12;
const bubbleLimit = 600;
export const labelLimit = 20;
const altLimit = 400;
const mostActions = 6;

type Message = Readonly<Record<string, unknown>>;

/** Together, since the token for answering is good once, and quick replies vanish with the next message. */
export function renderLine(replies: readonly Reply[], phrase: Phrase): Part[] {
  const choices = replies.flatMap((reply) => reply.choices);
  const buttons = smallButtons(choices, { most: mostQuickReplies, longest: labelLimit }, phrase);
  const messages = replies.flatMap((reply, index): Message[] => {
    const isLast = index === replies.length - 1;
    const list = isLast ? buttons.list : [];
    const isText = reply.cards.length + reply.files.length === 0;
    const words = [...reply.text, ...linkBlocks(reply.links), ...(isText ? list : [])];
    return [
      ...writePieces(words, plain, textLimit).map(textMessage),
      ...carousels(reply.cards),
      ...reply.cards.flatMap(besideCard),
      ...reply.files.map(fileMessage),
      ...writePieces(isText ? [] : list, plain, textLimit).map(textMessage),
    ];
  });
  if (buttons.areShown && choices.length > 0) {
    const last = messages.pop() ?? textMessage(phrase('channel.choose'));
    const items = choices.map((choice, index) => ({
      type: 'action',
      action: { ...answer(choice), label: buttons.titles[index] },
    }));
    messages.push({ ...last, quickReply: { items } });
  }
  return inLots(messages, mostMessages).map((some) => ({ call: 'message', body: { messages: some } }));
}

function textMessage(text: string): Message {
  return { type: 'text', text };
}

/** Flex messages show all of a card: LINE's own carousels cut what is longer than a line or two. */
function carousels(cards: readonly Card[]): Message[] {
  return inLots(cards, mostBubbles).map((some) => {
    const [first, ...others] = some.map(bubble);
    const altText = clip(some.map(({ title, subtitle }) => title || subtitle).join(', ') || '…', altLimit);
    return {
      type: 'flex',
      altText,
      contents: others.length === 0 ? first : { type: 'carousel', contents: [first, ...others] },
    };
  });
}

function bubble(card: Card) {
  const { title, subtitle, image } = card;
  const [words] = wordsOf(card);
  const actions = [...card.links.map(open), ...card.choices.map(answer)].slice(0, mostActions);
  const lines = [
    ...(title ? [{ type: 'text', text: title, weight: 'bold', wrap: true }] : []),
    ...(subtitle ? [{ type: 'text', text: subtitle, size: 'lg', wrap: true }] : []),
    ...(words ? [{ type: 'text', text: words, size: 'sm', color: '#555555', wrap: true }] : []),
  ];
  const contents = lines.length > 0 ? lines : [{ type: 'text', text: '…' }];
  const buttons = actions.map((action) => ({ type: 'button', style: 'link', height: 'sm', action }));
  return {
    type: 'bubble',
    // LINE shows pictures over HTTPS alone.
    ...(image?.startsWith('https:') && {
      hero: { type: 'image', url: image, size: 'full', aspectRatio: '20:13', aspectMode: 'fit' },
    }),
    body: { type: 'box', layout: 'vertical', spacing: 'sm', contents },
    ...(buttons.length > 0 && { footer: { type: 'box', layout: 'vertical', contents: buttons } }),
  };
}

/** What the card says below its title: the first piece on it, others beside it. */
function wordsOf({ text }: Card): string[] {
  return writePieces(tight(text), plain, bubbleLimit);
}

function open({ title, url }: Link) {
  return { type: 'uri', label: clip(title, labelLimit), uri: url };
}

function answer({ id, title }: Choice) {
  return { type: 'postback', label: clip(title, labelLimit), data: id, displayText: clip(title, 300) };
}

/** What does not fit the card. */
function besideCard(card: Card): Message[] {
  return [
    ...wordsOf(card).slice(1),
    ...writePieces(linkBlocks(card.links.slice(mostActions)), plain, textLimit),
  ].map(textMessage);
}

function fileMessage(file: File): Message {
  const isPicture = /^image\/(png|jpeg)$/.test(file.contentType) && file.url.startsWith('https:');
  return isPicture
    ? { type: 'image', originalContentUrl: file.url, previewImageUrl: file.url }
    : textMessage(writeText(fileBlocks([file]), plain));
}
