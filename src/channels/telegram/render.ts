/** A reply as Telegram shows it best: HTML, inline buttons, pictures with captions. https://core.telegram.org/bots/api */
import { escapeUTF8 } from 'entities';
import type { Part } from '../channel.ts';
import { cardLines, fileBlocks } from '../flat-text.ts';
import { clip } from '../markdown/cut-text.ts';
import { html } from '../markdown/dialects.ts';
import type { Block } from '../markdown/read.ts';
import { writePieces } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Choice, File, Link, Reply } from '../reply.ts';

/** Of the text, which Telegram counts without its mark-up: ours is never longer than that. */
export const textLimit = 4_096;
const captionLimit = 1_024;
const titleLimit = 64;
/** Two titles side by side are still readable on a phone when they are no longer than this. */
const shortTitle = 16;

const telegramHtml = html({ strong: 'b', emphasis: 'i' });

type Button = { text: string; callback_data: string } | { text: string; url: string };

export function renderTelegram(reply: Reply, phrase: Phrase): Part[] {
  const parts: Part[] = [
    ...messages(reply.text),
    ...reply.cards.flatMap((card) => {
      const buttons = keyboard([...card.links, ...card.choices]);
      const blocks = cardLines(card, { links: false });
      return withButtons(card.image ? picture(card.image, blocks) : messages(blocks), buttons, phrase);
    }),
    ...reply.files.map(fileMessage),
  ];
  return withButtons(parts, keyboard([...reply.choices, ...reply.links]), phrase);
}

function messages(blocks: readonly Block[]): Part[] {
  return writePieces(blocks, telegramHtml, textLimit).map(textMessage);
}

function textMessage(text: string): Part {
  return {
    call: 'sendMessage',
    body: { text, parse_mode: 'HTML', link_preview_options: { is_disabled: true } },
  };
}

/** The first words go below the picture. A picture that Telegram cannot fetch leaves its words. */
function picture(photo: string, blocks: readonly Block[]): Part[] {
  const [caption = '', ...rest] = writePieces(blocks, telegramHtml, captionLimit);
  return [
    { call: 'sendPhoto', body: { photo, caption, parse_mode: 'HTML' }, instead: textMessage(caption) },
    ...rest.map(textMessage),
  ];
}

function fileMessage(file: File): Part {
  const isPicture = /^image\/(png|jpeg|webp)$/.test(file.contentType);
  const [link = file.url] = writePieces(fileBlocks([file]), telegramHtml, textLimit);
  return isPicture
    ? { call: 'sendPhoto', body: { photo: file.url }, instead: textMessage(link) }
    : { call: 'sendDocument', body: { document: file.url }, instead: textMessage(link) };
}

function keyboard(all: readonly (Choice | Link)[]): Button[][] {
  const buttons = all.map((each): Button => {
    const text = clip(each.title, titleLimit);
    return 'url' in each ? { text, url: each.url } : { text, callback_data: each.id };
  });
  const rows: Button[][] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    const fitsBeside = row?.length === 1 && [...row, button].every(({ text }) => text.length <= shortTitle);
    if (row && fitsBeside) row.push(button);
    else rows.push([button]);
  }
  return rows;
}

/** Buttons hang below the last message; alone they need one to hang below. */
function withButtons(parts: readonly Part[], rows: readonly Button[][], phrase: Phrase): Part[] {
  if (rows.length === 0) return [...parts];
  const last = parts.at(-1) ?? textMessage(escapeUTF8(phrase('channel.choose')));
  return [...parts.slice(0, -1), hang(last, rows)];
}

function hang({ call, body, instead }: Part, rows: readonly Button[][]): Part {
  const markup = body.reply_markup;
  const above: unknown[] =
    typeof markup === 'object' &&
    markup !== null &&
    'inline_keyboard' in markup &&
    Array.isArray(markup.inline_keyboard)
      ? markup.inline_keyboard
      : [];
  return {
    call,
    body: { ...body, reply_markup: { inline_keyboard: [...above, ...rows] } },
    ...(instead && { instead: hang(instead, rows) }),
  };
}
