/** Fetches as a good guest: what robots.txt forbids is left alone, and no server is asked more often than it wishes. */
import robotsParser from 'robots-parser';
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import {
  type Fetched,
  type FetchLimits,
  type FetchRules,
  feedLimits,
  guardedFetch,
  userAgent,
} from './guarded-fetch.ts';

export interface PoliteOptions {
  readonly clock: Clock;
  readonly rules?: FetchRules;
  /** Least time between two requests to one host, unless its robots.txt asks for more. */
  readonly gapMs?: number;
}

export type PoliteFetch = (address: string, limits?: FetchLimits) => Promise<Fetched>;

/**
 * A fetch that asks robots.txt first (RFC 9309: unreachable means no, missing means yes) and waits between
 * requests to the same host. Throws `fetch.robots`, `fetch.status`, and what `guardedFetch` throws.
 */
export function createPoliteFetch({ clock, rules = {}, gapMs = 1_000 }: PoliteOptions): PoliteFetch {
  const hosts = new Map<string, Host>();

  async function fetchPolitely(address: string, limits: FetchLimits = feedLimits): Promise<Fetched> {
    const origin = URL.canParse(address) ? new URL(address).origin : address;
    const host = hosts.get(origin) ?? { turn: Promise.resolve() };
    hosts.set(origin, host);
    // One after another, so that the gap is kept however many ask.
    const mine = host.turn.then(() => request(host, origin, address, limits));
    host.turn = mine.then(
      () => {},
      () => {},
    );
    return mine;
  }

  async function request(host: Host, origin: string, address: string, limits: FetchLimits): Promise<Fetched> {
    const rulesOfHost = await robotsOf(host, origin);
    if (rulesOfHost?.isAllowed(address, userAgent) === false) {
      throw new ShopdeskError('fetch.robots', `The shop's robots.txt forbids ${address.slice(0, 200)}.`, {
        remedy: 'Ask the shop for a feed, or import a file it gave you.',
      });
    }
    const asked = Math.min(rulesOfHost?.getCrawlDelay(userAgent) ?? 0, longestDelayS) * 1_000;
    await wait((host.lastAt ?? Number.NEGATIVE_INFINITY) + Math.max(gapMs, asked) - clock.now());
    host.lastAt = clock.now();
    const fetched = await guardedFetch(address, limits, rules);
    if (fetched.status === 200) return fetched;
    fetched.close();
    throw new ShopdeskError(
      'fetch.status',
      `${address.slice(0, 200)} answers with status ${fetched.status}.`,
    );
  }

  async function robotsOf(host: Host, origin: string): Promise<Robots | undefined> {
    if (host.robots && clock.now() - host.robots.at < robotsLifeMs) return host.robots.rules;
    const rulesOfHost = await readRobots(origin, rules);
    host.robots = { at: clock.now(), rules: rulesOfHost };
    return rulesOfHost;
  }

  function wait(ms: number): Promise<void> {
    return ms > 0 ? new Promise((resolve) => clock.after(ms, resolve)) : Promise.resolve();
  }

  return fetchPolitely;
}

type Robots = ReturnType<typeof robotsParser>;

interface Host {
  /** Settles when the last request has been answered. */
  turn: Promise<void>;
  lastAt?: number;
  robots?: { readonly at: number; readonly rules: Robots | undefined };
}

const robotsLifeMs = 86_400_000;
/** A shop that asks for more does not want to be read at all; once a minute is our patience. */
const longestDelayS = 60;
/** RFC 9309 asks crawlers to read at least this much. */
const robotsLimits: FetchLimits = { maxBytes: 512_000, totalMs: 20_000, idleMs: 10_000 };

/** Undefined when there are no rules. */
async function readRobots(origin: string, rules: FetchRules): Promise<Robots | undefined> {
  const address = `${origin}/robots.txt`;
  const fetched = await guardedFetch(address, robotsLimits, rules);
  if (fetched.status >= 400 && fetched.status < 500) {
    fetched.close();
    return undefined;
  }
  if (fetched.status !== 200) {
    fetched.close();
    throw new ShopdeskError(
      'fetch.robots',
      `${address.slice(0, 200)} answers with status ${fetched.status}.`,
    );
  }
  const parts: Uint8Array[] = [];
  for await (const part of fetched.body) parts.push(part);
  return robotsParser(address, Buffer.concat(parts).toString('utf8'));
}
