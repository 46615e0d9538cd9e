/**
 * Measures how well the demo shop understands questions that nobody tuned its entries to: each is asked once, in a
 * shopper's own words, and the best candidate counts. New questions belong into the `.jsonl` files next to this one;
 * their wordings do not belong into the entries, or this measures nothing any more.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bankOf, loadIntents } from '../../src/bot/index.ts';
import { languages } from '../../src/core/language.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import type { BankEntry, Understanding } from '../../src/understanding/index.ts';
import { learntUnderstanding } from '../support/learnt-understanding.ts';

/** A day on which the entries of the season hold too. */
const now = Date.UTC(2026, 10, 22, 15);

/** `ids` where a fair reader would take more than one entry. */
const questionSchema = z
  .union([
    z.strictObject({ text: z.string().min(1), id: z.string().min(1) }),
    z.strictObject({ text: z.string().min(1), ids: z.array(z.string().min(1)).min(2) }),
  ])
  .transform((line) => ({ text: line.text, ids: 'ids' in line ? line.ids : [line.id] }));

const unanswerableSchema = z.strictObject({ text: z.string().min(1), language: z.enum(languages) });

let bank: BankEntry[];
let understanding: Understanding;

beforeAll(async () => {
  const [knowledge, intents] = await Promise.all([loadKnowledge(pathOf('../../knowledge')), loadIntents()]);
  bank = bankOf(knowledge, intents.values(), now);
  understanding = await learntUnderstanding({ entries: bank, synonyms: knowledge.synonyms });
});

afterAll(() => understanding?.close());

/** The English set is slangy on purpose: less is asked of it. */
const leastShare = { en: 0.85, zh: 0.9 };

describe.each(languages)('questions in other words: %s', (language) => {
  test('ask for entries that exist', async () => {
    const known = new Set(bank.map(({ id }) => id));
    const asked = await questionsIn(language);
    expect(asked.length).toBeGreaterThanOrEqual(170);
    expect(asked.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([]);
  });

  test('reach the right entry as a rule', async () => {
    const asked = await questionsIn(language);
    const misses = asked.flatMap(({ text, ids }) => {
      const best = understanding.understand(text, { language }).candidates[0]?.id;
      return best !== undefined && ids.includes(best)
        ? []
        : [`${text} → ${best ?? 'nothing'}, not ${ids.join(' or ')}`];
    });
    const share = 1 - misses.length / asked.length;
    report(`${language}: ${percent(share)} of ${asked.length} right`, misses, share < 0.9);
    expect(share).toBeGreaterThanOrEqual(leastShare[language]);
  });
});

test('what no entry answers is seldom answered', async () => {
  const asked = await linesOf('unanswerable.jsonl', unanswerableSchema);
  const answered = asked.flatMap(({ text, language }) => {
    const { zone, candidates } = understanding.understand(text, { language });
    return zone === 'answer' ? [`${text} → ${candidates[0]?.id}`] : [];
  });
  const share = answered.length / asked.length;
  report(`${percent(share)} of ${asked.length} unanswerable questions answered`, answered, share > 0.25);
  expect(share).toBeLessThanOrEqual(0.25);
});

const questionsIn = (language: string) => linesOf(`paraphrases.${language}.jsonl`, questionSchema);

async function linesOf<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>[]> {
  const text = await readFile(pathOf(file), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Prints what went wrong where a bar is missed; silent otherwise. */
function report(title: string, lines: readonly string[], failed: boolean): void {
  if (failed) console.log([title, ...lines].join('\n  '));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
