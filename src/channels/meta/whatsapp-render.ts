/** A reply as WhatsApp shows it best. https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages */
import type { Part } from '../channel.ts';
import { cardLines, fileBlocks, linkBlocks, numberedChoices } from '../flat-text.ts';
import { clip } from '../markdown/cut-text.ts';
import type { Block } from '../markdown/read.ts';
import { type Dialect, writePieces, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Card, Choice, File, Link, Reply } from '../reply.ts';

export const textLimit = 4_096;
/** Of a message with buttons, a list, or a picture above it. */
const bodyLimit = 1_024;
const mostButtons = 3;
const buttonLimit = 20;
const mostRows = 10;
const rowLimit = 24;
const descriptionLimit = 72;

/** WhatsApp has no escape: a zero-width space after a mark keeps it from being one. */
const literal = (text: string) => text.replace(/[*_~`]/g, '$&\u200b');

const whatsapp: Dialect = {
  escape: literal,
  strong: (inside) => `*${inside}*`,
  emphasis: (inside) => `_${inside}_`,
  strike: (inside) => `~${inside}~`,
  code: (text) => `\`${text.replaceAll('`', "'")}\``,
  link: (inside, url) => (inside === '' || inside === url ? url : `${inside}: ${url}`),
  quote: (inside) => inside.replace(/^/gm, '> '),
  codeBlock: (text) => `\`\`\`${text.replaceAll('```', "'''")}\`\`\``,
  bullet: '•',
  monospace: false,
};

interface Asked {
  readonly text: readonly Block[];
  readonly picture?: string | undefined;
  readonly choices: readonly Choice[];
  readonly links: readonly Link[];
}

export function renderWhatsApp(reply: Reply, phrase: Phrase): Part[] {
  const { text, choices, links, cards, files } = reply;
  if (cards.length + files.length === 0) return askedParts({ text, choices, links }, phrase);
  return [
    ...askedParts({ text, choices: [], links: [] }, phrase),
    ...cards.flatMap((card) => cardParts(card, phrase)),
    ...files.map(filePart),
    ...askedParts({ text: [], choices, links }, phrase),
  ];
}

/** The approved template with the answer as its one variable, which may have no line breaks. */
export function renderTemplate(name: string, reply: Reply): Part[] {
  const text = clip(writeText([...reply.text, ...fileBlocks(reply.files)], whatsapp), bodyLimit);
  if (text === '') return [];
  const language = { code: reply.language === 'zh' ? 'zh_CN' : 'en' };
  const components = [{ type: 'body', parameters: [{ type: 'text', text }] }];
  return [message({ type: 'template', template: { name, language, components } })];
}

/** A text with what can be answered to it: buttons for up to three choices, a list for up to ten, else numbers. */
function askedParts({ text, picture, choices, links }: Asked, phrase: Phrase): Part[] {
  const [link, ...moreLinks] = choices.length > 0 ? [] : links;
  const isNative =
    choices.length > 0 ? choices.length <= mostRows : link !== undefined && moreLinks.length === 0;
  const words = isNative && link ? text : [...text, ...linkBlocks(links)];
  if (!isNative) {
    const pieces = writePieces(
      [...words, ...numberedChoices(choices, phrase)],
      whatsapp,
      picture ? bodyLimit : textLimit,
    );
    return pieces.map((piece, index) =>
      index === 0 && picture ? pictureMessage(picture, piece) : textMessage(piece),
    );
  }
  const short = writePieces(words, whatsapp, bodyLimit);
  if (short.length <= 1)
    return [interactive(short[0] ?? phrase('channel.choose'), { picture, choices, link }, phrase)];
  // Too long for a message with buttons: the text goes before them.
  const [first = '', ...rest] = writePieces(words, whatsapp, picture ? bodyLimit : textLimit);
  return [
    picture ? pictureMessage(picture, first) : textMessage(first),
    ...rest.map(textMessage),
    interactive(phrase('channel.choose'), { choices, link }, phrase),
  ];
}

function interactive(
  text: string,
  {
    picture,
    choices,
    link,
  }: { picture?: string | undefined; choices: readonly Choice[]; link: Link | undefined },
  phrase: Phrase,
): Part {
  const isList = choices.length > mostButtons || choices.some(({ title }) => title.length > buttonLimit);
  const action = link
    ? { name: 'cta_url', parameters: { display_text: clip(link.title, buttonLimit), url: link.url } }
    : isList
      ? listOf(choices, phrase('channel.list'))
      : { buttons: choices.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) };
  const type = link ? 'cta_url' : isList ? 'list' : 'button';
  // A list takes no picture above it.
  const shown = isList && !link ? undefined : picture;
  const header = shown ? { header: { type: 'image', image: { link: shown } } } : {};
  const body = message({ type: 'interactive', interactive: { type, ...header, body: { text }, action } });
  return shown ? { ...body, instead: interactive(text, { choices, link }, phrase) } : body;
}

/** A title that is cut is told in full below it. */
function listOf(choices: readonly Choice[], title: string) {
  const rows = choices.map(({ id, title: full }) => ({
    id,
    title: clip(full, rowLimit),
    ...(full.length > rowLimit && { description: clip(full, descriptionLimit) }),
  }));
  return { button: clip(title, buttonLimit), sections: [{ title: clip(title, rowLimit), rows }] };
}

function cardParts(card: Card, phrase: Phrase): Part[] {
  const { image: picture, choices, links } = card;
  return askedParts({ text: cardLines(card, { links: false }), picture, choices, links }, phrase);
}

function textMessage(body: string): Part {
  return message({ type: 'text', text: { body, preview_url: false } });
}

function pictureMessage(link: string, caption: string): Part {
  return { ...message({ type: 'image', image: { link, caption } }), instead: textMessage(caption) };
}

function filePart(file: File): Part {
  const instead = textMessage(writeText(fileBlocks([file]), whatsapp));
  const isPicture = /^image\/(png|jpeg)$/.test(file.contentType);
  return isPicture
    ? { ...message({ type: 'image', image: { link: file.url } }), instead }
    : { ...message({ type: 'document', document: { link: file.url, filename: file.name } }), instead };
}

function message(body: Part['body']): Part {
  return { call: 'messages', body };
}
