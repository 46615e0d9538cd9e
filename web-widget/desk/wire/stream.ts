/**
 * One socket to the desk that is always there: when it drops, another is opened from the last watermark, so nothing
 * is missed and nothing comes twice.
 */
import { fields, list, parseJson, text } from '../../wire/activity.ts';
import { backoffMs } from '../../wire/backoff.ts';
import { ApiFailed } from './api.ts';
import type { StreamGrant } from './types.ts';

export interface StreamEvents {
  /** Asks the desk for an address that goes on after `watermark`. */
  grant(watermark: number): Promise<StreamGrant>;
  /** One activity; `watermark` is its place in the log, undefined for what is not kept. */
  received(activity: unknown, watermark: number | undefined): void;
  state(state: 'online' | 'lost'): void;
  /** The desk refuses: there is nothing to listen to. */
  refused(error: ApiFailed): void;
}

const keepAliveMs = 20_000;
const opensWithinMs = 15_000;

export class Stream {
  /** The newest grant, for sending files with its token. */
  grant: StreamGrant | undefined;
  readonly #events: StreamEvents;
  #watermark = 0;
  #socket: WebSocket | undefined;
  #attempt = 0;
  #isOpen = false;
  #isOpening = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #keepAlive: ReturnType<typeof setInterval> | undefined;

  constructor(events: StreamEvents) {
    this.#events = events;
  }

  open(): void {
    this.#isOpen = true;
    if (!this.#socket && !this.#isOpening) void this.#connect();
  }

  close(): void {
    this.#isOpen = false;
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** The network is back or gone: do not wait for a time-out to notice. */
  again(): void {
    if (!this.#isOpen) return;
    this.#drop();
    this.#attempt = 0;
    void this.#connect();
  }

  async #connect(): Promise<void> {
    if (this.#isOpening) return;
    this.#isOpening = true;
    clearTimeout(this.#retry);
    try {
      const grant = await this.#events.grant(this.#watermark);
      if (!this.#isOpen) return;
      this.grant = grant;
      this.#listen(grant.streamUrl);
    } catch (error) {
      if (!(error instanceof ApiFailed)) throw error;
      if (error.passing) this.#later();
      else {
        this.#isOpen = false;
        this.#events.refused(error);
      }
    } finally {
      this.#isOpening = false;
    }
  }

  #listen(address: string): void {
    const socket = new WebSocket(address);
    this.#socket = socket;
    const patience = setTimeout(() => socket.close(), opensWithinMs);
    socket.onopen = () => {
      clearTimeout(patience);
      this.#attempt = 0;
      this.#keepAlive = setInterval(() => socket.send(''), keepAliveMs);
      this.#events.state('online');
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket || typeof data !== 'string' || !data) return;
      const frame = fields(parseJson(data));
      const watermark = Number(text(frame.watermark) ?? frame.watermark);
      const isKept = Number.isFinite(watermark);
      if (isKept) this.#watermark = watermark;
      for (const activity of list(frame.activities)) {
        this.#events.received(activity, isKept ? watermark : undefined);
      }
    };
    socket.onclose = () => {
      clearTimeout(patience);
      if (this.#socket !== socket) return;
      this.#drop();
      this.#later();
    };
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    clearInterval(this.#keepAlive);
    socket?.close();
  }

  #later(): void {
    if (!this.#isOpen) return;
    this.#events.state('lost');
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connect(), backoffMs(this.#attempt++, Math.random()));
  }
}
