/** `shopdesk eval offers`: how often a request over several shops is answered with exactly the right offers. */
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { readWooCommerceCsv } from '../import/woocommerce-csv.ts';
import { findOffers } from './find-offers.ts';
import { buildOfferIndex, type CatalogueOffer } from './offer-index.ts';
import { readRequest } from './request.ts';

export interface OfferEvaluationOptions {
  /** WooCommerce exports; a shop's id is its file name without ending. */
  readonly shop: readonly string[];
  /** JSON lines `{kind, question, offers: [{shop, id, name}], unresolved}`. */
  readonly tasks: string;
  /** ISO 4217 of prices without a sign. */
  readonly currency?: string;
  /** File for one JSON line per task. */
  readonly predictions?: string;
}

interface KindScore {
  n: number;
  completion: number;
  precision: number;
  recall: number;
}

export interface OfferEvaluation {
  /** Shares from 0 to 1, over the tasks whose right answer is fully known. */
  readonly kinds: Record<string, KindScore>;
  /** Tasks left out because `unresolved` says that part of the right answer is not in the files. */
  readonly unscored: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly offers: number;
  readonly refused: number;
}

/** Answers each task and compares. Offers of equal name in one shop count once, as one. */
export async function evaluateOffers(options: OfferEvaluationOptions): Promise<OfferEvaluation> {
  const { offers, refused } = await readShops(options);
  const index = await buildOfferIndex(offers);
  const tasks = await readTasks(options.tasks);
  const kinds: Record<string, KindScore> = {};
  const times: number[] = [];
  const predictions = options.predictions === undefined ? undefined : createWriteStream(options.predictions);
  let unscored = 0;
  for (const task of tasks) {
    const started = performance.now();
    const search = findOffers(index, readRequest(task.question, options.currency));
    times.push(performance.now() - started);
    const answers = search.offers.map(({ shop, id, title }) => ({ shop, id, name: title }));
    predictions?.write(`${JSON.stringify({ ...task, level: search.level, predicted: answers })}\n`);
    if (task.unresolved > 0) unscored += 1;
    else addScore(kinds, task, new Set(answers.map((answer) => keyOf(answer, offers))), offers);
  }
  predictions?.end();
  if (predictions) await finished(predictions);
  for (const score of Object.values(kinds)) {
    for (const measure of ['completion', 'precision', 'recall'] as const)
      score[measure] = share(score[measure], score.n);
  }
  return { kinds, unscored, latencyMs: percentiles(times), offers: offers.length, refused };
}

const taskLine = z.object({
  kind: z.string(),
  question: z.string(),
  offers: z.array(z.object({ shop: z.string(), id: z.string(), name: z.string() })),
  unresolved: z.number().default(0),
});
type Task = z.infer<typeof taskLine>;

async function readTasks(path: string): Promise<Task[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, at) => {
    const parsed = taskLine.safeParse(parseJson(line, at));
    if (!parsed.success) throw badLine(at, parsed.error);
    return parsed.data;
  });
}

function parseJson(line: string, at: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw badLine(at, cause);
  }
}

function badLine(at: number, cause: unknown): ShopdeskError {
  return new ShopdeskError('offers.task', `Line ${at + 1} of the tasks is not a task.`, { cause });
}

async function readShops({
  shop,
  currency = 'EUR',
}: OfferEvaluationOptions): Promise<{ offers: CatalogueOffer[]; refused: number }> {
  const offers: CatalogueOffer[] = [];
  let refused = 0;
  for (const path of shop) {
    const name = basename(path, extname(path));
    for await (const read of readWooCommerceCsv(createReadStream(path), { currency, now: Date.now() })) {
      if (read.kind === 'refused') refused += 1;
      else if (read.item.published)
        offers.push({ ...read.item, shop: name, inStock: read.item.availability !== 'out-of-stock' });
    }
  }
  return { offers, refused };
}

function addScore(
  kinds: Record<string, KindScore>,
  task: Task,
  answered: ReadonlySet<string>,
  offers: readonly CatalogueOffer[],
): void {
  const right = new Set(task.offers.map((offer) => keyOf(offer, offers)));
  const hits = [...answered].filter((key) => right.has(key)).length;
  const score = kinds[task.kind] ?? { n: 0, completion: 0, precision: 0, recall: 0 };
  kinds[task.kind] = score;
  score.n += 1;
  score.completion += hits === right.size && hits === answered.size ? 1 : 0;
  score.precision += share(hits, answered.size);
  score.recall += share(hits, right.size);
}

/** One name in one shop is one offer, whatever its id. */
function keyOf({ shop, id }: { shop: string; id: string }, offers: readonly CatalogueOffer[]): string {
  const offer = offers.find((candidate) => candidate.shop === shop && candidate.id === id);
  return `${shop} ${offer?.title ?? id}`;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}

function percentiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0) * 100) / 100;
  return { p50: at(0.5), p99: at(0.99) };
}
