/** The Markdown of the bot's messages as data: what becomes what, and that nothing becomes anything dangerous. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeImage, safeLink } from '../../web-widget/view/addresses.ts';
import { type Block, type Inline, parseInline, parseMarkdown } from '../../web-widget/view/markdown.ts';

const words = (text: string): Inline => ({ kind: 'text', text });

describe('Markdown', () => {
  it('knows bold, italic, code and breaks', () => {
    expect(parseInline('a **b** _c_ `d*`\ne')).toEqual([
      words('a '),
      { kind: 'bold', content: [words('b')] },
      words(' '),
      { kind: 'italic', content: [words('c')] },
      words(' '),
      { kind: 'code', text: 'd*' },
      { kind: 'break' },
      words('e'),
    ]);
  });

  it('knows paragraphs, lists, headings and code blocks', () => {
    const kinds = parseMarkdown('# Title\none\n\n- a\n- b\n\n3. c\n4) d\n\n```js\nx\n```\nend');
    expect(kinds).toEqual([
      { kind: 'heading', content: [words('Title')] },
      { kind: 'paragraph', content: [words('one')] },
      { kind: 'list', start: undefined, items: [[words('a')], [words('b')]] },
      { kind: 'list', start: 3, items: [[words('c')], [words('d')]] },
      { kind: 'code', text: 'x' },
      { kind: 'paragraph', content: [words('end')] },
    ]);
  });

  it('links to safe addresses and leaves the others as text', () => {
    const link = (href: string): Inline => ({ kind: 'link', href, content: [words('x')] });
    expect(parseInline('[x](https://shop.example/a)')).toEqual([link('https://shop.example/a')]);
    expect(parseInline('[x](mailto:a@b.example)')).toEqual([link('mailto:a@b.example')]);
    expect(parseInline('[x](javascript:alert(1))')).toEqual([words('[x](javascript:alert(1))')]);
    expect(parseInline('[x](/relative)')).toEqual([words('[x](/relative)')]);
  });

  it('finds bare addresses and stops before the punctuation of either language', () => {
    const hrefs = (source: string) =>
      parseInline(source).flatMap((node) => (node.kind === 'link' ? node.href : []));
    expect(hrefs('See https://shop.example/a.')).toEqual(['https://shop.example/a']);
    expect(hrefs('请看 https://shop.example/b。谢谢')).toEqual(['https://shop.example/b']);
  });

  it('leaves lone marks, prices, file_names and 2 * 3 * 4 alone', () => {
    for (const source of ['$5 * 2', 'a_b_c', '2 * 3 * 4', '**', '*', '[x]', '`']) {
      expect(parseInline(source)).toEqual([words(source)]);
    }
  });

  it('takes a mark after a backslash as it is', () => {
    expect(parseInline('\\*a\\*')).toEqual([words('*a*')]);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '<script>alert(1)</script>',
          '<img src=x onerror=alert(1)>',
          '[a](',
          'javascript:',
          ')',
          '](',
          '**',
          '_',
          '`',
        ],
        ...[
          '```',
          '\n',
          '- ',
          '1. ',
          '# ',
          'https://',
          'data:text/html,',
          'JaVaScRiPt:',
          '&#x6a;',
          '\u0000',
          '\\',
          'a',
          '"',
        ],
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
);

describe('Markdown of any kind', () => {
  it('links only to http, https, mailto and tel', () => {
    fc.assert(
      fc.property(hostile, (source) => {
        for (const node of allNodes(parseMarkdown(source))) {
          if (node.kind === 'link') expect(node.href).toMatch(/^(?:https?|mailto|tel):/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never makes up words: what is shown is part of what was written, in its order', () => {
    fc.assert(
      fc.property(hostile, (source) => {
        let from = 0;
        const normal = source.replace(/\r\n?/g, '\n');
        for (const text of shownTexts(parseMarkdown(source))) {
          for (const sign of text) {
            const at = normal.indexOf(sign, from);
            expect(at).toBeGreaterThanOrEqual(from);
            from = at + sign.length;
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['*', '**', '_', '`', '[', '[a](', '**_`[', '- ', '1. ', '```\n', 'https://'])(
    'takes 100,000 times "%s" in its stride',
    (mark) => {
      expect(parseMarkdown(mark.repeat(100_000)).length).toBeGreaterThanOrEqual(0);
    },
  );
});

describe('addresses', () => {
  it('are never script, whatever is tried', () => {
    const tries = fc.tuple(
      fc.constantFrom('', ' ', '\t', '\u0000', '\n', '\u2028'),
      fc.constantFrom(
        'javascript',
        'JAVASCRIPT',
        'java\tscript',
        'vbscript',
        'data',
        'blob',
        'file',
        'about',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(tries, ([before, scheme, rest]) => {
        const address = `${before}${scheme}:${rest}`;
        for (const base of [undefined, 'https://shop.example']) {
          expect(safeLink(address, base) ?? 'https:').toMatch(/^(?:https?|mailto|tel):/);
          expect(safeImage(address, base) ?? 'https:').toMatch(/^(?:https?:|data:image\/)/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function allNodes(blocks: readonly Block[]): Inline[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'code') return [];
    return (block.kind === 'list' ? block.items.flat() : block.content).flatMap(withInner);
  });
}

function withInner(node: Inline): Inline[] {
  return 'content' in node ? [node, ...node.content.flatMap(withInner)] : [node];
}

function shownTexts(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'code') return [block.text];
    return (block.kind === 'list' ? block.items.flat() : block.content).flatMap(withInner).flatMap(textOf);
  });
}

function textOf(node: Inline): string[] {
  return 'text' in node ? [node.text] : [];
}
