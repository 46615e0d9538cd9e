/** A reply as WeChat shows it: text of at most 2,048 bytes, in which choices are links that answer. */
import { escapeUTF8 } from 'entities';
import type { Part } from '../channel.ts';
import { cardLines, fileBlocks, linkBlocks } from '../flat-text.ts';
import type { Block } from '../markdown/read.ts';
import { bytes, type Dialect, plain, writePieces } from '../markdown/write.ts';
import type { Choice, Reply } from '../reply.ts';

/** In bytes: about 680 Chinese characters. */
export const textLimit = 2_048;

/** Only links are known; the angle brackets of anything else would be shown as they are, or swallow text. */
const wechat: Dialect = {
  ...plain,
  escape: (text) => text.replaceAll('<', '＜').replaceAll('>', '＞'),
  code: (text) => text.replaceAll('<', '＜').replaceAll('>', '＞'),
  codeBlock: (text) => text.replaceAll('<', '＜').replaceAll('>', '＞'),
  link: (inside, url) => `<a href="${escapeUTF8(url)}">${inside || url}</a>`,
};

/** As one: an account that may not write by itself can say one thing only, in answer to WeChat's own call. */
export function renderWeChat(replies: readonly Reply[]): Part[] {
  const blocks = replies.flatMap((reply) => [
    ...reply.text,
    ...reply.cards.flatMap((card) => [...cardLines(card, { links: true }), ...menu(card.choices)]),
    ...linkBlocks(reply.links),
    ...fileBlocks(reply.files),
    ...menu(reply.choices),
  ]);
  return writePieces(blocks, wechat, textLimit, bytes).map((content) => ({
    call: 'text',
    body: { content },
  }));
}

/**
 * A link that says its text when it is touched, with our id beside it; unlike a menu message it may stand in a
 * passive reply as well.
 */
function menu(choices: readonly Choice[]): Block[] {
  return choices.map(({ id, title }): Block => {
    const url = `weixin://bizmsgmenu?msgmenucontent=${encodeURIComponent(title)}&msgmenuid=${encodeURIComponent(id)}`;
    const inside = [{ kind: 'text' as const, text: title }];
    return { kind: 'item', mark: '-', depth: 0, inside: [{ kind: 'link', url, inside }] };
  });
}
