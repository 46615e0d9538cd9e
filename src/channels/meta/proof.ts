/** How Meta proves its calls, for WhatsApp, Messenger and Instagram. https://developers.facebook.com/docs/graph-api/webhooks */
import { type Call, type Heard, Refused } from '../channel.ts';
import { header, isHmac, needSecret } from '../proof.ts';

export interface MetaSecrets {
  readonly appSecret: string;
  readonly verifyToken: string;
}

/**
 * Answers Meta's question whether the address is ours; undefined for a call that is proved and has something to tell.
 * @throws Refused 401
 */
export function readMeta(call: Call, { appSecret, verifyToken }: MetaSecrets): Heard | undefined {
  if (call.method === 'GET') {
    needSecret(call.url.searchParams.get('hub.verify_token') ?? '', verifyToken);
    const body = (call.url.searchParams.get('hub.challenge') ?? '').replace(/[^\w-]/g, '');
    return { events: [], answer: { contentType: 'text/plain; charset=utf-8', body } };
  }
  proveMeta(call, appSecret);
  return undefined;
}

/** `sha256=` and the HMAC over the raw body. */
export function proveMeta({ headers, body }: Pick<Call, 'headers' | 'body'>, appSecret: string): void {
  const [, mac = ''] = /^sha256=([0-9a-f]{64})$/.exec(header(headers, 'x-hub-signature-256')) ?? [];
  if (!isHmac('sha256', appSecret, body, mac, 'hex')) throw new Refused(401, 'The signature is not Meta’s.');
}
