/** The demo shop's own folder: complete, free of errors, and understood. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Language, languages } from '../../src/core/language.ts';
import { type Knowledge, loadKnowledge, openingAt, parsePhrases } from '../../src/knowledge/index.ts';
import {
  type BankEntry,
  createUnderstanding,
  type Phrasing,
  type Understanding,
} from '../../src/understanding/index.ts';

const folderOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const small = [
  'greet',
  'thanks',
  'bye',
  'help',
  'talk-to-person',
  'cancel',
  'start-over',
  'how-are-you',
  'are-you-human',
];

let knowledge: Knowledge;
let bank: BankEntry[];

beforeAll(async () => {
  knowledge = await loadKnowledge(folderOf('knowledge'));
  bank = [...knowledge.faq.map(bankEntryOfFaq), ...(await Promise.all(small.map(bankEntryOfIntent)))];
});

function bankEntryOfFaq({ id, texts }: Knowledge['faq'][number]): BankEntry {
  const phrasings = languages.flatMap((language) => {
    const text = texts[language];
    return text ? [text.question, ...text.phrasings].map((phrase) => ({ text: phrase, language })) : [];
  });
  const counterExamples = languages.flatMap((language) =>
    (texts[language]?.counterExamples ?? []).map((text) => ({ text, language })),
  );
  return { id, kind: 'answer', phrasings, counterExamples };
}

async function bankEntryOfIntent(id: string): Promise<BankEntry> {
  const phrasings: Phrasing[] = [];
  const counterExamples: Phrasing[] = [];
  for (const language of languages) {
    const file = `${id}/phrases.${language}.txt`;
    const read = parsePhrases({ file, text: await readFile(folderOf(`intents/${file}`), 'utf8') });
    expect(read, file).toMatchObject({ ok: true });
    if (!read.ok) continue;
    phrasings.push(...read.value.phrasings.map((text) => ({ text, language })));
    counterExamples.push(...read.value.counterExamples.map((text) => ({ text, language })));
  }
  return { id, kind: 'intent', phrasings, counterExamples };
}

describe('the files', () => {
  test('have no errors, and every file of the faq folder is an entry', async () => {
    expect(knowledge.problems).toEqual([]);
    expect(knowledge.faq).toHaveLength((await readdir(folderOf('knowledge/faq'))).length);
  });

  test('answer at least 60 questions in both languages, each asked in six ways or more', () => {
    const both = knowledge.faq.filter(({ texts }) => texts.en && texts.zh);
    expect(both.length).toBeGreaterThanOrEqual(60);
    const thin = knowledge.faq.filter(({ texts }) =>
      Object.values(texts).some(({ phrasings }) => phrasings.length < 6),
    );
    expect(thin.map(({ id }) => id)).toEqual([]);
  });

  test('ask nothing twice', () => {
    const ways = bank.flatMap(({ id, phrasings }) =>
      phrasings.map(({ text }) => ({ id, text: text.toLowerCase() })),
    );
    const owner = new Map(ways.map(({ id, text }) => [text, id]));
    expect(ways.filter(({ id, text }) => owner.get(text) !== id)).toEqual([]);
  });

  test('say every sentence the bot needs', () => {
    const needed = [
      ...[
        'welcome',
        'greet',
        'thanks',
        'bye',
        'how-are-you',
        'are-you-human',
        'help',
        'cancelled',
        'start-over',
      ],
      ...['help.example.order', 'help.example.shipping', 'help.example.returns', 'help.example.hours'],
      ...['offer.ask', 'offer.none', 'decline', 'decline.person', 'person.requested'],
      ...['answer.other-language', 'answer.links', 'feedback.thanks.up', 'feedback.thanks.down'],
      ...['upload.received', 'message.too-long', 'message.empty', 'error.turn'],
    ];
    expect(needed.filter((key) => !knowledge.replies.has(key))).toEqual([]);
  });

  test('the hours in hours.yaml are the ones in the answer', () => {
    const { hours } = knowledge;
    if (!hours) throw new Error('the demo shop has hours');
    const at = (local: string) =>
      openingAt(hours, DateTime.fromISO(local, { zone: hours.timeZone }).toMillis()).open;
    expect(['2027-03-01T13:59', '2027-03-01T14:30', '2027-03-01T18:59', '2027-03-01T19:00'].map(at)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(['2027-03-06T14:30', '2027-03-06T18:00', '2027-03-07T12:00', '2027-03-07T17:00'].map(at)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(['2026-11-26T12:00', '2026-12-24T14:59', '2026-12-24T15:00', '2027-07-04T13:00'].map(at)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(knowledge.faq.find(({ id }) => id === 'opening-hours')?.texts.en?.answer).toContain(
      'Monday to Friday 10 am–2 pm and 3–7 pm',
    );
  });
});

describe('the questions', () => {
  let understanding: Understanding;

  beforeAll(async () => {
    understanding = await createUnderstanding({ entries: bank, synonyms: knowledge.synonyms });
  });

  afterAll(() => understanding.close());

  test('every way to ask leads to its own entry', () => {
    const astray = bank.flatMap(({ id, phrasings }) =>
      phrasings.flatMap(({ text, language }) => {
        const found = understanding.understand(text, { language }).candidates[0]?.id;
        return found === id ? [] : [`${text}: ${id}, not ${found}`];
      }),
    );
    expect(astray).toEqual([]);
  });

  test.each<[string, Language, string]>([
    ['what are your opening hours?', 'en', 'opening-hours'],
    ['do you ship to Canada?', 'en', 'ship-to-canada'],
    ['wher is my ordr', 'en', 'order-status'],
    ['你们什么时候开门', 'zh', 'opening-hours'],
    ['可以寄到加拿大吗', 'zh', 'ship-to-canada'],
    ['can I pay with wechat', 'en', 'wechat-alipay'],
  ])('%s', (text, language, expected) => {
    expect(understanding.understand(text, { language }).candidates[0]?.id).toBe(expected);
  });
});
