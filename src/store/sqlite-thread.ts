/** One SQLite thread seen from the main thread: requests of one turn of the event loop travel as one message. */
import { Worker } from 'node:worker_threads';
import { messageOf, type ShopdeskError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Row, Statement, Value } from './database.ts';
import { closed, failed, refuseNul } from './failures.ts';
import { Decoder, Encoder } from './sqlite-wire.ts';

/** So that one commit never holds back the writes behind it for long. */
const maximumRequests = 256;

interface Request {
  readonly size: number;
  readonly resolve: (results: Row[][]) => void;
  readonly reject: (error: ShopdeskError) => void;
}

interface Batch {
  readonly values: Value[];
  readonly requests: Request[];
}

/**
 * Keeps one batch in flight. What is asked meanwhile waits and goes into the next one: with writes that is the
 * group commit, and it makes the batches as large as the load, so the cost of a message is shared.
 */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #log: Log;
  readonly #encoder = new Encoder();
  readonly #decoder = new Decoder();
  #waiting: Batch[] = [];
  #inFlight: Batch | undefined;
  #scheduled = false;
  #broken: ShopdeskError | undefined;
  #drained: (() => void) | undefined;
  readonly #exited: Promise<void>;

  private constructor(worker: Worker, log: Log) {
    this.#worker = worker;
    this.#log = log;
    this.#exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (reply: Value[]) => this.#receive(reply));
    worker.on('error', (error) => this.#break(error));
    worker.on('exit', () => this.#break(new Error('The database thread has ended.')));
  }

  /** Starts the thread; resolves when its connection to the file is open, and the lock held if one is named. */
  static async start(
    work: { readonly file: string; readonly role: 'read' | 'write'; readonly lock?: string },
    log: Log,
  ): Promise<SqliteThread> {
    const worker = new Worker(new URL('./sqlite-worker.mjs', import.meta.url), {
      name: `sqlite-${work.role}`,
      workerData: work,
      // Without the arguments of the main thread: a loader there would slow the start sixfold.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
    });
    worker.removeAllListeners('error');
    return new SqliteThread(worker, log);
  }

  run(statements: readonly Statement[]): Promise<Row[][]> {
    return new Promise((resolve, reject) => {
      if (this.#broken) {
        reject(this.#broken);
        return;
      }
      refuseNul(statements);
      const batch = this.#openBatch();
      this.#encoder.append(batch.values, statements);
      batch.requests.push({ size: statements.length, resolve, reject });
      this.#schedule();
    });
  }

  /** Waits for everything asked so far, then closes the connection and ends the thread. */
  async stop(): Promise<void> {
    if (!this.#broken) {
      if (this.#inFlight || this.#waiting.length > 0) {
        await new Promise<void>((resolve) => {
          this.#drained = resolve;
        });
      }
      this.#broken ??= closed();
      this.#worker.postMessage('close');
    }
    await this.#exited;
  }

  #openBatch(): Batch {
    const last = this.#waiting.at(-1);
    if (last && last.requests.length < maximumRequests) return last;
    const batch = { values: this.#encoder.begin(), requests: [] };
    this.#waiting.push(batch);
    return batch;
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => this.#send());
  }

  #send(): void {
    this.#scheduled = false;
    if (this.#broken) return;
    this.#inFlight = this.#waiting.shift();
    if (!this.#inFlight) return;
    try {
      this.#worker.postMessage(this.#inFlight.values);
    } catch (error) {
      // A value that the types exclude, such as a function: the thread would wait for this batch for ever.
      this.#break(error);
    }
  }

  #receive(reply: Value[]): void {
    const batch = this.#inFlight;
    if (!batch) return;
    this.#inFlight = undefined;
    const sizes = batch.requests.map((request) => request.size);
    this.#decoder.read(batch.values, reply, sizes, (index, outcome) => {
      const request = batch.requests[index];
      if (outcome instanceof Error) request?.reject(outcome);
      else request?.resolve(outcome);
    });
    if (this.#waiting.length === 0) this.#drained?.();
    // After the promises above have run: what they ask next joins the batch.
    this.#schedule();
  }

  #break(cause: unknown): void {
    if (!this.#broken) {
      this.#broken = failed(`The database thread failed: ${messageOf(cause)}`, cause, 'Restart the process.');
      this.#log.error(
        { error: messageOf(cause) },
        'the database thread failed; this process can no longer work',
      );
    }
    const batches = this.#inFlight ? [this.#inFlight, ...this.#waiting] : this.#waiting;
    this.#inFlight = undefined;
    this.#waiting = [];
    for (const { requests } of batches) for (const request of requests) request.reject(this.#broken);
    this.#drained?.();
    void this.#worker.terminate();
  }
}
