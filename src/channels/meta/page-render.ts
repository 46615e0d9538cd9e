/** A reply as Messenger and Instagram show it best. https://developers.facebook.com/docs/messenger-platform/send-messages */
import type { Part } from '../channel.ts';
import { cardLines, fileBlocks, linkBlocks, smallButtons } from '../flat-text.ts';
import { inLots } from '../lots.ts';
import { clip } from '../markdown/cut-text.ts';
import { type Block, plainOf } from '../markdown/read.ts';
import { bytes, length, plain, writePieces, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Card, Choice, File, Link, Reply } from '../reply.ts';

/** Messenger counts characters, Instagram bytes. */
export const limits = {
  messenger: { text: 2_000, measure: length },
  instagram: { text: 1_000, measure: bytes },
};

const mostQuickReplies = 13;
export const titleLimit = 20;
const mostElements = 10;
const elementLimit = 80;
const mostCardButtons = 3;

type Body = Readonly<Record<string, unknown>>;

/** Quick replies vanish with the next message: those of all replies hang below the last one. */
export function renderPage(kind: keyof typeof limits, replies: readonly Reply[], phrase: Phrase): Part[] {
  const { text: limit, measure } = limits[kind];
  const pieces = (blocks: readonly Block[]): Body[] =>
    writePieces(blocks, plain, limit, measure).map((text) => ({ text }));
  const choices = replies.flatMap((reply) => reply.choices);
  const buttons = smallButtons(choices, { most: mostQuickReplies, longest: titleLimit }, phrase);
  const parts = replies.flatMap((reply, index) => {
    const isLast = index === replies.length - 1;
    const list = isLast ? buttons.list : [];
    const isText = reply.cards.length + reply.files.length === 0;
    return [
      ...pieces([...reply.text, ...linkBlocks(reply.links), ...(isText ? list : [])]).map(part),
      ...carousels(reply.cards).map(part),
      // What does not fit a card is said below the cards.
      ...pieces(reply.cards.flatMap(besideCard)).map(part),
      ...reply.files.map(filePart),
      ...pieces(isText ? [] : list).map(part),
    ];
  });
  if (!buttons.areShown || choices.length === 0) return parts;
  const last = parts.at(-1) ?? part({ text: phrase('channel.choose') });
  const quick = choices.map(({ id }, index) => ({
    content_type: 'text',
    title: buttons.titles[index],
    payload: id,
  }));
  return [...parts.slice(0, -1), hang(last, quick)];
}

function hang({ call, body, instead }: Part, quick_replies: readonly object[]): Part {
  const message: object = typeof body.message === 'object' && body.message !== null ? body.message : {};
  return {
    call,
    body: { message: { ...message, quick_replies } },
    ...(instead && { instead: hang(instead, quick_replies) }),
  };
}

function carousels(cards: readonly Card[]): Body[] {
  const all = cards.map((card) => {
    const { subtitle } = fitted(card);
    return {
      title: clip(card.title || card.subtitle || '…', elementLimit),
      ...(subtitle && { subtitle: clip(subtitle, elementLimit) }),
      ...(card.image && { image_url: card.image }),
      ...buttonsOf(card.choices, card.links),
    };
  });
  return inLots(all, mostElements).map((elements) => ({
    attachment: { type: 'template', payload: { template_type: 'generic', elements } },
  }));
}

function buttonsOf(choices: readonly Choice[], links: readonly Link[]) {
  const buttons = [
    ...links.map(({ title, url }) => ({ type: 'web_url', title: clip(title, titleLimit), url })),
    ...choices.map(({ id, title }) => ({ type: 'postback', title: clip(title, titleLimit), payload: id })),
  ].slice(0, mostCardButtons);
  return buttons.length > 0 ? { buttons } : {};
}

/** As many of the card's lines as its subtitle takes, and those that are left. */
function fitted(card: Card): { subtitle: string; rest: Block[] } {
  let { subtitle } = card;
  const rest: Block[] = [];
  for (const block of card.text) {
    const line = 'inside' in block ? plainOf(block.inside) : writeText([block], plain);
    const longer = subtitle ? `${subtitle} · ${line}` : line;
    const fits = rest.length === 0 && !line.includes('\n') && longer.length <= elementLimit;
    if (fits) subtitle = longer;
    else rest.push(block);
  }
  return { subtitle, rest };
}

/** What is not on the card, under its title; nothing when all of it is. */
function besideCard(card: Card): Block[] {
  const isCut = card.title.length > elementLimit || card.subtitle.length > elementLimit;
  const { rest } = fitted(card);
  const links = card.links.slice(mostCardButtons);
  if (!isCut && rest.length + links.length === 0) return [];
  const subtitle = isCut ? card.subtitle : '';
  return cardLines({ ...card, subtitle, text: isCut ? card.text : rest, links }, { links: true });
}

function filePart(file: File): Part {
  const type = file.contentType.startsWith('image/') ? 'image' : 'file';
  const instead = part({ text: writeText(fileBlocks([file]), plain) });
  return { ...part({ attachment: { type, payload: { url: file.url } } }), instead };
}

function part(message: Body): Part {
  return { call: 'me/messages', body: { message } };
}
