/** Replies: the file, the blanks, and what a shopper's words can do in them. */
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { hasCode } from '../../src/core/errors.ts';
import {
  escapeMarkdown,
  parseReplyFile,
  type Replies,
  render,
  renderPlain,
} from '../../src/knowledge/index.ts';

function problems(text: string): string[] {
  const result = parseReplyFile({ file: 'replies/a.yaml', text });
  return result.ok ? [] : result.problems.map(({ line, reason }) => `${line}: ${reason}`);
}

describe('the file', () => {
  test('has one sentence or several for each language', () => {
    const text = '# comment\ngreet:\n  en:\n    - Hello, {name}!\n    - Hi {name}.\n  zh: "{name}，您好！"\n';
    expect(parseReplyFile({ file: 'replies/a.yaml', text })).toEqual({
      ok: true,
      value: [
        { key: 'greet', line: 2, variants: { en: ['Hello, {name}!', 'Hi {name}.'], zh: ['{name}，您好！'] } },
      ],
    });
  });

  test('may be empty', () => {
    expect(parseReplyFile({ file: 'replies/a.yaml', text: '# nothing yet\n' })).toEqual({
      ok: true,
      value: [],
    });
  });

  test.each([
    ['a language is missing', 'greet:\n  en: Hello\n', '1: "greet › zh" is missing'],
    ['a language is unknown', 'a:\n  en: A\n  zh: 甲\n  fr: A\n', '4: "fr" is not known here'],
    [
      'blanks differ between languages',
      'a:\n  en: A {x}\n  zh: 甲 {y}\n',
      '3: "a" has the blanks y here, and x in its first text',
    ],
    [
      'blanks differ between variants',
      'a:\n  en:\n    - A {x}\n    - A\n  zh: 甲 {x}\n',
      '4: "a" has no blanks here, and x in its first text',
    ],
    [
      'a brace is no blank',
      'a:\n  en: A {X}\n  zh: 甲\n',
      '2: "a" has a brace that is no blank; a blank is written {likeThis}',
    ],
    [
      'a blank needs quotes',
      'a:\n  en: {x}\n  zh: 甲\n',
      '2: "a › en": write a sentence, or a list of up to 20 sentences',
    ],
    [
      'a key is written twice',
      'a:\n  en: A\n  zh: 甲\na:\n  en: A\n  zh: 甲\n',
      '4: this is not valid YAML: Map keys must be unique',
    ],
    [
      'a key has capitals',
      'Greet:\n  en: A\n  zh: 甲\n',
      '1: "Greet" cannot be a key: small letters and digits, joined by "." or "-"',
    ],
    ['a sentence is empty', 'a:\n  en: ""\n  zh: 甲\n', '2: "a › en": write a sentence'],
    ['the file is a list', '- a\n', '1: write one setting a line: its name, a colon, its value'],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  test('never throws, and names lines of the file', () => {
    const line = fc.constantFrom(
      'a:',
      '  en: A',
      '  zh: 甲 {x}',
      '  en:',
      '    - A',
      '__proto__:',
      '&a',
      '*a',
      '- [',
      '{',
      '"',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(line).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseReplyFile({ file: 'replies/a.yaml', text });
        const lines = text.split('\n').length;
        const outside = result.ok ? [] : result.problems.filter(({ line }) => line < 1 || line > lines);
        expect(outside).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

const replies: Replies = new Map([
  ['greet', { en: ['Hello, **{name}**!', 'Hi {name}, {name}!'], zh: ['{name}，您好！'] }],
  ['bye', { en: ['Bye'], zh: ['再见'] }],
]);
const first = () => 0;

describe('rendering', () => {
  test('takes the language and the chosen variant', () => {
    expect(render(replies, 'greet', 'en', { name: 'Ann' }, first)).toBe('Hello, **Ann**!');
    expect(render(replies, 'greet', 'en', { name: 'Ann' }, (count) => count - 1)).toBe('Hi Ann, Ann!');
    expect(render(replies, 'greet', 'zh', { name: 7 }, first)).toBe('7，您好！');
    expect(render(replies, 'bye', 'zh', {}, first)).toBe('再见');
  });

  test('a missing key or blank is an error with a code', () => {
    const codeOf = (key: string, blanks: Record<string, string>) => {
      try {
        return render(replies, key, 'en', blanks, first);
      } catch (error) {
        return ['knowledge.reply-missing', 'knowledge.blank-missing'].find((code) => hasCode(error, code));
      }
    };
    expect(codeOf('hello', {})).toBe('knowledge.reply-missing');
    expect(codeOf('greet', {})).toBe('knowledge.blank-missing');
    expect(codeOf('greet', Object.create({ name: 'inherited' }))).toBe('knowledge.blank-missing');
  });

  test('any sentence may name the shop', () => {
    const named: Replies = new Map([
      ['shop.name', { en: ['Ann & Co; est. 1950'], zh: ['安记'] }],
      ['hello', { en: ['This is {shop}.'], zh: ['这里是{shop}。'] }],
    ]);
    expect(render(named, 'hello', 'en', {}, first)).toBe('This is Ann & Co; est. 1950.');
    expect(renderPlain(named, 'hello', 'zh', {}, first)).toBe('这里是安记。');
    expect(renderPlain(named, 'hello', 'en', { shop: 'Another' }, first)).toBe('This is Another.');
  });

  test('what is put into a blank is not read as a blank or a pattern', () => {
    expect(renderPlain(replies, 'greet', 'zh', { name: '{name} $& $1' }, first)).toBe('{name} $& $1，您好！');
  });

  test('plain places get the words as they are, on one line', () => {
    expect(renderPlain(replies, 'greet', 'zh', { name: 'A*B\n# C' }, first)).toBe('A*B # C，您好！');
  });
});

describe('a blank in Markdown', () => {
  const markdown = new MarkdownIt('commonmark');
  const shown = (text: string) => markdown.render(text);
  const html = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

  test.each([
    '*bold*',
    '_it_',
    '[x](https://x)',
    '# head',
    '- item',
    '+ item',
    '1. one',
    '2) two',
    '> quote',
    '`code`',
    '<b>',
    '&lt;',
    '![i](u)',
    'a\\b',
    '~~no~~',
    '===',
    '---',
    '<https://x.example>',
  ])('%s is shown as written', (text) => {
    expect(shown(escapeMarkdown(text))).toBe(`<p>${html(text)}</p>\n`);
  });

  test('any text is shown as written, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const line = text.replace(/\s+/g, ' ').trim();
        expect(shown(escapeMarkdown(text))).toBe(line === '' ? '' : `<p>${html(line)}</p>\n`);
      }),
      { numRuns: 1000 },
    );
  });
});
