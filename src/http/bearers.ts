/** Callers that are no person: the bearers of the shop's two secrets. */
import type { IncomingMessage } from 'node:http';
import { sameSecret } from '../core/same-secret.ts';
import type { Authenticate, Principal } from './api/index.ts';

/**
 * Knows the bearer of ADMIN_TOKEN as an admin and the bearer of DIRECT_LINE_SECRET as the shop's back end, and asks
 * `others` about everybody else.
 */
export function authenticateBearers(
  { adminToken, directLineSecret }: { adminToken: string | undefined; directLineSecret: string },
  others: Authenticate = async () => undefined,
): Authenticate {
  return async (request) => bearerOf(request) ?? (await others(request));

  function bearerOf(request: IncomingMessage): Principal | undefined {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined) return undefined;
    if (adminToken && sameSecret(bearer, adminToken)) return { role: 'admin' };
    return sameSecret(bearer, directLineSecret) ? { role: 'shop' } : undefined;
  }
}
