/** Reads Markdown into a small tree that every dialect can be written from. */
import MarkdownIt, { type Token } from 'markdown-it';

const parser = new MarkdownIt({ html: false, linkify: false });

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly inside: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly inside: readonly Inline[] }
  /** `mark` is `-` or the number with a full stop; `depth` begins at 0. */
  | {
      readonly kind: 'item';
      readonly mark: string;
      readonly depth: number;
      readonly inside: readonly Inline[];
    }
  | { readonly kind: 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** The first row is the head. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

export function readMarkdown(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lists: { ordered: boolean; next: number }[] = [];
  let mark: string | undefined;
  let rows: string[][] | undefined;
  let heading = false;
  let quoted = 0;

  for (const token of parser.parse(markdown, {})) {
    switch (token.type) {
      case 'bullet_list_open':
      case 'ordered_list_open':
        lists.push({
          ordered: token.type === 'ordered_list_open',
          next: Number(token.attrGet('start') ?? 1),
        });
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        break;
      case 'list_item_open': {
        const list = lists.at(-1);
        mark = list?.ordered ? `${list.next++}.` : '-';
        break;
      }
      case 'heading_open':
        heading = true;
        break;
      case 'heading_close':
        heading = false;
        break;
      case 'blockquote_open':
        quoted++;
        break;
      case 'blockquote_close':
        quoted--;
        break;
      case 'table_open':
        rows = [];
        break;
      case 'table_close':
        if (rows && rows.length > 0) blocks.push({ kind: 'table', rows });
        rows = undefined;
        break;
      case 'tr_open':
        rows?.push([]);
        break;
      case 'fence':
      case 'code_block':
        blocks.push({ kind: 'code', text: token.content.replace(/\n$/, '') });
        break;
      case 'inline': {
        const inside = readInline(token.children ?? []);
        if (rows) rows.at(-1)?.push(plainOf(inside));
        else if (mark !== undefined) {
          blocks.push({ kind: 'item', mark, depth: Math.max(0, lists.length - 1), inside });
          mark = undefined;
        } else if (quoted > 0) blocks.push({ kind: 'quote', inside });
        else blocks.push({ kind: heading ? 'heading' : 'paragraph', inside });
        break;
      }
    }
  }
  return blocks;
}

/** Text that is to be shown as it stands, one paragraph an empty line. */
export function readPlain(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({ kind: 'paragraph', inside: linesOf(paragraph.trim()) }));
}

/** What a reader sees, without any mark-up. */
export function plainOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => ('text' in inline ? inline.text : 'inside' in inline ? plainOf(inline.inside) : '\n'))
    .join('');
}

function linesOf(text: string): Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' as const }] : []),
      { kind: 'text', text: line },
    ]);
}

/** Tokens of markup-it come as a flat list of opening and closing ones. */
function readInline(tokens: readonly Token[]): Inline[] {
  const open: { make: (inside: Inline[]) => Inline; inside: Inline[] }[] = [];
  const root: Inline[] = [];
  const push = (inline: Inline) => (open.at(-1)?.inside ?? root).push(inline);
  for (const token of tokens) {
    const kind = wraps[token.type];
    if (kind) open.push({ make: (inside) => ({ kind, inside }), inside: [] });
    else if (token.type === 'link_open') {
      const url = String(token.attrGet('href') ?? '');
      open.push({ make: (inside) => ({ kind: 'link', url, inside }), inside: [] });
    } else if (token.type.endsWith('_close')) {
      const done = open.pop();
      if (done) push(done.make(done.inside));
    } else if (token.type === 'code_inline') push({ kind: 'code', text: token.content });
    else if (token.type === 'softbreak' || token.type === 'hardbreak') push({ kind: 'break' });
    else if (token.type === 'image') push(pictureLink(token));
    else if (token.content !== '') push({ kind: 'text', text: token.content });
  }
  return root;
}

function pictureLink(token: Token): Inline {
  const url = String(token.attrGet('src') ?? '');
  return { kind: 'link', url, inside: [{ kind: 'text', text: token.content || url }] };
}

const wraps: Readonly<Record<string, 'strong' | 'emphasis' | 'strike'>> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'strike',
};
