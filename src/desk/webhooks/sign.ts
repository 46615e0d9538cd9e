/**
 * Signatures of webhooks, by Standard Webhooks 1.0 (https://www.standardwebhooks.com): base64 of the HMAC-SHA256 of
 * `ID.TIMESTAMP.BODY`, keyed with the bytes that the secret encodes after `whsec_`. The timestamp is Unix seconds of
 * this try: receivers refuse what is older than five minutes, so that nothing can be played again.
 */
import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** 256 random bits. */
export function newWebhookSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** @param secrets all that sign now: two while a new one takes over from the old. */
export function signedHeaders(
  { id, body }: { id: string; body: string },
  nowMs: number,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signatures = secrets.map((secret) => `v1,${signatureOf(secret, `${id}.${timestamp}.${body}`)}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function signatureOf(secret: string, signed: string): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return createHmac('sha256', key).update(signed).digest('base64');
}
