import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { createServedEncoder } from '../../src/understanding/index.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An encoder for vectors of two numbers, served by `listener`. */
async function servedBy(listener: RequestListener, timeoutMs = 1_000) {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return createServedEncoder({
    baseUrl: `http://127.0.0.1:${port}/v1`,
    model: 'tiny',
    size: 2,
    apiKey: 'key',
    timeoutMs,
  });
}

it('gives one vector a text, in order, whatever order the server chose', async () => {
  const asked: unknown[] = [];
  const encoder = await servedBy((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      asked.push({ url: request.url, key: request.headers.authorization, body: JSON.parse(body) });
      response.end(
        JSON.stringify({
          data: [
            { index: 1, embedding: [3, 4] },
            { index: 0, embedding: [1, 2] },
          ],
        }),
      );
    });
  });
  expect(await encoder.encode(['first', 'second'])).toEqual([Float32Array.of(1, 2), Float32Array.of(3, 4)]);
  expect(asked).toEqual([
    { url: '/v1/embeddings', key: 'Bearer key', body: { model: 'tiny', input: ['first', 'second'] } },
  ]);
});

const misbehaving: [string, RequestListener][] = [
  ['says 500', (_, response) => response.writeHead(500).end('no')],
  ['sends no JSON', (_, response) => response.end('<html>')],
  ['sends another shape', (_, response) => response.end('{"data":[{"embedding":"x"}]}')],
  ['sends too few vectors', (_, response) => response.end('{"data":[]}')],
  [
    'sends vectors of another size',
    (_, response) => response.end('{"data":[{"index":0,"embedding":[1,2,3]}]}'),
  ],
  ['hangs up', (request) => request.socket.destroy()],
  ['redirects', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['ends in the middle', (_, response) => response.writeHead(200, { 'content-length': 900 }).end('{"data":')],
];

it.each(misbehaving)('fails with a code when the server %s', async (_, listener) => {
  const encoder = await servedBy(listener);
  await expect(encoder.encode(['text'])).rejects.toMatchObject({ code: 'understanding.encoder' });
});

it('does not wait for ever', async () => {
  const encoder = await servedBy(() => {}, 50);
  await expect(encoder.encode(['text'])).rejects.toMatchObject({ code: 'understanding.encoder' });
});

it('gives up when it is closed', async () => {
  let arrived: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const encoder = await servedBy(() => arrived());
  const encoding = encoder.encode(['text']);
  const failed = expect(encoding).rejects.toMatchObject({ code: 'understanding.encoder' });
  await asked;
  await encoder.close();
  await failed;
});
