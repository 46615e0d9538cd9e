/** The HTTP server: hot routes are answered at once, the rest by Express. */

import type { RequestListener } from 'node:http';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { hasErrorCode, ShopdeskError } from '../core/errors.ts';

export type RawHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServer {
  /** @returns the port; with port 0 whichever was free. Rejects with `http.port` when it is taken. */
  listen(port: number, host: string | undefined): Promise<number>;
  /** Takes no new connection; resolves when every request under way is answered. */
  close(): Promise<void>;
}

/** Headers must be there within this time, and a whole request within the other: slow senders hold nothing. */
const headersTimeoutMs = 15_000;
const requestTimeoutMs = 120_000;

/**
 * @param raw handlers by path prefix, tried first, the longest prefix winning.
 * @param upgrade takes a socket over; false when it wants none of it.
 */
export function createHttpServer({
  raw,
  rest,
  upgrade,
}: {
  raw: Readonly<Record<string, RawHandler>>;
  rest: RequestListener;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
}): HttpServer {
  const prefixes = Object.entries(raw).sort(([one], [other]) => other.length - one.length);
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    for (const [prefix, handle] of prefixes) {
      if (isBelow(path, prefix)) return void handle(request, response);
    }
    rest(request, response);
  });
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.on('upgrade', (request, socket, head) => {
    if (upgrade(request, socket, head)) return;
    // Nobody else listens on a socket that wants to be upgraded: an error on it would end the process.
    socket.on('error', () => socket.destroy());
    socket.once('finish', () => socket.destroy());
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return {
    listen: (port, host) => listen(server, port, host),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function isBelow(path: string, prefix: string): boolean {
  if (!path.startsWith(prefix)) return false;
  const next = path[prefix.length];
  return next === undefined || next === '/' || next === '?';
}

function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new ShopdeskError('http.port', `The server cannot listen on port ${port}: ${error.message}.`, {
          remedy:
            hasErrorCode(error, 'ENOTFOUND') || hasErrorCode(error, 'EADDRNOTAVAIL')
              ? 'HOST must be an address of this machine; all of them are used if it is unset.'
              : 'Choose another with PORT, or stop what uses it.',
          cause: error,
        }),
      ),
    );
    server.listen({ port, host }, () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
