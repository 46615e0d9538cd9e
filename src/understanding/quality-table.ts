/** `shopdesk eval table`: many banks and draws in one run, with and without typos and encoder, as the README shows them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ShopdeskError } from '../core/errors.ts';
import { createBundledEncoder, hasBundledEncoder } from './bundled-encoder.ts';
import { type Encoder, encodeAll, noVectors, vectorAt } from './encoder.ts';
import { draw, entriesOf, type LabelledText, readLines } from './evaluate.ts';
import type { BankModel } from './model.ts';
import { measure, type Quality } from './quality.ts';
import { rankerOf } from './rank.ts';
import { plainSentence } from './read.ts';
import { createTraffic } from './traffic.ts';
import { trainQuickly, withCalibration, withSentenceVectors } from './train.ts';
import { typoGenerator } from './typos.ts';
import { thresholdsFor, usualWrongAnswerCost } from './zones.ts';

export interface TableOptions {
  /** A folder of banks: folders with `train.jsonl` and `test.jsonl` or `dev.jsonl`. */
  readonly data: string;
  /** `NAME` for all phrasings of a bank or `NAME:K` for K of each answer; all banks when empty. */
  readonly rows: readonly string[];
  /** Draws of K phrasings and typing errors are repeated with the seeds 1 to this, and averaged. */
  readonly seeds: number;
  readonly encoder?: boolean;
  readonly names?: boolean;
  /** Called with each line of the table as soon as it is known. */
  readonly print: (line: string) => void;
}

/** Prints a Markdown table; each row is learnt once a seed and asked clean and misspelt questions. */
export async function printQualityTable(options: TableOptions): Promise<void> {
  const { data, print } = options;
  const rows = options.rows.length > 0 ? options.rows : await banksIn(data);
  const encoder = options.encoder !== false && hasBundledEncoder() ? createBundledEncoder() : undefined;
  try {
    print(
      '| bank, phrasings an answer | matcher | top-1 | typos | top-3 | AUROC | ECE | in scope / caught |',
    );
    print('|---|---|---|---|---|---|---|---|');
    for (const row of rows) {
      const [name = '', count] = row.split(':');
      const [bank, questions] = await readBank(join(data, name));
      const seeds = Array.from({ length: options.seeds }, (_, at) => at + 1);
      const all: Asked[] = [];
      if (!count) all.push(await askBank(bank, questions, seeds, encoder, options.names));
      for (const seed of count ? seeds : []) {
        all.push(await askBank(draw(bank, Number(count), seed), questions, [seed], encoder, options.names));
      }
      const title = `${name}, ${count ?? 'all'}`;
      print(
        lineOf(
          title,
          'without encoder',
          all.map(({ words }) => words),
        ),
      );
      if (encoder)
        print(
          lineOf(
            title,
            'with encoder',
            all.flatMap(({ vectors }) => vectors ?? []),
          ),
        );
    }
  } finally {
    await encoder?.close();
  }
}

interface Passes {
  readonly clean: Quality;
  /** One for each seed of typing errors. */
  readonly typos: readonly Quality[];
}

interface Asked {
  readonly words: Passes;
  readonly vectors?: Passes;
}

async function askBank(
  phrasings: readonly LabelledText[],
  questions: readonly LabelledText[],
  seeds: readonly number[],
  encoder: Encoder | undefined,
  names: boolean | undefined,
): Promise<Asked> {
  const entries = entriesOf(phrasings, names);
  const misspelt = seeds.map((seed) => {
    const misspell = typoGenerator(seed);
    return questions.map(({ text, label }) => ({ text: misspell(text), label }));
  });
  const lexical = withCalibration(trainQuickly(entries, []), entries);
  const words = await passes(lexical, questions, misspelt);
  if (!encoder) return { words };
  const block = await encodeAll(
    lexical.phrasings.map((text) => plainSentence(text)),
    encoder,
  );
  const joint = withSentenceVectors(lexical, entries, block);
  return { words, vectors: await passes(joint, questions, misspelt, encoder) };
}

async function passes(
  model: BankModel,
  questions: readonly LabelledText[],
  misspelt: readonly (readonly LabelledText[])[],
  encoder?: Encoder,
): Promise<Passes> {
  const typos: Quality[] = [];
  for (const each of misspelt) typos.push(await pass(model, each, encoder));
  return { clean: await pass(model, questions, encoder), typos };
}

/** Asks all questions in order; what is learnt from their traffic starts anew with each pass. */
async function pass(
  model: BankModel,
  questions: readonly LabelledText[],
  encoder?: Encoder,
): Promise<Quality> {
  const ranker = rankerOf(model, thresholdsFor(usualWrongAnswerCost), createTraffic());
  const sentences = questions.map(({ text }) => ranker.sentenceOf(text) ?? '');
  const block = encoder ? await encodeAll(sentences, encoder) : noVectors;
  return measure(
    questions.map(({ text, label }, at) => {
      const vector = block.size > 0 && sentences[at] !== '' ? vectorAt(block, at) : undefined;
      return { label, understood: ranker.rank(text, 'en', vector) };
    }),
  );
}

function lineOf(title: string, matcher: string, passes: readonly Passes[]): string {
  const mean = (pick: (each: Passes) => number) =>
    passes.reduce((sum, each) => sum + pick(each), 0) / Math.max(1, passes.length);
  const percent = (pick: (each: Passes) => number) => (100 * mean(pick)).toFixed(1);
  const foreign = passes.some(({ clean }) => clean.outOfScope.n > 0);
  const cells = [
    title,
    matcher,
    percent(({ clean }) => clean.top1),
    percent(({ typos }) => typos.reduce((sum, { top1 }) => sum + top1 / typos.length, 0)),
    percent(({ clean }) => clean.top3),
    foreign
      ? mean(({ clean }) => clean.outOfScope.auroc)
          .toFixed(3)
          .replace(/^0/, '')
      : '–',
    mean(({ clean }) => clean.calibrationError)
      .toFixed(3)
      .replace(/^0/, ''),
    foreign
      ? `${percent(({ clean }) => clean.atThreshold.inScope)} / ${percent(({ clean }) => clean.atThreshold.caught)}`
      : '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

async function banksIn(folder: string): Promise<string[]> {
  const inside = await readdir(folder, { withFileTypes: true });
  return inside.filter((each) => each.isDirectory()).map(({ name }) => name);
}

/** A bank's phrasings and the questions to ask of it: `test.jsonl`, else `dev.jsonl`. */
async function readBank(folder: string): Promise<[bank: LabelledText[], questions: LabelledText[]]> {
  const files: string[] = await readdir(folder).catch(() => []);
  const questions = ['test.jsonl', 'dev.jsonl'].find((name) => files.includes(name));
  if (!questions || !files.includes('train.jsonl')) {
    throw new ShopdeskError('understanding.bank', `${folder} is no bank with questions.`, {
      remedy: 'It needs train.jsonl with the phrasings, and test.jsonl or dev.jsonl with the questions.',
    });
  }
  return Promise.all([readLines(join(folder, 'train.jsonl')), readLines(join(folder, questions))]);
}
