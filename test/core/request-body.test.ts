/** A body is read within its limit: what is too large costs no more memory than what is allowed. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasCode } from '../../src/core/errors.ts';
import { readBody } from '../../src/core/request-body.ts';

const limit = 1_000_000;
const chunkBytes = 65_536;
const server = createServer((incoming, response) => {
  const read = readBody(incoming, limit);
  const seen = { came: 0, collected: 0, error: undefined };
  incoming.on('data', (chunk: Buffer) => {
    seen.came += chunk.length;
    const isCollected = incoming.listenerCount('data') > 1;
    if (isCollected) seen.collected += chunk.length;
  });
  last = seen;
  read.then(
    (body) => response.end(`${body.length}`),
    (error) => {
      seen.error = error;
      incoming.once('end', () => response.end('refused'));
    },
  );
});
let last: { came: number; collected: number; error: unknown } | undefined;

beforeAll(() => once(server.listen(0), 'listening'));
afterAll(() => server.close());

async function send(bytes: number): Promise<string> {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const outgoing = request({ port, method: 'POST' });
  const answered = once(outgoing, 'response');
  const piece = Buffer.alloc(chunkBytes, 'a');
  for (let left = bytes; left > 0; left -= piece.length) {
    if (!outgoing.write(piece.subarray(0, left))) await once(outgoing, 'drain');
  }
  outgoing.end();
  const [response]: IncomingMessage[] = await answered;
  let text = '';
  for await (const part of response ?? []) text += part;
  return text;
}

it('takes what fits, to the last byte', async () => {
  expect(await send(limit)).toBe(`${limit}`);
});

it('gives up on what does not fit as soon as that is seen, and collects no more of it', async () => {
  expect(await send(20 * limit)).toBe('refused');
  expect(hasCode(last?.error, 'request.too-large')).toBe(true);
  expect(last?.came).toBe(20 * limit);
  expect(last?.collected).toBeLessThanOrEqual(limit);
});
