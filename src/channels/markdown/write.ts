/** Writes the tree of a text in one platform's dialect, escaped, in pieces that fit its limit. */

import { cutText } from './cut-text.ts';
import { type Block, type Inline, plainOf } from './read.ts';

/** How one platform marks text up. Every function gets text that is escaped and marked up already, but `code`. */
export interface Dialect {
  readonly escape: (text: string) => string;
  readonly strong: (inside: string) => string;
  readonly emphasis: (inside: string) => string;
  readonly strike: (inside: string) => string;
  readonly code: (text: string) => string;
  readonly link: (inside: string, url: string) => string;
  readonly quote: (inside: string) => string;
  readonly codeBlock: (text: string) => string;
  readonly bullet: string;
  /** Within a paragraph; a line feed if left out. */
  readonly lineBreak?: string;
  /** True where columns stay below one another in a code block; else a table becomes a list. */
  readonly monospace: boolean;
}

const same = (inside: string) => inside;

/** No mark-up at all: what SMS and most messengers show. */
export const plain: Dialect = {
  escape: same,
  strong: same,
  emphasis: same,
  strike: same,
  code: same,
  link: (inside, url) => (inside === url || inside === '' ? url : `${inside}: ${url}`),
  quote: (inside) => inside.replace(/^/gm, '> '),
  codeBlock: same,
  bullet: '•',
  monospace: false,
};

export const length = (text: string): number => text.length;
export const bytes = (text: string): number => Buffer.byteLength(text);

/** The whole text in one piece. */
export function writeText(blocks: readonly Block[], dialect: Dialect): string {
  let text = '';
  blocks.forEach((block, index) => {
    const before = blocks[index - 1];
    if (before) text += block.kind === 'item' && before.kind === 'item' ? '\n' : '\n\n';
    text += writeBlock(block, dialect);
  });
  return text;
}

/**
 * The text in pieces of at most `limit`, as `measure` counts: cut between blocks, else between sentences, else
 * between words, else anywhere but within a character. Nothing is left out, and mark-up never spans two pieces.
 */
export function writePieces(
  blocks: readonly Block[],
  dialect: Dialect,
  limit: number,
  measure: (text: string) => number = length,
): string[] {
  const pieces: string[] = [];
  let current: Block[] = [];
  for (const block of blocks) {
    const longer = [...current, block];
    if (measure(writeText(longer, dialect)) <= limit) {
      current = longer;
      continue;
    }
    if (current.length > 0) pieces.push(writeText(current, dialect));
    const parts = divide(block, (part) => measure(writeBlock(part, dialect)) <= limit);
    current = parts.slice(-1);
    pieces.push(...parts.slice(0, -1).map((part) => writeBlock(part, dialect)));
  }
  if (current.length > 0) pieces.push(writeText(current, dialect));
  return pieces;
}

function writeBlock(block: Block, dialect: Dialect): string {
  switch (block.kind) {
    case 'paragraph':
      return writeInline(block.inside, dialect);
    case 'heading':
      return dialect.strong(writeInline(block.inside, dialect));
    case 'quote':
      return dialect.quote(writeInline(block.inside, dialect));
    case 'item': {
      const mark = block.mark === '-' ? dialect.bullet : dialect.escape(block.mark);
      return `${'  '.repeat(block.depth)}${mark} ${writeInline(block.inside, dialect)}`;
    }
    case 'code':
      return dialect.codeBlock(block.text);
    case 'table':
      return dialect.monospace ? dialect.codeBlock(columns(block.rows)) : listOf(block.rows, dialect);
  }
}

function writeInline(inlines: readonly Inline[], dialect: Dialect): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'text':
          return dialect.escape(inline.text);
        case 'code':
          return dialect.code(inline.text);
        case 'break':
          return dialect.lineBreak ?? '\n';
        case 'link':
          return dialect.link(writeInline(inline.inside, dialect), inline.url);
        default:
          return dialect[inline.kind](writeInline(inline.inside, dialect));
      }
    })
    .join('');
}

/** Cuts a block that is too long by itself. Its inner mark-up is given up, since a cut may fall into it. */
function divide(block: Block, fits: (part: Block) => boolean): Block[] {
  if (fits(block)) return [block];
  if (block.kind === 'table') {
    const [head = [], ...rows] = block.rows;
    if (rows.length < 2) return divide({ kind: 'code', text: columns(block.rows) }, fits);
    const half = Math.ceil(rows.length / 2);
    return [rows.slice(0, half), rows.slice(half)].flatMap((some) =>
      divide({ kind: 'table', rows: [head, ...some] }, fits),
    );
  }
  if (block.kind === 'code') {
    return cutText(block.text, (text) => fits({ ...block, text })).map((text) => ({ ...block, text }));
  }
  const asText = (text: string): Block => ({ ...block, inside: [{ kind: 'text', text }] });
  return cutText(textWithLinks(block.inside), (text) => fits(asText(text))).map(asText);
}

function textWithLinks(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'link') return plain.link(plainOf(inline.inside), inline.url);
      return 'inside' in inline ? textWithLinks(inline.inside) : plainOf([inline]);
    })
    .join('');
}

/** Columns of equal width, for type of fixed width, in which a Chinese character takes two places. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(
      character,
    )
      ? 2
      : 1;
  return width;
}

/** A row a line: its first cell, then the others under the names of their columns. */
function listOf([head = [], ...rows]: readonly (readonly string[])[], dialect: Dialect): string {
  return rows
    .map(([first = '', ...others]) => {
      const facts = others.map((cell, index) => {
        const name = head[index + 1];
        return dialect.escape(name ? `${name} ${cell}` : cell);
      });
      return `${dialect.bullet} ${dialect.strong(dialect.escape(first))}: ${facts.join(', ')}`;
    })
    .join('\n');
}
