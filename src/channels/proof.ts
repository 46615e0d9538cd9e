/** How platforms prove that a call is theirs, compared in a time that tells nothing. */
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { sameSecret } from '../core/same-secret.ts';
import { Refused } from './channel.ts';

/** The header `name` as one text; empty when it is missing. */
export function header(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

/** True when `mac`, in hexadecimal or base64, is the HMAC of these bytes. */
export function isHmac(
  algorithm: 'sha1' | 'sha256',
  key: string,
  content: string | Uint8Array,
  mac: string,
  encoding: 'hex' | 'base64',
): boolean {
  // As text: decoding is lenient, and would take some changed signatures for the same.
  const expected = Buffer.from(createHmac(algorithm, key).update(content).digest(encoding));
  const given = Buffer.from(mac);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Ed25519 (RFC 8032); key and signature in hexadecimal. False for a key or signature that is none. */
export function isSignedEd25519(publicKey: string, content: Uint8Array, signature: string): boolean {
  const key = Buffer.from(publicKey, 'hex');
  const given = Buffer.from(signature, 'hex');
  if (key.length !== 32 || given.length !== 64) return false;
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
  try {
    return verify(null, content, createPublicKey({ key: spki, format: 'der', type: 'spki' }), given);
  } catch {
    return false;
  }
}

/** @throws Refused unless `given` is the secret. */
export function needSecret(given: string, secret: string): void {
  if (!sameSecret(given, secret)) throw new Refused(401, 'The secret is not the one that was agreed.');
}

/** @throws Refused for a call that was signed more than `mostMs` ago, or ahead of our clock by as much. */
export function needFresh(seconds: string, now: number, mostMs = 300_000): void {
  const at = /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1_000 : Number.NaN;
  if (!(Math.abs(now - at) <= mostMs))
    throw new Refused(401, 'The call is too old, or does not say its time.');
}
