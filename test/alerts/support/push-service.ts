/** A push service on this machine that keeps what it was sent; the number that stands first in the path is its answer's status. */
import { once } from 'node:events';
import { createServer } from 'node:http';

export interface PushService {
  readonly url: string;
  readonly port: number;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  readonly received: readonly Buffer[];
  readonly authorization: readonly string[];
  close(): Promise<unknown>;
}

export async function startPushService(): Promise<PushService> {
  const asked: string[] = [];
  const received: Buffer[] = [];
  const authorization: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    asked.push(request.url ?? '');
    authorization.push(request.headers.authorization ?? '');
    received.push(Buffer.concat(parts));
    response.writeHead(Number(request.url?.split('/')[1]) || 201).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    received,
    authorization,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
