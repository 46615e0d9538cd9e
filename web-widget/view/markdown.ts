/**
 * A small safe part of Markdown: paragraphs, line breaks, bold, italic, code, code blocks, lists, headings (as bold
 * lines) and links to http, https, mailto and tel. Parsed into plain data in one pass over the text; HTML in it is
 * text like any other.
 */
import { safeLink } from './addresses.ts';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic'; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly content: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'list';
      readonly start: number | undefined;
      readonly items: readonly (readonly Inline[])[];
    };

const deepestNesting = 6;
const bullet = /^ {0,3}[-*+•] +(.+)$/;
const numbered = /^ {0,3}(\d{1,6})[.)] +(.+)$/;
const heading = /^#{1,6} +(.+)$/;
const fence = /^ {0,3}```/;

export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  for (let at = 0; at < lines.length; ) {
    const rest = takeBlock(lines, at);
    if (rest.block) blocks.push(rest.block);
    at = rest.next;
  }
  return blocks;
}

function takeBlock(lines: readonly string[], at: number): { block?: Block; next: number } {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { next: at + 1 };
  if (fence.test(line)) return takeCode(lines, at + 1);
  const title = heading.exec(line)?.[1];
  if (title) return { block: { kind: 'heading', content: parseInline(title) }, next: at + 1 };
  if (bullet.test(line)) return takeList(lines, at, (each) => bullet.exec(each)?.[1]);
  const start = numbered.exec(line)?.[1];
  if (start) return takeList(lines, at, (each) => numbered.exec(each)?.[2], Number(start));
  return takeParagraph(lines, at);
}

function takeCode(lines: readonly string[], from: number): { block: Block; next: number } {
  let end = from;
  while (end < lines.length && !fence.test(lines[end] ?? '')) end++;
  return { block: { kind: 'code', text: lines.slice(from, end).join('\n') }, next: end + 1 };
}

function takeList(
  lines: readonly string[],
  from: number,
  itemOf: (line: string) => string | undefined,
  start?: number,
): { block: Block; next: number } {
  const items: Inline[][] = [];
  let at = from;
  for (let item = itemOf(lines[at] ?? ''); item; item = itemOf(lines[++at] ?? ''))
    items.push(parseInline(item));
  return { block: { kind: 'list', start, items }, next: at };
}

function takeParagraph(lines: readonly string[], from: number): { block: Block; next: number } {
  let end = from + 1;
  while (end < lines.length && continuesParagraph(lines[end] ?? '')) end++;
  return { block: { kind: 'paragraph', content: parseInline(lines.slice(from, end).join('\n')) }, next: end };
}

function continuesParagraph(line: string): boolean {
  return line.trim() !== '' && ![fence, heading, bullet, numbered].some((start) => start.test(line));
}

/** Inline marks of one block. Each kind of mark is looked for once per opening, so the work stays small. */
export function parseInline(source: string, depth = 0): Inline[] {
  const content: Inline[] = [];
  let plain = '';
  const push = (node: Inline) => {
    if (plain) content.push({ kind: 'text', text: plain });
    plain = '';
    content.push(node);
  };
  for (let at = 0; at < source.length; ) {
    const mark = depth < deepestNesting ? takeMark(source, at, depth) : undefined;
    if (mark) {
      push(mark.node);
      at = mark.next;
    } else if (source[at] === '\n') {
      push({ kind: 'break' });
      at++;
    } else {
      if (source[at] === '\\' && isPunctuation(source[at + 1])) at++;
      plain += source[at];
      at++;
    }
  }
  if (plain) content.push({ kind: 'text', text: plain });
  return content;
}

interface Mark {
  readonly node: Inline;
  readonly next: number;
}

/** The furthest a closing mark may be from its opening: keeps hostile text from costing quadratic time. */
const longestMark = 2000;

function takeMark(source: string, at: number, depth: number): Mark | undefined {
  switch (source[at]) {
    case '`':
      return takeInlineCode(source, at);
    case '[':
      return takeLink(source, at, depth);
    case '*':
    case '_':
      return takeEmphasis(source, at, depth);
    case 'h':
      return takeBareLink(source, at);
    default:
      return undefined;
  }
}

function takeInlineCode(source: string, at: number): Mark | undefined {
  const end = find(source, '`', at + 1);
  if (end <= at + 1) return undefined;
  return { node: { kind: 'code', text: source.slice(at + 1, end) }, next: end + 1 };
}

function takeLink(source: string, at: number, depth: number): Mark | undefined {
  const middle = find(source, '](', at + 1);
  const end = middle < 0 ? -1 : find(source, ')', middle + 2);
  if (end < 0 || middle === at + 1) return undefined;
  const href = safeLink(source.slice(middle + 2, end).trim());
  if (!href) return undefined;
  const content = parseInline(source.slice(at + 1, middle), depth + 1).filter(({ kind }) => kind !== 'link');
  return content.length > 0 ? { node: { kind: 'link', href, content }, next: end + 1 } : undefined;
}

function takeEmphasis(source: string, at: number, depth: number): Mark | undefined {
  const sign = source[at] ?? '';
  const isBold = source[at + 1] === sign;
  const mark = isBold ? sign + sign : sign;
  const from = at + mark.length;
  if (isSpace(source[from]) || (sign === '_' && isWord(source[at - 1]))) return undefined;
  const end = find(source, mark, from + 1);
  if (end < 0 || isSpace(source[end - 1]) || (sign === '_' && isWord(source[end + mark.length])))
    return undefined;
  const content = parseInline(source.slice(from, end), depth + 1);
  return { node: { kind: isBold ? 'bold' : 'italic', content }, next: end + mark.length };
}

/** Full-width punctuation ends an address too: Chinese text writes no space after one. */
const bareLink = /^https?:\/\/[^\s<>"'`*[\](){}，。；！？、（）《》“”]{1,2000}/;

function takeBareLink(source: string, at: number): Mark | undefined {
  if (isWord(source[at - 1])) return undefined;
  const found = bareLink.exec(source.slice(at, at + longestMark))?.[0].replace(/[.,;:!?]{1,20}$/, '');
  const href = safeLink(found);
  if (!found || !href) return undefined;
  return { node: { kind: 'link', href, content: [{ kind: 'text', text: found }] }, next: at + found.length };
}

function find(source: string, mark: string, from: number): number {
  const found = source.slice(from, from + longestMark).indexOf(mark);
  return found < 0 ? -1 : from + found;
}

function isSpace(sign: string | undefined): boolean {
  return sign === undefined || /\s/.test(sign);
}

function isWord(sign: string | undefined): boolean {
  return sign !== undefined && /[a-z0-9]/i.test(sign);
}

function isPunctuation(sign: string | undefined): boolean {
  return sign !== undefined && /[!-/:-@[-`{-~]/.test(sign);
}
