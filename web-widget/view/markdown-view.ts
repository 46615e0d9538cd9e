/** Parsed Markdown as elements. */
import { h } from './dom.ts';
import { type Block, type Inline, parseInline, parseMarkdown } from './markdown.ts';

/** The whole text as block elements. */
export function renderMarkdown(source: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const block of parseMarkdown(source)) fragment.append(renderBlock(block));
  return fragment;
}

/** One line: no blocks. */
export function renderInlineMarkdown(source: string): DocumentFragment {
  return renderInline(parseInline(source));
}

/** A link that leaves the page as it is. */
export function outsideLink(href: string, className = ''): HTMLAnchorElement {
  return h('a', {
    href,
    target: '_blank',
    rel: 'noopener noreferrer nofollow',
    class: className || undefined,
  });
}

function renderBlock(block: Block): HTMLElement {
  switch (block.kind) {
    case 'code':
      return h('pre', {}, h('code', {}, block.text));
    case 'list': {
      const items = block.items.map((item) => h('li', {}, renderInline(item)));
      return block.start === undefined ? h('ul', {}, ...items) : h('ol', { start: block.start }, ...items);
    }
    case 'heading':
      return h('p', {}, h('strong', {}, renderInline(block.content)));
    case 'paragraph':
      return h('p', {}, renderInline(block.content));
  }
}

function renderInline(content: readonly Inline[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...content.map(renderNode));
  return fragment;
}

function renderNode(node: Inline): Node {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'code':
      return h('code', {}, node.text);
    case 'break':
      return h('br');
    case 'bold':
      return h('strong', {}, renderInline(node.content));
    case 'italic':
      return h('em', {}, renderInline(node.content));
    case 'link': {
      const link = outsideLink(node.href);
      link.append(renderInline(node.content));
      return link;
    }
  }
}
