/** An outside system that takes posted JSON over real HTTP, and answers as the test wants. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './direct-line-client.ts';

export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly posts: Posted[];
  /** What the next requests are answered; 200 in the beginning. */
  answer: (response: ServerResponse, post: Posted) => void;
  /** Waits for a post that fits. */
  next(fits: (post: Posted) => boolean): Promise<Posted>;
  close(): Promise<void>;
}

/** Answers with a status and no words. */
export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(code, headers).end();
  };

export async function startReceiver(port = 0): Promise<Receiver> {
  const posts: Posted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const post = { path: request.url ?? '', headers: request.headers, body };
      posts.push(post);
      receiver.answer(response, post);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: open }: AddressInfo = Object(server.address());
  const receiver: Receiver = {
    url: `http://127.0.0.1:${open}`,
    posts,
    answer: status(200),
    next: (fits) => until(() => posts.find(fits)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
