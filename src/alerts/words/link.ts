/** Links that are counted: each is signed, and leads nowhere but to what the alert itself holds. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface LinkTarget {
  readonly alertId: string;
  /** Which link of the alert; `seen` notes that it was looked at. */
  readonly link: number | 'seen';
}

/** `ALERT.LINK.SIGNATURE`, URL-safe. */
export function signLink({ alertId, link }: LinkTarget, key: Uint8Array): string {
  return `${alertId}.${link}.${signature(`${alertId}.${link}`, key)}`;
}

/** Undefined for a token that is not ours. */
export function readLink(token: string, key: Uint8Array): LinkTarget | undefined {
  const [alertId = '', link = '', given = '', ...more] = token.split('.');
  const expected = Buffer.from(signature(`${alertId}.${link}`, key));
  const actual = Buffer.from(given);
  if (more.length > 0 || expected.length !== actual.length || !timingSafeEqual(expected, actual))
    return undefined;
  return { alertId, link: link === 'seen' ? 'seen' : Number(link) };
}

function signature(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`alert-link ${text}`).digest('base64url').slice(0, 22);
}
