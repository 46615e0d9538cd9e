/** Fetches what a merchant listed from another shop's server, and nothing from our own network. */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline, Transform, type TransformCallback } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { guardedLookup, type ResolveHost } from '../../core/guarded-lookup.ts';
import { isPublicAddress } from '../../core/public-address.ts';

export interface FetchLimits {
  /** Of the body after decompression. */
  readonly maxBytes: number;
  /** From the first step to the last byte. */
  readonly totalMs: number;
  /** Without a byte in between. */
  readonly idleMs: number;
}

export interface FetchRules {
  /** Whether a host may be connected to at this resolved address. */
  readonly mayConnect?: (address: string) => boolean;
  readonly resolve?: ResolveHost;
}

export interface Fetched {
  readonly status: number;
  readonly contentType: string;
  /** Where the last redirect led. */
  readonly url: string;
  /** Read it to the end, or `close` it. Throws `fetch.too-large`, `fetch.timeout`, `fetch.failed`. */
  readonly body: AsyncIterable<Uint8Array>;
  close(): void;
}

export const userAgent = 'Shopdesk';
/** A feed as large as they come. */
export const feedLimits: FetchLimits = { maxBytes: 2_000_000_000, totalMs: 1_800_000, idleMs: 30_000 };
/** One page of a shop, or a small file. */
export const pageLimits: FetchLimits = { maxBytes: 10_000_000, totalMs: 60_000, idleMs: 20_000 };

const mostRedirects = 5;

/**
 * GETs `address`. The host is resolved here, every one of its addresses must be public, and the connection goes to
 * exactly the addresses that were checked: a name that answers differently a moment later changes nothing.
 * Each redirect is checked in the same way.
 *
 * Throws `fetch.address` (not http or https, or a login in it), `fetch.private` (leads into a private
 * network), `fetch.redirects`, `fetch.timeout`, `fetch.failed`.
 */
export async function guardedFetch(
  address: string,
  limits: FetchLimits,
  rules: FetchRules = {},
): Promise<Fetched> {
  const deadline = AbortSignal.timeout(limits.totalMs);
  let url = checkedUrl(address, rules);
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await send(url, limits, rules, deadline);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status < 300 || status >= 400 || location === undefined) return fetched(response, url, limits);
    response.destroy();
    if (!URL.canParse(location, url.href)) throw badAddress(location);
    url = checkedUrl(new URL(location, url).href, rules);
  }
  throw new ShopdeskError('fetch.redirects', `${shown(address)} redirects more than ${mostRedirects} times.`);
}

function checkedUrl(address: string, { mayConnect = isPublicAddress }: FetchRules): URL {
  if (!URL.canParse(address)) throw badAddress(address);
  const url = new URL(address);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '') throw badAddress(address);
  // An address in figures is never resolved, so it is judged here.
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  if (isIP(host) !== 0 && !mayConnect(host)) throw privateAddress(url);
  return url;
}

function send(
  url: URL,
  limits: FetchLimits,
  rules: FetchRules,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      signal,
      timeout: limits.idleMs,
      lookup: checkedLookup(url, rules),
      // No connection is kept for the next request: that one is resolved and checked anew.
      agent: false,
      headers: {
        'user-agent': userAgent,
        accept: '*/*',
        'accept-encoding': 'gzip, deflate, br',
      },
    });
    sent.on('response', resolve);
    sent.on('timeout', () => sent.destroy(timedOut(url.href)));
    sent.on('error', (error) => reject(wrapped(error, url)));
    sent.end();
  });
}

function checkedLookup(url: URL, { resolve, mayConnect = isPublicAddress }: FetchRules): LookupFunction {
  return guardedLookup(mayConnect, () => privateAddress(url), resolve);
}

function fetched(response: IncomingMessage, url: URL, limits: FetchLimits): Fetched {
  const meter = new Meter(limits.maxBytes, url.href);
  const decoder = decoderOf(response.headers['content-encoding'] ?? '');
  const ended = (error: unknown) => {
    if (error) meter.destroy(wrapped(error, url));
  };
  if (decoder) pipeline(response, decoder, meter, ended);
  else pipeline(response, meter, ended);
  response.setTimeout(limits.idleMs, () => response.destroy(timedOut(url.href)));
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    url: url.href,
    body: readAll(meter, url),
    close: () => response.destroy(),
  };
}

/** Errors of the stream in our own words, whichever of its parts raised them. */
async function* readAll(meter: Transform, url: URL): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of meter) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    throw wrapped(error, url);
  }
}

function decoderOf(encoding: string): Transform | undefined {
  if (/^(?:x-)?gzip$/iu.test(encoding)) return createGunzip();
  if (/^deflate$/iu.test(encoding)) return createInflate();
  return /^br$/iu.test(encoding) ? createBrotliDecompress() : undefined;
}

/** Counts what comes out of the decompression, so that a small bomb stays small. */
class Meter extends Transform {
  readonly #most: number;
  readonly #address: string;
  #bytes = 0;

  constructor(most: number, address: string) {
    super();
    this.#most = most;
    this.#address = address;
  }

  override _transform(chunk: Uint8Array, _encoding: string, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#most) done(null, chunk);
    else {
      const message = `${shown(this.#address)} sends more than ${this.#most} bytes.`;
      done(new ShopdeskError('fetch.too-large', message));
    }
  }
}

function wrapped(error: unknown, url: URL): ShopdeskError {
  if (error instanceof ShopdeskError) return error;
  if (error instanceof Error && error.cause instanceof ShopdeskError) return error.cause;
  if (error instanceof Error && /^(?:AbortError|TimeoutError)$/u.test(error.name)) return timedOut(url.href);
  return new ShopdeskError('fetch.failed', `${shown(url.href)} could not be read: ${messageOf(error)}`, {
    cause: error,
  });
}

function timedOut(address: string): ShopdeskError {
  return new ShopdeskError('fetch.timeout', `${shown(address)} takes too long.`);
}

function privateAddress(url: URL): ShopdeskError {
  return new ShopdeskError('fetch.private', `${shown(url.href)} leads into a private network.`, {
    remedy: 'Give an address that everybody on the internet can open.',
  });
}

function badAddress(address: string): ShopdeskError {
  return new ShopdeskError('fetch.address', `"${shown(address)}" is no web address of a shop.`);
}

function shown(address: string): string {
  return address.slice(0, 200);
}
