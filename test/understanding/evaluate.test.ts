import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluateAnswers } from '../../src/understanding/evaluate.ts';
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
