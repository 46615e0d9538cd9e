/** `shopdesk eval answers`: how well the questions of a file find the answers of a bank. */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ShopdeskError } from '../core/errors.ts';
import { createBundledEncoder, hasBundledEncoder } from './bundled-encoder.ts';
import { detectLanguage } from './language.ts';
import { areaUnderRoc, calibrationError, quantile } from './metrics.ts';
import { seededRandom, shuffled } from './random.ts';
import { createUnderstanding } from './service.ts';
import { typoGenerator } from './typos.ts';
import type { BankEntry, Understood } from './understanding.ts';

export interface EvaluationOptions {
  /** Files of JSON lines `{"text","label"}`. */
  readonly bank: string;
  readonly questions: string;
  /** Draw this many phrasings per label, with `seed`. */
  readonly perLabel?: number;
  readonly seed: number;
  /** Misspell the questions with this seed. */
  readonly typos?: number;
  /** Sentence vectors, when their packages are installed; true when left out. */
  readonly encoder?: boolean;
  /** What a wrong answer costs against a needless handoff. */
  readonly wrongAnswerCost?: number;
  /** A file to write, one JSON line a question. */
  readonly predictions?: string;
}

/** All shares are from 0 to 1. `n` and the shares of right answers count the questions the bank can answer. */
export interface Evaluation {
  readonly n: number;
  readonly top1: number;
  readonly top3: number;
  readonly mrr10: number;
  readonly outOfScope: { readonly n: number; readonly auroc: number };
  /** Shares of all questions; `correct` is the share of right ones among the answered. */
  readonly zones: {
    readonly answered: number;
    readonly correct: number;
    readonly offered: number;
    readonly declined: number;
  };
  readonly calibrationError: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly buildMs: number;
  readonly memoryMb: number;
}

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** The label of questions that the bank cannot answer. */
export const outOfScope = '__oos__';

export async function evaluateAnswers(options: EvaluationOptions): Promise<Evaluation> {
  const [bank, questions] = await Promise.all([readLines(options.bank), readLines(options.questions)]);
  const phrasings = options.perLabel ? draw(bank, options.perLabel, options.seed) : bank;
  const started = performance.now();
  const encoder = options.encoder !== false && hasBundledEncoder() ? createBundledEncoder() : undefined;
  const { wrongAnswerCost } = options;
  const understanding = await createUnderstanding({
    entries: entriesOf(phrasings),
    synonyms: [],
    ...(encoder ? { encoder } : {}),
    ...(wrongAnswerCost === undefined ? {} : { wrongAnswerCost }),
  });
  await understanding.settled();
  const buildMs = performance.now() - started;
  try {
    const misspell = options.typos === undefined ? (text: string) => text : typoGenerator(options.typos);
    const results: (Result & { readonly asked: string })[] = [];
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
    return summarise(results, buildMs);
  } finally {
    await understanding.close();
  }
}

interface Result {
  readonly label: string;
  readonly understood: Understood;
  readonly ms: number;
}

function summarise(results: readonly Result[], buildMs: number): Evaluation {
  const placed = results.map((result) => ({
    ...result,
    inScope: result.label !== outOfScope,
    place: result.understood.candidates.findIndex(({ id }) => id === result.label),
    confidence: result.understood.candidates[0]?.confidence ?? 0,
  }));
  const inScope = placed.filter((each) => each.inScope);
  const foreign = placed.filter((each) => !each.inScope);
  const zoned = (zone: string) => placed.filter(({ understood }) => understood.zone === zone);
  const answered = zoned('answer');
  const share = (part: number, whole: number) => round(whole === 0 ? 0 : part / whole);
  const within = (places: number) => inScope.filter(({ place }) => place >= 0 && place < places).length;
  return {
    n: inScope.length,
    top1: share(within(1), inScope.length),
    top3: share(within(3), inScope.length),
    mrr10: share(
      inScope.reduce((sum, { place }) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0),
      inScope.length,
    ),
    outOfScope: {
      n: foreign.length,
      auroc: round(
        areaUnderRoc(
          inScope.map(({ confidence }) => confidence),
          foreign.map(({ confidence }) => confidence),
        ),
      ),
    },
    zones: {
      answered: share(answered.length, placed.length),
      correct: share(answered.filter(({ place }) => place === 0).length, answered.length),
      offered: share(zoned('offer').length, placed.length),
      declined: share(zoned('decline').length, placed.length),
    },
    calibrationError: round(
      calibrationError(placed.map(({ confidence, place }) => ({ confidence, right: place === 0 }))),
    ),
    latencyMs: {
      p50: round(
        quantile(
          placed.map(({ ms }) => ms),
          0.5,
        ),
      ),
      p99: round(
        quantile(
          placed.map(({ ms }) => ms),
          0.99,
        ),
      ),
    },
    buildMs: Math.round(buildMs),
    memoryMb: Math.round(process.memoryUsage().rss / 1e6),
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
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

/** One entry a label. */
export function entriesOf(bank: readonly LabelledText[]): BankEntry[] {
  const byLabel = new Map<string, string[]>();
  for (const { text, label } of bank) {
    const texts = byLabel.get(label);
    if (texts) texts.push(text);
    else byLabel.set(label, [text]);
  }
  return [...byLabel].map(([id, texts]) => ({
    id,
    kind: 'answer',
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
