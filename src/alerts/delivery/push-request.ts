/** One request to a push service: only to public addresses, and with an answer that says whether it was taken. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { messageOf } from '../../core/errors.ts';
import { guardedLookup } from '../../core/guarded-lookup.ts';
import { isPublicAddress } from '../../core/public-address.ts';
import type { Outcome } from '../outbox/message.ts';

export interface PushRules {
  /** Whether a host may be connected to at this resolved address; only public ones if left out. */
  readonly mayConnect?: (address: string) => boolean;
  readonly timeoutMs?: number;
}

export interface PushRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array;
}

/** Codes of errors that come before a byte of the request has left. */
const before = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** True for an endpoint that may be stored: https, no login, and no private address in figures. */
export function isPushEndpoint(endpoint: string, { mayConnect = isPublicAddress }: PushRules = {}): boolean {
  if (endpoint.length > 1_000 || !URL.canParse(endpoint)) return false;
  const { protocol, username, password, hostname } = new URL(endpoint);
  if (username !== '' || password !== '') return false;
  const host = hostname.replace(/^\[|\]$/gu, '');
  if (isIP(host) !== 0 && !mayConnect(host)) return false;
  // Plain http is for a push service on a machine of one's own, which the rules must allow.
  return protocol === 'https:' || (protocol === 'http:' && isIP(host) !== 0 && !isPublicAddress(host));
}

/**
 * Sends it. 404 and 410 mean that the subscription is gone (RFC 8030, 7.3), 429 and 5xx that it was not taken;
 * a connection that ends without an answer leaves it unknown.
 */
export function sendPush({ endpoint, headers, body }: PushRequest, rules: PushRules = {}): Promise<Outcome> {
  const { mayConnect = isPublicAddress, timeoutMs = 20_000 } = rules;
  if (!isPushEndpoint(endpoint, rules))
    return Promise.resolve({ kind: 'never', reason: 'the push endpoint leads into a private network' });
  const url = new URL(endpoint);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    let refused = false;
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers },
      agent: false,
      timeout: timeoutMs,
      lookup: guardedLookup(mayConnect, () => {
        refused = true;
        return new Error('a private address');
      }),
    });
    const giveUp = setTimeout(() => sent.destroy(new Error('no answer in time')), timeoutMs);
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('response', (response) => {
      response.resume();
      resolve(outcomeOf(response.statusCode ?? 0, endpoint));
    });
    sent.on('error', (error) => {
      if (refused) resolve({ kind: 'never', reason: 'the push endpoint leads into a private network' });
      else if ('code' in error && typeof error.code === 'string' && before.has(error.code))
        resolve({ kind: 'later', reason: `the push service cannot be reached: ${error.code}` });
      else resolve({ kind: 'unknown', reason: messageOf(error) });
    });
    sent.on('close', () => clearTimeout(giveUp));
    sent.end(body);
  });
}

function outcomeOf(status: number, endpoint: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'sent', as: endpoint };
  if (status === 404 || status === 410)
    return { kind: 'never', reason: `the subscription is gone (${status})` };
  if (status === 429 || status >= 500) return { kind: 'later', reason: `the push service answers ${status}` };
  return { kind: 'never', reason: `the push service refuses it (${status})` };
}
