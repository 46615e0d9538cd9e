/** What a merchant lists is fetched from the internet only, within limits, and politely. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type FetchRules, guardedFetch, pageLimits } from '../../../src/commerce/catalogue/guarded-fetch.ts';
import { createPoliteFetch } from '../../../src/commerce/catalogue/polite-fetch.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { isPublicAddress } from '../../../src/core/public-address.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return port;
}

/** As if `shop.example` were a public host at our own address; everything else is judged as always. */
const rules: FetchRules = {
  mayConnect: (address) => address === '127.0.0.1' || isPublicAddress(address),
  resolve: async (host) => {
    if (host === 'shop.example') return [{ address: '127.0.0.1', family: 4 }];
    if (host === 'inside.example') return [{ address: '10.0.0.7', family: 4 }];
    if (host === 'mixed.example') {
      return [
        { address: '127.0.0.1', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ];
    }
    throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
  },
};

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

describe('public addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['93.184.215.14', '8.8.8.8', '172.32.0.1', '2606:4700::1111'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('fetching from a shop', () => {
  it('reads what a public host sends, compressed or not', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/zip') {
        response.setHeader('content-encoding', 'gzip').end(gzipSync('zipped feed'));
      } else response.setHeader('content-type', 'text/csv').end('plain feed');
    });
    const plain = await guardedFetch(`http://shop.example:${port}/feed`, pageLimits, rules);
    expect([plain.status, plain.contentType, await text(plain.body)]).toEqual([
      200,
      'text/csv',
      'plain feed',
    ]);
    const zipped = await guardedFetch(`http://shop.example:${port}/zip`, pageLimits, rules);
    expect(await text(zipped.body)).toBe('zipped feed');
  });

  it.each([
    'http://127.0.0.1/feed',
    'http://localhost/feed',
    'http://0x7f.0.0.1/feed',
    'http://2130706433/feed',
    'http://[::1]/feed',
    'http://[::ffff:127.0.0.1]/feed',
    'http://169.254.169.254/latest/meta-data/',
  ])('refuses %s', async (address) => {
    await expect(guardedFetch(address, pageLimits)).rejects.toMatchObject({ code: 'fetch.private' });
  });

  it.each(['ftp://shop.example/feed', 'file:///etc/passwd', 'http://me:pw@shop.example/', 'feed.xml'])(
    'refuses %s',
    async (address) => {
      await expect(guardedFetch(address, pageLimits, rules)).rejects.toMatchObject({ code: 'fetch.address' });
    },
  );

  it('refuses a name that leads inside, even when only one of its addresses does', async () => {
    for (const host of ['inside.example', 'mixed.example']) {
      const fetching = guardedFetch(`http://${host}/feed`, pageLimits, rules);
      await expect(fetching).rejects.toMatchObject({ code: 'fetch.private' });
    }
  });

  it('follows redirects, and checks each anew', async () => {
    const port = await serve((request, response) => {
      const target = {
        '/a': '/b',
        '/in': 'http://10.0.0.7/',
        '/name': 'http://inside.example/',
        '/loop': '/loop',
      };
      const to = target[request.url as keyof typeof target];
      if (to) response.writeHead(302, { location: to }).end();
      else response.end('arrived');
    });
    const at = (path: string) => guardedFetch(`http://shop.example:${port}${path}`, pageLimits, rules);
    expect(await text((await at('/a')).body)).toBe('arrived');
    await expect(at('/in')).rejects.toMatchObject({ code: 'fetch.private' });
    await expect(at('/name')).rejects.toMatchObject({ code: 'fetch.private' });
    await expect(at('/loop')).rejects.toMatchObject({ code: 'fetch.redirects' });
  });

  it('stops at the limit of bytes, counted after decompression', async () => {
    const port = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(5_000_000)));
    });
    const limits = { ...pageLimits, maxBytes: 1_000_000 };
    const { body } = await guardedFetch(`http://shop.example:${port}/`, limits, rules);
    await expect(text(body)).rejects.toMatchObject({ code: 'fetch.too-large' });
  });

  it('gives up on a server that falls silent, and on a body that breaks off', async () => {
    const port = await serve((request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      if (request.url === '/broken') setImmediate(() => response.destroy());
    });
    const limits = { ...pageLimits, idleMs: 150 };
    const silent = await guardedFetch(`http://shop.example:${port}/silent`, limits, rules);
    await expect(text(silent.body)).rejects.toMatchObject({ code: 'fetch.timeout' });
    const broken = await guardedFetch(`http://shop.example:${port}/broken`, pageLimits, rules);
    await expect(text(broken.body)).rejects.toMatchObject({ code: 'fetch.failed' });
  });
});

describe('fetching politely', () => {
  /** Waits pass at once, and are remembered. */
  function quickClock() {
    let now = 1_000_000;
    const waits: number[] = [];
    const clock: Clock = {
      now: () => now,
      after(delayMs, task) {
        waits.push(delayMs);
        now += delayMs;
        setImmediate(task);
        return () => {};
      },
    };
    return { clock, waits };
  }

  async function shop(robots: string | number) {
    const port = await serve((request, response) => {
      if (request.url !== '/robots.txt') response.end('feed');
      else if (typeof robots === 'number') response.writeHead(robots).end();
      else response.end(robots);
    });
    const { clock, waits } = quickClock();
    const fetch = createPoliteFetch({ clock, rules });
    return {
      waits,
      read: async (path: string) => text((await fetch(`http://shop.example:${port}${path}`)).body),
    };
  }

  it('leaves alone what robots.txt forbids', async () => {
    const { read } = await shop('User-agent: *\nDisallow: /private\n');
    expect(await read('/feed.xml')).toBe('feed');
    await expect(read('/private/feed.xml')).rejects.toMatchObject({ code: 'fetch.robots' });
  });

  it('takes a missing robots.txt as leave, and a failing one as none', async () => {
    expect(await (await shop(404)).read('/feed.xml')).toBe('feed');
    await expect((await shop(503)).read('/feed.xml')).rejects.toMatchObject({ code: 'fetch.robots' });
  });

  it('waits between requests as long as the shop asks, at most a minute', async () => {
    const { read, waits } = await shop('User-agent: *\nCrawl-delay: 4\n');
    await Promise.all([read('/a'), read('/b'), read('/c')]);
    expect(waits).toEqual([4_000, 4_000]);
    const slow = await shop('User-agent: *\nCrawl-delay: 86400\n');
    await slow.read('/a');
    await slow.read('/b');
    expect(slow.waits).toEqual([60_000]);
  });
});
