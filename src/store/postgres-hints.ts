/**
 * Hints between processes by LISTEN and NOTIFY. Outside the transaction of the write, because NOTIFY inside one
 * makes PostgreSQL commit all such transactions one after the other.
 */
import pg from 'pg';
import { messageOf } from '../core/errors.ts';
import { type Ids, randomIds } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Database } from './database.ts';
import { checkHint } from './failures.ts';

/** Hints of this many milliseconds travel together; the same hint twice travels once. */
const coalesceMs = 10;
/** So that a server that is away is not flooded with hints that came too late anyway. */
const maximumWaiting = 10_000;
const maximumPerQuery = 500;
const reconnectDelays = [50, 100, 250, 500, 1000, 2000, 5000];

export interface Hints extends Pick<Database, 'notify' | 'listen'> {
  close(): Promise<void>;
}

/** Connects at first use: one connection to send, one to hear. */
export function openHints(settings: pg.ClientConfig, log: Log, ids: Ids = randomIds): Hints {
  const sender = new Sender(settings, log, ids.next());
  const listener = new Listener(settings, log, sender.instance);
  return {
    notify: (topic, payload) => sender.add(topic, payload),
    listen: (topic, heard) => listener.add(topic, heard),
    close: async () => {
      await Promise.all([sender.close(), listener.close()]);
    },
  };
}

class Sender {
  readonly instance: string;
  readonly #settings: pg.ClientConfig;
  readonly #log: Log;
  #waiting = new Map<string, readonly [topic: string, payload: string]>();
  #timer: NodeJS.Timeout | undefined;
  #client: pg.Client | undefined;
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(settings: pg.ClientConfig, log: Log, instance: string) {
    this.#settings = settings;
    this.#log = log;
    this.instance = instance;
  }

  add(topic: string, payload: string): void {
    checkHint(topic, payload);
    if (this.#closed || this.#waiting.size >= maximumWaiting) return;
    this.#waiting.set(`${topic}\n${payload}`, [topic, `${this.instance} ${payload}`]);
    this.#timer ??= setTimeout(() => this.#flush(), coalesceMs);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flush();
    this.#closed = true;
    await this.#sending;
    await this.#client?.end().catch(() => {});
  }

  #flush(): void {
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#sendAll());
  }

  /** Never rejects: what cannot be sent is dropped, the readers' own sweep finds it. */
  async #sendAll(): Promise<void> {
    const hints = [...this.#waiting.values()];
    this.#waiting = new Map();
    try {
      for (let at = 0; at < hints.length; at += maximumPerQuery) {
        const part = hints.slice(at, at + maximumPerQuery);
        const client = await this.#connect();
        await client.query({
          name: 'notify',
          text: 'SELECT pg_notify(topic, payload) FROM unnest($1::text[], $2::text[]) AS hint (topic, payload)',
          values: [part.map(([topic]) => topic), part.map(([, payload]) => payload)],
        });
      }
    } catch (error) {
      this.#log.debug({ error: messageOf(error), hints: hints.length }, 'hints to other processes were lost');
    }
  }

  async #connect(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client(this.#settings);
    const drop = () => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on('error', drop);
    client.on('end', drop);
    await client.connect();
    // A hint need not survive a crash, so nobody waits for the disk.
    await client.query('SET synchronous_commit = off');
    this.#client = client;
    return client;
  }
}

class Listener {
  readonly #settings: pg.ClientConfig;
  readonly #log: Log;
  readonly #ownPrefix: string;
  readonly #heard = new Map<string, Set<(payload: string) => void>>();
  #client: pg.Client | undefined;
  #running: Promise<void> | undefined;
  #failures = 0;
  #commands: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(settings: pg.ClientConfig, log: Log, instance: string) {
    this.#settings = settings;
    this.#log = log;
    this.#ownPrefix = `${instance} `;
  }

  add(topic: string, heard: (payload: string) => void): () => void {
    checkHint(topic, '');
    // Wrapped, so that one function may listen twice and stop once.
    const entry = (payload: string) => heard(payload);
    const entries = this.#heard.get(topic) ?? new Set();
    entries.add(entry);
    this.#heard.set(topic, entries);
    if (entries.size === 1) this.#subscribe('LISTEN', topic);
    return () => {
      if (!entries.delete(entry) || entries.size > 0) return;
      this.#heard.delete(topic);
      this.#subscribe('UNLISTEN', topic);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#commands;
    await this.#client?.end().catch(() => {});
  }

  #subscribe(command: 'LISTEN' | 'UNLISTEN', topic: string): void {
    const client = this.#client;
    if (!client) {
      this.#start();
      return;
    }
    // One after the other; an error of the connection is handled where it is watched.
    this.#commands = this.#commands.then(async () => {
      await client.query(`${command} ${pg.escapeIdentifier(topic)}`).catch(() => {});
    });
  }

  #start(): void {
    if (this.#closed || this.#running || this.#timer) return;
    this.#running = this.#connect().finally(() => {
      this.#running = undefined;
    });
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(this.#settings);
    let lost = false;
    const retry = (error: unknown) => {
      if (lost) return;
      lost = true;
      if (this.#client === client) this.#client = undefined;
      client.end().catch(() => {});
      this.#startLater(error);
    };
    client.on('error', retry);
    client.on('end', () => retry(new Error('The connection was closed.')));
    client.on('notification', ({ channel, payload = '' }) => this.#receive(channel, payload));
    try {
      await client.connect();
      // Topics added while this waits are in the map, and the loop sees them.
      for (const topic of this.#heard.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(topic)}`);
      if (lost) return;
      this.#client = client;
      this.#failures = 0;
    } catch (error) {
      retry(error);
    }
  }

  #startLater(error: unknown): void {
    if (this.#closed || this.#timer) return;
    const wait = reconnectDelays[Math.min(this.#failures++, reconnectDelays.length - 1)];
    this.#log.warn(
      { error: messageOf(error), wait },
      'hints from other processes are not heard; connecting again',
    );
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, wait);
  }

  #receive(topic: string, tagged: string): void {
    if (tagged.startsWith(this.#ownPrefix)) return;
    const payload = tagged.slice(tagged.indexOf(' ') + 1);
    for (const heard of this.#heard.get(topic) ?? []) {
      try {
        heard(payload);
      } catch (error) {
        this.#log.error({ error: messageOf(error), topic }, 'a listener of hints failed');
      }
    }
  }
}
