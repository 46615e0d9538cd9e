/** Sends one webhook: to public addresses only, without following anywhere, and with a short look at the answer. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { guardedLookup } from '../../core/guarded-lookup.ts';
import { isPublicAddress } from '../../core/public-address.ts';

export interface PostAnswer {
  /** Of HTTP; undefined when no answer came. */
  readonly status: number | undefined;
  /** What went wrong; undefined for an answer of 2xx. */
  readonly error: string | undefined;
  /** What the receiver asks for with Retry-After, ms. */
  readonly retryAfterMs: number | undefined;
}

const timeoutMs = 15_000;
const mostShown = 500;
const privateRefused = 'it leads into a private network';

/**
 * @param privateNetwork whether addresses of the own network may be called.
 * @throws ShopdeskError `webhook.invalid` for an address that can never be called.
 */
export function checkTarget(address: string, privateNetwork: boolean): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isWeb || url.username !== '' || url.password !== '') {
    throw new ShopdeskError('webhook.invalid', 'A webhook is an address such as https://shop.example/hooks.');
  }
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  const isOwn = (isIP(host) !== 0 && !isPublicAddress(host)) || /(^|\.)localhost\.?$/i.test(host);
  if (isOwn && !privateNetwork) {
    throw new ShopdeskError('webhook.invalid', `This webhook cannot be called: ${privateRefused}.`, {
      remedy: 'Give a public address, or set WEBHOOK_PRIVATE_NETWORK=on.',
    });
  }
  return url;
}

/** Never rejects: what goes wrong is part of the answer. */
export function postWebhook(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  privateNetwork: boolean,
): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const fail = (error: unknown, status?: number) =>
      resolve({ status, error: messageOf(error).slice(0, mostShown), retryAfterMs: undefined });
    try {
      const url = checkTarget(address, privateNetwork);
      const request = url.protocol === 'https:' ? requestHttps : requestHttp;
      const mayConnect = (ip: string) => privateNetwork || isPublicAddress(ip);
      const sent = request(url, {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        lookup: guardedLookup(mayConnect, () => new Error(privateRefused)),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Shopdesk',
          ...headers,
        },
      });
      sent.on('response', (response) => {
        const status = response.statusCode ?? 0;
        let shown = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          shown += chunk.slice(0, mostShown - shown.length);
          // Whoever answers without end has been heard enough.
          if (shown.length >= mostShown) response.destroy();
        });
        response.on('error', (error) => fail(error, status));
        response.on('close', () => {
          const taken = status >= 200 && status < 300;
          const what = shown.replace(/[\s\p{Cc}]+/gu, ' ').trim();
          resolve({
            status,
            error: taken ? undefined : `the receiver answers ${status}${what ? `: ${what}` : ''}`,
            retryAfterMs: retryAfter(response.headers['retry-after']),
          });
        });
      });
      sent.on('error', (error) =>
        fail(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'no answer in time' : error),
      );
      sent.end(body);
    } catch (error) {
      fail(error);
    }
  });
}

/** Only seconds are understood; at most a day. */
function retryAfter(value: string | undefined): number | undefined {
  return value && /^\d{1,9}$/.test(value) ? Math.min(Number(value), 86_400) * 1000 : undefined;
}
