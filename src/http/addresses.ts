/** Which address a request came to, and from whom it came, with and without proxies before the server. */
import type { IncomingMessage } from 'node:http';

/**
 * The address under which the client reached us, such as `https://desk.example.com`. Without `publicUrl` it is
 * what the request itself says, which is good enough for the requester alone.
 */
export function addressReader(publicUrl: string | undefined, trustedProxies: number) {
  return (request: IncomingMessage): string => {
    if (publicUrl) return publicUrl;
    const proxied = trustedProxies > 0;
    const scheme = (proxied && header(request, 'x-forwarded-proto')) || 'http';
    const host = (proxied && header(request, 'x-forwarded-host')) || request.headers.host || 'localhost';
    return /^[\w.:[\]-]+$/.test(host)
      ? `${scheme === 'https' ? 'https' : 'http'}://${host}`
      : 'http://localhost';
  };
}

/** The visitor's network address: as many steps back in X-Forwarded-For as there are proxies of ours. */
export function visitorReader(trustedProxies: number) {
  return (request: IncomingMessage): string => {
    const hops =
      header(request, 'x-forwarded-for')
        ?.split(',')
        .map((hop) => hop.trim()) ?? [];
    const told = trustedProxies > 0 ? hops.at(-trustedProxies) : undefined;
    return told ?? request.socket.remoteAddress ?? 'unknown';
  };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
