/** The FAQ file as a merchant writes it, with every slip named by its line. */
import { describe, expect, test } from 'vitest';
import { parseFaqEntry } from '../../src/knowledge/index.ts';

const good = `---
owner: Shipping team
valid-until: 2027-01-15
links:
  - title: Rates by country
    url: https://shop.example/rates
---
# en: Do you ship to Canada?
- Can you send a parcel to Toronto
- shipping to canada cost
- not: Where is my parcel to Canada

Yes. We ship to every province:

- standard
- express

## Duties
Paid at checkout.

# zh: 你们送货到加拿大吗？
- 多伦多能收货吗
- 不是：加拿大的包裹到哪了

可以，各省都送。
`;

const file = 'faq/ship-to-canada.md';

function read(text: string, name = file) {
  return parseFaqEntry({ file: name, text });
}

/** The problems as `line: reason`, the way a merchant sees them. */
function problems(text: string, name = file): string[] {
  const result = read(text, name);
  return result.ok ? [] : result.problems.map(({ line, reason }) => `${line}: ${reason}`);
}

/** The good file with one line replaced (1-based), or removed. */
function withLine(line: number, ...replacement: string[]): string {
  return good
    .split('\n')
    .toSpliced(line - 1, 1, ...replacement)
    .join('\n');
}

const entry = {
  id: 'ship-to-canada',
  file,
  owner: 'Shipping team',
  validUntil: '2027-01-15',
  links: [{ title: 'Rates by country', url: 'https://shop.example/rates' }],
  texts: {
    en: {
      question: 'Do you ship to Canada?',
      phrasings: ['Can you send a parcel to Toronto', 'shipping to canada cost'],
      counterExamples: ['Where is my parcel to Canada'],
      answer: 'Yes. We ship to every province:\n\n- standard\n- express\n\n## Duties\nPaid at checkout.',
    },
    zh: {
      question: '你们送货到加拿大吗？',
      phrasings: ['多伦多能收货吗'],
      counterExamples: ['加拿大的包裹到哪了'],
      answer: '可以，各省都送。',
    },
  },
};

describe('a good file', () => {
  test('gives the entry, with lists and headings inside the answer', () => {
    expect(read(good)).toEqual({ ok: true, value: entry });
  });

  test('may come from a Windows editor', () => {
    expect(read(`\ufeff${good.replaceAll('\n', '\r\n')}`)).toEqual({ ok: true, value: entry });
  });

  test('needs neither links, nor an end date, nor phrasings, nor both languages', () => {
    const result = read('---\nowner: Ann\n---\n# zh: 你们几点开门？\n\n十点。');
    expect(result).toEqual({
      ok: true,
      value: {
        id: 'ship-to-canada',
        file,
        owner: 'Ann',
        links: [],
        texts: { zh: { question: '你们几点开门？', phrasings: [], counterExamples: [], answer: '十点。' } },
      },
    });
  });

  test('may have empty lines around the list, and a Chinese colon', () => {
    const result = read('---\nowner: Ann\n---\n\n# zh：几点开门\n\n- 营业时间\n\n十点。\n\n\n');
    expect(result.ok && result.value.texts.zh).toEqual({
      question: '几点开门',
      phrasings: ['营业时间'],
      counterExamples: [],
      answer: '十点。',
    });
  });

  test('may link to the web, mail, telephone and pages of the shop', () => {
    const links = '[a](https://a.example) [b](mailto:b@a.example) [c](tel:+1) [d](/returns)';
    expect(problems(withLine(13, links))).toEqual([]);
  });
});

describe('a slip is named by its line', () => {
  test.each<[string, string, string]>([
    ['an unknown setting', withLine(3, 'valid: 2027-01-15'), '3: "valid" is not known here'],
    ['an owner that is no text', withLine(2, 'owner: [Ann]'), '2: "owner" must be text'],
    ['an empty owner', withLine(2, 'owner: ""'), '2: "owner": write a text of one line'],
    [
      'a day that does not exist',
      withLine(3, 'valid-until: 2027-02-30'),
      '3: "valid-until": write a day that exists, such as 2027-01-31',
    ],
    [
      'a day in another order',
      withLine(3, 'valid-until: 15/01/2027'),
      '3: "valid-until": write a day that exists, such as 2027-01-31',
    ],
    [
      'a link that runs a script',
      withLine(6, '    url: javascript:alert(1)'),
      '6: "links › 0 › url": must begin with https:// or http://',
    ],
    ['a link without an address', withLine(6), '5: "links › 0 › url" is missing'],
    [
      'a setting written twice',
      withLine(3, 'owner: Bob'),
      '3: this is not valid YAML: Map keys must be unique',
    ],
    [
      'a phrasing that repeats the question',
      withLine(9, '- do you ship to CANADA'),
      '9: "do you ship to CANADA" stands already in line 8',
    ],
    [
      'a counter-example that is also a phrasing',
      withLine(11, '- not: Shipping to Canada: cost?'),
      '11: "Shipping to Canada: cost?" stands already in line 10',
    ],
    ['a phrasing without words', withLine(9, '- ???'), '9: this phrasing has no words'],
    [
      'an endless phrasing',
      withLine(9, `- ${'long '.repeat(70)}`),
      '9: this phrasing has more than 300 characters',
    ],
    ['a dash without a space', withLine(9, '-Can you send it'), '9: put a space after "-"'],
    [
      'a phrasing on two lines',
      withLine(9, '- Can you send a parcel', '  to Toronto'),
      '10: a phrasing must stay on one line',
    ],
    ['an answer glued to the list', withLine(12), '12: leave an empty line between the list and the answer'],
    ['a question without words', withLine(8, '# en: ?'), '8: this question has no words'],
    [
      'a section in an unknown language',
      withLine(8, '# fr: Au Canada ?'),
      '8: a question begins with "# en: …" or "# zh: …"; for a heading inside an answer use "##" instead of "#"',
    ],
    [
      'a large heading in an answer',
      withLine(18, '# Duties'),
      '18: a question begins with "# en: …" or "# zh: …"; for a heading inside an answer use "##" instead of "#"',
    ],
    [
      'a section mark without its space',
      withLine(21, '#zh: 你们送货到加拿大吗？'),
      '21: a question begins with "# en: …" or "# zh: …"; for a heading inside an answer use "##" instead of "#"',
    ],
    [
      'a language twice',
      withLine(21, '# en: And to Quebec?'),
      '21: a second "# en:" section; put all in one',
    ],
    [
      'no answer',
      withLine(25),
      '21: this question has no answer; write it below the list, beginning with a sentence',
    ],
    [
      'text before the questions',
      withLine(8, 'Hello', '# en: Do you ship?'),
      '8: text before the first question; begin with "# en: …" or "# zh: …"',
    ],
    [
      'a dangerous link in an answer',
      withLine(13, 'Yes [click](javascript:x).'),
      '13: a link cannot begin with "javascript:"; use https://',
    ],
    [
      'a control character',
      withLine(13, 'Yes\u0000.'),
      '13: this line has an invisible control character (U+0000); delete it',
    ],
    [
      'a direction override',
      withLine(13, 'Yes \u202eon.'),
      '13: this line has an invisible control character (U+202E); delete it',
    ],
    [
      'half a character',
      withLine(13, 'Yes \ud83d.'),
      '13: this line has an invisible control character (U+D83D); delete it',
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  test('a missing owner', () => {
    expect(problems('---\nvalid-until: 2027-01-15\n---\n# en: Open?\n\nYes.')).toEqual([
      '2: "owner" is missing',
    ]);
    expect(problems('---\n---\n# en: Open?\n\nYes.')).toEqual(['2: "owner" is missing']);
  });

  test('a file without settings, or with settings that never end', () => {
    expect(problems('# en: Open?\n\nYes.')).toEqual([expect.stringMatching(/^1: the file must begin with/)]);
    expect(problems('---\nowner: Ann\n# en: Open?')).toEqual([
      expect.stringMatching(/^1: the file must begin with/),
    ]);
    expect(problems('')).toEqual([expect.stringMatching(/^1: the file must begin with/)]);
  });

  test('a file without a question', () => {
    expect(problems('---\nowner: Ann\n---')).toEqual([
      '3: no question: begin one with "# en: …" or "# zh: …"',
    ]);
  });

  test('a file name that cannot be an id', () => {
    expect(problems(good, 'faq/ship to canada.md')).toEqual([
      '1: rename the file: only letters, digits and hyphens before ".md"',
    ]);
  });

  test('several slips at once, in order of line', () => {
    const text = '---\nowner: ""\nvalid-until: never\n---\n# en: ?\n- a\n- A\n\nYes.';
    expect(problems(text).map((problem) => problem.split(':')[0])).toEqual(['2', '3', '5', '7']);
  });
});
