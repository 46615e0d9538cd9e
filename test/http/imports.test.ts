/** The import API as the shop's back end uses it: shops, uploads, sources, runs, matches. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { cardsOf } from '../support/cards.ts';
import { ask, openChat, until } from '../support/direct-line-client.ts';

const header = 'ID,Type,SKU,Name,Published,Description,In stock?,Regular price,Categories,Images\n';
const row = (id: number, name: string, price: string) =>
  `${id},simple,sku-${id},${name},1,A fine ${name},1,${price},Kettles > Electric,\n`;

describe('the import API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ DEMO_SHOP: 'off' });
  }, 60_000);
  afterAll(() => app.stop());

  const call = async (method: string, path: string, body?: unknown, secret = directLineSecret) => {
    const isText = typeof body === 'string';
    const response = await fetch(`${app.base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && {
          'content-type': isText ? 'application/octet-stream' : 'application/json',
        }),
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  it('is closed to strangers', async () => {
    expect((await call('GET', '/api/shops', undefined, 'somebody-elses-secret')).status).toBe(401);
  });

  it('shows a page of the own shop to try the chat on, and none of the demo', async () => {
    const page = await fetch(app.base, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
    const text = await page.text();
    expect(text).toContain('<html lang="zh">');
    expect(text).toContain('点一下角落的气泡');
    expect(text).toContain(`&lt;script src=&quot;${app.base}/widget.js&quot; async&gt;`);
    expect(text).not.toContain('storefront');
  });

  it('takes shops and their feeds, and the chat knows them at once', async () => {
    expect((await call('POST', '/api/shops/tea/imports/products', header)).body.error.code).toBe(
      'catalogue.unknown-shop',
    );
    for (const [id, own] of [
      ['tea', true],
      ['pots', false],
    ] as const) {
      const made = await call('PUT', `/api/shops/${id}`, {
        name: `The ${id} shop`,
        currency: 'EUR',
        own,
        shippingMinor: 0,
      });
      expect(made.status).toBe(204);
    }
    const first = await call(
      'POST',
      '/api/shops/tea/imports/products',
      header + row(1, 'Borea K100 electric kettle', '49.90'),
    );
    expect(first).toMatchObject({ status: 200, body: { kind: 'woocommerce-csv', rows: 1, added: 1 } });
    const again = await call(
      'POST',
      '/api/shops/tea/imports/products',
      header + row(1, 'Borea K100 electric kettle', '49.90'),
    );
    expect(again.body).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    await call(
      'POST',
      '/api/shops/pots/imports/products',
      header + row(7, 'Borea K100 kettle electric', '44.00'),
    );
    const { body } = await call('GET', '/api/sources');
    expect(
      body.sources.map(({ id, lastStatus }: { id: string; lastStatus: string }) => [id, lastStatus]),
    ).toEqual([
      ['pots/products', 'done'],
      ['tea/products', 'done'],
    ]);
    const session = await openChat(app.base);
    const found = await until(async () => {
      const [reply] = await ask(app.base, session, 'find the lowest price for the Borea K100');
      return cardsOf(reply)[0]?.text.includes('The pots shop') ? reply : undefined;
    });
    expect(found?.text).toContain('€44.00');
  });

  it('keeps what was good when a feed breaks off, and says why', async () => {
    const broken = await call(
      'POST',
      '/api/shops/tea/imports/products?kind=google-feed',
      '<rss><channel><item><g:id>1</g:id>',
    );
    expect(broken.status).toBe(422);
    expect(broken.body.error.code).toMatch(/^import\./);
    const { body } = await call('GET', '/api/sources/tea/products/runs');
    expect(body.runs[0]).toMatchObject({ status: 'failed' });
    expect((await call('GET', '/api/shops')).body.shops).toHaveLength(2);
  });

  it('fetches only from the public web, never a file of the server', async () => {
    const source = { kind: 'woocommerce-csv', locations: ['file:///etc/passwd'] };
    expect((await call('PUT', '/api/sources/tea/feed', source)).status).toBe(400);
    const inside = {
      kind: 'woocommerce-csv',
      locations: ['http://127.0.0.1/feed.csv'],
      schedule: '0 3 * * *',
    };
    expect((await call('PUT', '/api/sources/tea/feed', inside)).status).toBe(204);
    const run = await call('POST', '/api/sources/tea/feed/run');
    expect(run).toMatchObject({ status: 422, body: { error: { code: 'fetch.private' } } });
    const { body } = await call('GET', '/api/sources');
    const saved = body.sources.find(({ id }: { id: string }) => id === 'tea/feed');
    expect(saved.nextRunAt).toBeGreaterThan(Date.now());
    expect((await call('PUT', '/api/sources/tea/feed', { ...inside, schedule: 'at noon' })).status).toBe(422);
  });

  it('keeps offers apart when the merchant says so', async () => {
    const refs = { a: { shop: 'tea', id: '1' }, b: { shop: 'pots', id: '7' } };
    const unknown = await call('POST', '/api/matches', {
      ...refs,
      b: { shop: 'pots', id: 'none' },
      verdict: 'same',
    });
    expect(unknown.status).toBe(404);
    const totals = async () => {
      const [reply] = await ask(app.base, await openChat(app.base), 'Borea K100');
      return cardsOf(reply).length;
    };
    expect((await call('POST', '/api/matches', { ...refs, verdict: 'same' })).status).toBe(204);
    await until(async () => ((await totals()) === 1 ? true : undefined));
    expect((await call('POST', '/api/matches', { ...refs, verdict: 'different' })).status).toBe(204);
    await until(async () => ((await totals()) === 2 ? true : undefined));
  });

  it('ends the demo with the first shop of the merchant', async () => {
    const demo = await startTestApp();
    const people = async () => (await (await fetch(`${demo.base}/demo`)).json()).customers.length;
    expect(await people()).toBeGreaterThan(0);
    const made = await fetch(`${demo.base}/api/shops/tea`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${directLineSecret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Tea', currency: 'EUR', own: true }),
    });
    expect(made.status).toBe(204);
    expect(await people()).toBe(0);
    await demo.stop();
  });
});
