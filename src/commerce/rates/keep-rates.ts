/** Reads the rates again and again from where the merchant says; what was read last stays when that fails. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../core/clock.ts';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Database } from '../../store/index.ts';
import { guardedFetch, pageLimits } from '../catalogue/guarded-fetch.ts';
import { readEcbRates } from './ecb-rates.ts';
import { saveRates } from './stored-rates.ts';

export interface KeepRatesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** File or http(s) address of the ECB's daily file. */
  readonly location: string;
  /** How an address is fetched; guarded like every address a merchant lists. */
  readonly fetchText?: (address: string) => Promise<string>;
}

/** The ECB publishes once a working day at about 16:00 CET. */
const everyMs = 6 * 3_600_000;

/** Reads at once, then every six hours. */
export function keepRates(options: KeepRatesOptions): { readonly first: Promise<void>; stop(): void } {
  const { clock, log, location } = options;
  let cancel = () => {};
  let stopped = false;

  async function refresh(): Promise<void> {
    try {
      await refreshRates(options);
    } catch (error) {
      if (!stopped)
        log.warn(
          { location, error: messageOf(error) },
          'The exchange rates could not be read; the last stay',
        );
    }
    if (!stopped) cancel = clock.after(everyMs, () => void refresh());
  }

  return {
    first: refresh(),
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** Throws `rates.invalid`, `fetch.*` and what reading a file throws. */
export async function refreshRates({
  database,
  location,
  fetchText = fetched,
}: Pick<KeepRatesOptions, 'database' | 'location' | 'fetchText'>): Promise<void> {
  const isAddress = /^https?:\/\//iu.test(location);
  const text = isAddress ? await fetchText(location) : await readFile(fileOf(location), 'utf8');
  await saveRates(database, readEcbRates(text));
}

function fileOf(location: string): string {
  return location.startsWith('file:') ? fileURLToPath(location) : location;
}

async function fetched(address: string): Promise<string> {
  const answer = await guardedFetch(address, pageLimits);
  try {
    if (answer.status !== 200)
      throw new ShopdeskError('fetch.failed', `The address answers ${answer.status}.`);
    const parts: Uint8Array[] = [];
    for await (const part of answer.body) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  } finally {
    answer.close();
  }
}
