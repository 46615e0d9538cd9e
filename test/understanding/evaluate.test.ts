import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluateAnswers } from '../../src/understanding/evaluate.ts';
import { printQualityTable } from '../../src/understanding/quality-table.ts';
import { shopBank } from './bank.ts';

let folder: string;
let bank: string;
let questions: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answers-'));
  bank = join(folder, 'bank.jsonl');
  questions = join(folder, 'questions.jsonl');
  const lines = shopBank.flatMap(({ id, phrasings }) =>
    phrasings.map(({ text }) => JSON.stringify({ text, label: id })),
  );
  await writeFile(bank, `${lines.join('\n')}\n`);
  const asked = [
    { text: 'where is the order I made', label: 'order-status' },
    { text: 'cost of delivery', label: 'shipping-cost' },
    { text: 'quantum zebra', label: '__oos__' },
  ];
  await writeFile(questions, asked.map((each) => JSON.stringify(each)).join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

it('measures a bank on questions, with a line for each', async () => {
  const predictions = join(folder, 'predictions.jsonl');
  const result = await evaluateAnswers({ bank, questions, seed: 1, encoder: false, predictions });
  expect(result).toMatchObject({ n: 2, top1: 1, top3: 1, mrr10: 1, outOfScope: { n: 1, auroc: 1 } });
  expect(result.zones.answered + result.zones.offered + result.zones.declined).toBeCloseTo(1, 3);
  for (const number of [result.calibrationError, result.latencyMs.p50, result.buildMs, result.memoryMb]) {
    expect(number).toBeGreaterThanOrEqual(0);
  }
  const lines = (await readFile(predictions, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(3);
  const line = JSON.parse(lines[0] ?? '');
  expect([line.label, line.candidates[0].id]).toEqual(['order-status', 'order-status']);
});

it('hears labels as names of the answers, unless told that they are codes', async () => {
  const unspoken = join(folder, 'unspoken.jsonl');
  await writeFile(unspoken, '{"text":"my opening hours?","label":"opening-hours"}\n');
  const shortBank = join(folder, 'short.jsonl');
  const lines = [
    { text: 'when can I come by', label: 'opening-hours' },
    { text: 'my money back please', label: 'refund' },
  ];
  await writeFile(shortBank, lines.map((each) => JSON.stringify(each)).join('\n'));
  const options = { bank: shortBank, questions: unspoken, seed: 1, encoder: false };
  expect((await evaluateAnswers(options)).top1).toBe(1);
  expect((await evaluateAnswers({ ...options, names: false })).top1).toBe(0);
});

it('prints a line of a table for each bank that is asked for', async () => {
  const banks = join(folder, 'banks', 'shop');
  await mkdir(banks, { recursive: true });
  await copyFile(bank, join(banks, 'train.jsonl'));
  await copyFile(questions, join(banks, 'dev.jsonl'));
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const data = join(folder, 'banks');
  await printQualityTable({ data, rows: ['shop', 'shop:2'], seeds: 2, encoder: false, print });
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(/^\| shop, all \| without encoder \| 100\.0 \|.*\| \d+\.\d \/ 100\.0 \|$/);
  expect(lines[3]).toMatch(/^\| shop, 2 \|/);
  await expect(printQualityTable({ data, rows: ['none'], seeds: 1, print })).rejects.toThrow(/no bank/);
});

it('draws the same phrasings for the same seed', async () => {
  const options = { bank, questions, perLabel: 1, encoder: false, typos: 2 };
  const [first, again] = [
    await evaluateAnswers({ ...options, seed: 5 }),
    await evaluateAnswers({ ...options, seed: 5 }),
  ];
  expect(first.top1).toBe(again.top1);
  expect(first.outOfScope).toEqual(again.outOfScope);
});

it('names the line that is wrong', async () => {
  const broken = join(folder, 'broken.jsonl');
  await writeFile(broken, '{"text":"a","label":"b"}\n{"text":1}\n');
  await expect(evaluateAnswers({ bank: broken, questions, seed: 1, encoder: false })).rejects.toThrow(
    /broken\.jsonl:2/,
  );
});
