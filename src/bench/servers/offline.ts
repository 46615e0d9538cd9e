/** `offline-directline` (npm), the only other server of Direct Line for Node, with a bot in the same process. */

import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

interface Bridge {
  initializeRoutes(app: RequestListener, port: number, botUrl: string): void;
}

/** @param bot answers `POST /api/messages`. @returns the port of Direct Line. */
export async function serveOffline(bot: RequestListener): Promise<number> {
  // It prints a line for every conversation.
  console.log = () => {};
  const botPort = await listen(createServer(bot));
  const require = createRequire(import.meta.url);
  const entry = require.resolve('offline-directline');
  const express: () => RequestListener = createRequire(entry)('express');
  const { initializeRoutes }: Bridge = require(entry);
  const free = createServer();
  const port = await listen(free);
  await new Promise((resolve) => free.close(resolve));
  initializeRoutes(express(), port, `http://127.0.0.1:${botPort}/api/messages`);
  return port;
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/** The whole body as text. */
export async function bodyOf(request: Parameters<RequestListener>[0]): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
