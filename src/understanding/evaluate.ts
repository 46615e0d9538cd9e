/** `shopdesk eval answers`: how well the questions of a file find the answers of a bank. */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ShopdeskError } from '../core/errors.ts';
import { createBundledEncoder, hasBundledEncoder } from './bundled-encoder.ts';
import { detectLanguage } from './language.ts';
import { quantile } from './metrics.ts';
import { nameInWords } from './phrasings.ts';
import { measure, type Quality, type Result, round } from './quality.ts';
import { seededRandom, shuffled } from './random.ts';
import { createUnderstanding } from './service.ts';
import { typoGenerator } from './typos.ts';
import type { BankEntry } from './understanding.ts';

export interface EvaluationOptions {
  /** Files of JSON lines `{"text","label"}`. */
  readonly bank: string;
  readonly questions: string;
  /** Draw this many phrasings per label, with `seed`. */
  readonly perLabel?: number;
  readonly seed: number;
  /** Misspell the questions with this seed. */
  readonly typos?: number;
  /** Labels are heard as names of the answers; true when left out. */
  readonly names?: boolean;
  /** Sentence vectors, when their packages are installed; true when left out. */
  readonly encoder?: boolean;
  /** What a wrong answer costs against a needless handoff. */
  readonly wrongAnswerCost?: number;
  /** A file to write, one JSON line a question. */
  readonly predictions?: string;
}

export interface Evaluation extends Quality {
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly buildMs: number;
  readonly memoryMb: number;
}

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

export async function evaluateAnswers(options: EvaluationOptions): Promise<Evaluation> {
  const [bank, questions] = await Promise.all([readLines(options.bank), readLines(options.questions)]);
  const phrasings = options.perLabel ? draw(bank, options.perLabel, options.seed) : bank;
  const started = performance.now();
  const encoder = options.encoder !== false && hasBundledEncoder() ? createBundledEncoder() : undefined;
  const { wrongAnswerCost } = options;
  const understanding = await createUnderstanding({
    entries: entriesOf(phrasings, options.names),
    synonyms: [],
    ...(encoder ? { encoder } : {}),
    ...(wrongAnswerCost === undefined ? {} : { wrongAnswerCost }),
  });
  await understanding.settled();
  const buildMs = performance.now() - started;
  try {
    const misspell = options.typos === undefined ? (text: string) => text : typoGenerator(options.typos);
    const results: (Result & { readonly asked: string; readonly ms: number })[] = [];
    for (const { text, label } of questions) {
      const asked = misspell(text);
      const from = performance.now();
      const understood = encoder
        ? await understanding.understandFully(asked)
        : understanding.understand(asked);
      results.push({ asked, label, understood, ms: performance.now() - from });
    }
    if (options.predictions) {
      const lines = results.map(({ asked, label, understood }) =>
        JSON.stringify({ text: asked, label, zone: understood.zone, candidates: understood.candidates }),
      );
      await writeFile(options.predictions, `${lines.join('\n')}\n`);
    }
    const times = results.map(({ ms }) => ms);
    return {
      ...measure(results),
      latencyMs: { p50: round(quantile(times, 0.5)), p99: round(quantile(times, 0.99)) },
      buildMs: Math.round(buildMs),
      memoryMb: Math.round(process.memoryUsage().rss / 1e6),
    };
  } finally {
    await understanding.close();
  }
}

/** Up to `count` phrasings of each label, drawn without replacement. */
export function draw(bank: readonly LabelledText[], count: number, seed: number): LabelledText[] {
  const random = seededRandom(seed);
  const taken = new Map<string, number>();
  return shuffled(bank, random).filter(({ label }) => {
    const before = taken.get(label) ?? 0;
    taken.set(label, before + 1);
    return before < count;
  });
}

/** One entry a label, which is its name too unless `named` is false. */
export function entriesOf(bank: readonly LabelledText[], named = true): BankEntry[] {
  const byLabel = new Map<string, string[]>();
  for (const { text, label } of bank) {
    const texts = byLabel.get(label);
    if (texts) texts.push(text);
    else byLabel.set(label, [text]);
  }
  return [...byLabel].map(([id, texts]) => ({
    id,
    kind: 'answer',
    ...(named ? { name: nameInWords(id) } : {}),
    phrasings: texts.map((text) => ({ text, language: detectLanguage(text, 'en') })),
  }));
}

const line = z.object({ text: z.string(), label: z.string() });

/** Lines `{"text","label"}`; fails with `understanding.line`, naming the line. */
export async function readLines(file: string): Promise<LabelledText[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((text) => text.trim());
  return lines.flatMap((text, at) => {
    if (text === '') return [];
    const parsed = line.safeParse(parseJson(text));
    if (parsed.success) return [parsed.data];
    throw new ShopdeskError('understanding.line', `${file}:${at + 1}: not a {"text","label"} object.`, {
      remedy: 'Each line must be one JSON object with the strings "text" and "label".',
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
