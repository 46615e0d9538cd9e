/** Tells a screen reader what is new, and only that: the log itself stays silent, whatever is redrawn in it. */
import { type Activity, fields, text } from '../wire/activity.ts';
import { h } from './dom.ts';
import { type Block, type Inline, parseMarkdown } from './markdown.ts';

export class Announcer {
  readonly element = h('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });

  say(words: string): void {
    this.element.append(h('p', {}, words));
    // A few stay, because a reader that is still speaking must find the next one.
    while (this.element.childElementCount > 5) this.element.firstElementChild?.remove();
  }
}

/** A message as one would read it aloud: words without marks, then the titles of its cards and its files. */
export function asSpoken({ text: words, textFormat, attachments }: Activity): string {
  const body = textFormat === 'plain' ? words : parseMarkdown(words).map(blockText).join('. ');
  const titles = attachments.map(({ content, name }) => text(fields(content).title) ?? name ?? '');
  return [body, ...titles].filter(Boolean).join('. ');
}

function blockText(block: Block): string {
  if (block.kind === 'code') return block.text;
  return block.kind === 'list' ? block.items.map(inlineText).join(', ') : inlineText(block.content);
}

function inlineText(content: readonly Inline[]): string {
  return content
    .map((node) => ('text' in node ? node.text : 'content' in node ? inlineText(node.content) : ' '))
    .join('');
}
