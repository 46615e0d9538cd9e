/** The FAQ reader and writer with texts nobody would write by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasCode } from '../../src/core/errors.ts';
import { decodeTextFile, type FaqEntry, formatFaqEntry, parseFaqEntry } from '../../src/knowledge/index.ts';

const file = 'faq/entry.md';

/** Lines that mean something to the reader, so that wild texts get deep into it. */
const fragment = fc.constantFrom(
  '---',
  'owner: Ann',
  'valid-until: 2027-01-31',
  'valid-until: 2027-13-31',
  'links:',
  '  - title: A',
  '    url: https://a.example',
  '    url: data:text/html,x',
  'owner: &a [*a]',
  '<<: {owner: x}',
  '# en: Open?',
  '# zh: 开门吗？',
  '#',
  '# ',
  '- when',
  '- not: where',
  '-',
  '',
  'Yes.',
  '```',
  '\u0000',
  '\ud800',
);
const wildText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fragment, fc.string({ unit: 'grapheme' })), { maxLength: 30 })
    .map((lines) => lines.join('\n')),
  fc.array(fragment).map((lines) => `---\nowner: Ann\n---\n# en: Open?\n${lines.join('\r\n')}`),
);

describe('reading', () => {
  test('never throws; gives an entry, or problems each with a line of the file', () => {
    fc.assert(
      fc.property(wildText, (text) => {
        const result = parseFaqEntry({ file, text });
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        const lines = text.split('\n').length;
        const wrong = result.problems.filter(
          ({ file: named, line, reason }) =>
            named !== file || line < 1 || line > lines || /\n|undefined/.test(reason),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('never throws for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decodeTextFile(file, bytes);
        const result = decoded.ok ? parseFaqEntry(decoded.value) : decoded;
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
    );
  });

  test.each([
    ['brackets', `---\nowner: ${'['.repeat(60_000)}\n---\n`],
    ['nested lists', `---\n${'- '.repeat(30_000)}\n---\n`],
    ['dashes', `---\nowner: A\n---\n# en: Q\n${'- '.repeat(30_000)}`],
    ['spaces before a mark', `---\nowner: A\n---\n# en: Q\n\n${'#'.repeat(10)}${' '.repeat(60_000)}en`],
    ['open links', `---\nowner: A\n---\n# en: Q\n\n${']('.repeat(30_000)}`],
    ['aliases', `---\na: &a [x,x]\nb: &b [*a,*a]\nowner: [*b,*b]\n---\n# en: Q\n\nA`],
  ])('ends with an answer for a file of %s', (_, text) => {
    expect(() => parseFaqEntry({ file, text })).not.toThrow();
  });
});

const word = fc.stringMatching(/^[\p{L}\p{N}]{1,12}$/u);
const mark = fc.constantFrom('- ', '#', 'not:', "'", '"', ':', '&', '*', '?', '？', '😀');
const phrase = fc
  .array(fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: mark }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim());
const block = fc.constantFrom('', '- item', '## Heading', '# Title', '---', '> quote', '  indented');
const answer = fc
  .array(fc.oneof({ weight: 3, arbitrary: phrase }, { weight: 1, arbitrary: block }), { maxLength: 6 })
  .map((lines) => lines.join('\n').trim());
const plain = { noNullPrototype: true };
const text = fc.record(
  {
    question: phrase,
    phrasings: fc.array(phrase, { maxLength: 4 }),
    counterExamples: fc.array(phrase, { maxLength: 2 }),
    answer,
  },
  plain,
);
const entries: fc.Arbitrary<FaqEntry> = fc
  .record(
    {
      owner: phrase,
      validUntil: fc.constantFrom('2027-01-31', '2028-02-29', '2026-12-24', '2027-02-29'),
      links: fc.array(
        fc.record(
          { title: fc.oneof(phrase, fc.record({ en: phrase, zh: phrase }, plain)), url: fc.webUrl() },
          plain,
        ),
        { maxLength: 2 },
      ),
      texts: fc.record({ en: text, zh: text }, { ...plain, requiredKeys: [] }),
    },
    { ...plain, requiredKeys: ['owner', 'links', 'texts'] },
  )
  .map((parts) => ({ id: 'entry', file, ...parts }));

describe('writing', () => {
  test('reading what was written gives the same entry; what cannot be read back is refused', () => {
    let written = 0;
    fc.assert(
      fc.property(entries, (entry) => {
        let output: string;
        try {
          output = formatFaqEntry(entry);
        } catch (error) {
          expect(hasCode(error, 'knowledge.entry-invalid')).toBe(true);
          return;
        }
        written++;
        expect(parseFaqEntry({ file, text: output })).toEqual({ ok: true, value: entry });
      }),
      { numRuns: 1000 },
    );
    expect(written).toBeGreaterThan(50);
  });

  test('an ordinary entry is never refused', () => {
    const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
    const distinct = (maxLength: number) =>
      fc.uniqueArray(sentence, {
        minLength: 1,
        maxLength,
        selector: (words) => words.normalize('NFKC').toLowerCase(),
      });
    const ordinary = fc.tuple(distinct(8), sentence, sentence).map(
      ([phrases, owner, answer]): FaqEntry => ({
        id: 'entry',
        file,
        owner,
        links: [],
        texts: {
          en: { question: phrases[0] ?? '', phrasings: phrases.slice(1), counterExamples: [], answer },
        },
      }),
    );
    fc.assert(
      fc.property(ordinary, (entry) => {
        expect(parseFaqEntry({ file, text: formatFaqEntry(entry) })).toEqual({ ok: true, value: entry });
      }),
    );
  });

  test('an entry the file cannot hold is refused with the reason', () => {
    const entry: FaqEntry = {
      id: 'entry',
      file,
      owner: 'Ann',
      links: [],
      texts: { en: { question: 'Open?', phrasings: [], counterExamples: [], answer: '- a list' } },
    };
    expect(() => formatFaqEntry(entry)).toThrow('this question has no answer');
  });
});
