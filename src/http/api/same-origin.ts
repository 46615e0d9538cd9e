/** Tells a page of ours from a page of another site, for calls that a browser makes with its cookies. */
import type { IncomingMessage } from 'node:http';

/**
 * True when the call did not come from another site's page: what a browser says in `Sec-Fetch-Site`, else in
 * `Origin` (Fetch Metadata; OWASP, CSRF prevention). A client that is no browser says neither, and has no cookies.
 */
export function isSameOrigin(request: IncomingMessage, address: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  return origin === undefined || origin === address;
}
