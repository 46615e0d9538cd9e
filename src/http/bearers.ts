/** Callers that are no person: the bearers of the shop's secrets. */
import type { IncomingMessage } from 'node:http';
import { sameSecret } from '../core/same-secret.ts';
import type { Authenticate, Principal } from './api/index.ts';

/**
 * Knows the bearer of ADMIN_TOKEN as an admin, the one of DIRECT_LINE_SECRET as the shop's back end, the one of
 * HUB_SECRET as the outside hub, and asks `others` about everybody else.
 */
export function authenticateBearers(
  {
    adminToken,
    directLineSecret,
    hubSecret,
  }: {
    adminToken: string | undefined;
    directLineSecret: string;
    hubSecret?: string | undefined;
  },
  others: Authenticate = async () => undefined,
): Authenticate {
  return async (request) => bearerOf(request) ?? (await others(request));

  function bearerOf(request: IncomingMessage): Principal | undefined {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined) return undefined;
    if (adminToken && sameSecret(bearer, adminToken)) return { role: 'admin' };
    if (hubSecret && sameSecret(bearer, hubSecret)) return { role: 'hub' };
    return sameSecret(bearer, directLineSecret) ? { role: 'shop' } : undefined;
  }
}
