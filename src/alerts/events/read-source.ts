/** Reads one source of events, whatever its format, on a thread of its own and within bounds. */
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type FetchRules, guardedFetch, pageLimits } from '../../commerce/index.ts';
import { ShopdeskError } from '../../core/errors.ts';
import { type EventKind, type EventReading, largestSource, type ReadOptions } from './local-event.ts';
import { readEvents } from './read-events.ts';

export interface ReadJob {
  readonly kind: EventKind;
  readonly text: string;
  readonly address: string | undefined;
  readonly options: ReadOptions;
}

export type ReadMessage =
  | { readonly kind: 'done'; readonly reading: EventReading }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const smallFile = 100_000;
/** A calendar that takes longer is a trap, not a calendar. */
const patienceMs = 30_000;
const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 };

/**
 * Reads the file or URL at `location`.
 * @throws ShopdeskError `events.too-large`, `events.too-slow`, `events.format`, `events.missing`, and what
 * `guardedFetch` throws.
 */
export async function readEventSource(
  { kind, location }: { readonly kind: EventKind; readonly location: string },
  options: ReadOptions,
  rules: FetchRules = {},
): Promise<EventReading> {
  const isRemote = /^https?:\/\//u.test(location);
  const text = isRemote ? await fetchText(location, rules) : await readText(location);
  const job = { kind, text, address: isRemote ? location : undefined, options };
  // A file of the shop's own that is small costs less to read than a thread does to start.
  return isRemote || text.length > smallFile ? readApart(job) : readEvents(job);
}

/** Parsing a large file would hold up every conversation, and a bad rule may never end: the thread can be stopped. */
export async function readApart(job: ReadJob, withinMs = patienceMs): Promise<EventReading> {
  const worker = new Worker(new URL('./read-worker.mjs', import.meta.url), {
    workerData: job,
    resourceLimits,
  });
  let end: ReadMessage | undefined;
  worker.on('message', (message: ReadMessage) => {
    end = message;
  });
  let stopped = false;
  const timer = setTimeout(() => {
    stopped = true;
    void worker.terminate();
  }, withinMs);
  try {
    await once(worker, 'exit');
  } catch (cause) {
    throw new ShopdeskError('events.too-large', 'The source needs more memory than a list of events may.', {
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
  if (end?.kind === 'done') return end.reading;
  if (end) throw new ShopdeskError(end.code, end.message);
  throw new ShopdeskError(
    'events.too-slow',
    stopped ? 'The source takes too long to read.' : 'Reading it ended early.',
  );
}

async function readText(path: string): Promise<string> {
  const size = await stat(path).then(
    (found) => found.size,
    (cause: unknown) => {
      throw new ShopdeskError('events.missing', `There is no file ${path.slice(-120)}.`, { cause });
    },
  );
  if (size > largestSource) throw tooLarge();
  return readFile(path, 'utf8');
}

async function fetchText(address: string, rules: FetchRules): Promise<string> {
  const fetched = await guardedFetch(address, { ...pageLimits, maxBytes: largestSource }, rules);
  if (fetched.status !== 200) {
    fetched.close();
    throw new ShopdeskError(
      'events.status',
      `${address.slice(0, 200)} answers with status ${fetched.status}.`,
    );
  }
  const parts: Uint8Array[] = [];
  for await (const part of fetched.body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function tooLarge(): ShopdeskError {
  return new ShopdeskError('events.too-large', `The source has more than ${largestSource} bytes.`);
}
