/**
 * What the shopper sent and the server has not yet taken: one at a time, in order, again and again under the
 * same client id (the server stores it once) until it is taken or finally refused.
 */
import type { Fields } from './activity.ts';
import { backoffMs } from './backoff.ts';
import { CallFailed } from './direct-line.ts';

/** `sending`: under way; `waiting`: for its turn or the connection; `failed`: refused, the shopper may retry. */
export type Delivery = 'sending' | 'waiting' | 'failed';

export interface Outgoing {
  readonly clientId: string;
  readonly activity: Fields;
  readonly files: readonly File[];
  /** When the shopper sent it, by the browser's clock, in ms. */
  readonly at: number;
  readonly delivery: Delivery;
  /** Why it failed. */
  readonly problem?: 'tooLarge' | 'fileType' | 'tooFast' | 'refused';
}

export interface OutboxOptions {
  /** Hands one message to the server; gives the stored id, throws `CallFailed`. */
  readonly send: (outgoing: Outgoing) => Promise<string>;
  readonly changed: (outgoing: Outgoing) => void;
  readonly taken: (outgoing: Outgoing, id: string) => void;
  /** The token or the conversation is no longer good; sending rests until `resume`. */
  readonly locked: () => void;
  readonly random: () => number;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #queue: Outgoing[] = [];
  #open = false;
  #busy = false;
  #attempt = 0;
  /** The message the session was doubted for: doubted twice, the message is refused. */
  #lockedOn: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#queue.filter((each) => each.delivery !== 'failed').length;
  }

  /** `first`: before all that waits, as the greeting of a new conversation must be. */
  add(outgoing: Outgoing, first = false): void {
    if (first) this.#queue.unshift(outgoing);
    else this.#queue.push(outgoing);
    this.#options.changed(outgoing);
    void this.#flush();
  }

  retry(clientId: string): void {
    const failed = this.#queue.find((each) => each.clientId === clientId && each.delivery === 'failed');
    if (!failed) return;
    this.#set(failed, 'waiting');
    void this.#flush();
  }

  /** Forgets everything: it was of another person. */
  clear(): void {
    this.#queue.length = 0;
    this.#endRest();
  }

  /** The connection is there: send what waits, now. */
  resume(): void {
    this.#open = true;
    this.#attempt = 0;
    this.#endRest();
    void this.#flush();
  }

  pause(): void {
    this.#open = false;
    this.#endRest();
  }

  /** The echo came although the answer to the post did not: it is taken. */
  settle(clientId: string): void {
    const at = this.#queue.findIndex((each) => each.clientId === clientId);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  async #flush(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) await this.#sendOne(next);
    } finally {
      this.#busy = false;
    }
  }

  #next(): Outgoing | undefined {
    const maySend = this.#open && this.#timer === undefined;
    return maySend ? this.#queue.find((each) => each.delivery === 'waiting') : undefined;
  }

  async #sendOne(waiting: Outgoing): Promise<void> {
    const sending = this.#set(waiting, 'sending');
    try {
      const id = await this.#options.send(sending);
      this.#attempt = 0;
      this.settle(sending.clientId);
      this.#options.taken(sending, id);
    } catch (error) {
      this.#onFailure(sending, error);
    }
  }

  #onFailure(sending: Outgoing, error: unknown): void {
    if (!(error instanceof CallFailed)) throw error;
    if (!this.#queue.includes(sending)) return;
    if (error.passing) {
      this.#set(sending, 'waiting');
      this.#rest(backoffMs(this.#attempt++, this.#options.random()));
    } else if ([401, 403, 404].includes(error.status) && this.#lockedOn !== sending.clientId) {
      this.#lockedOn = sending.clientId;
      this.#set(sending, 'waiting');
      this.#open = false;
      this.#options.locked();
    } else {
      this.#set(sending, 'failed', problemOf(error));
    }
  }

  #rest(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#flush();
    }, delayMs);
  }

  #endRest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #set(outgoing: Outgoing, delivery: Delivery, problem?: Outgoing['problem']): Outgoing {
    const { problem: _, ...rest } = outgoing;
    const next: Outgoing = problem ? { ...rest, delivery, problem } : { ...rest, delivery };
    const at = this.#queue.indexOf(outgoing);
    if (at >= 0) this.#queue[at] = next;
    this.#options.changed(next);
    return next;
  }
}

function problemOf(error: CallFailed): NonNullable<Outgoing['problem']> {
  if (error.status === 413) return 'tooLarge';
  if (error.status === 415) return 'fileType';
  return /rate|many|fast|limit/i.test(error.code) ? 'tooFast' : 'refused';
}
