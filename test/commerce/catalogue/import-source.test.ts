/** A source from its file, address or upload into the store, and what happens when it fails. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRuns } from '../../../src/commerce/catalogue/import-runs.ts';
import { importSource } from '../../../src/commerce/catalogue/import-source.ts';
import type { PoliteFetch } from '../../../src/commerce/catalogue/polite-fetch.ts';
import { type Source, saveShop, saveSource } from '../../../src/commerce/catalogue/shops.ts';
import { loadSnapshot } from '../../../src/commerce/catalogue/snapshot.ts';
import { getOrder } from '../../../src/commerce/orders/order.ts';
import { ShopdeskError } from '../../../src/core/errors.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { handClock } from '../../support/clock.ts';
import { eachDatabase } from '../../support/databases.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopdesk-source-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const page = (sku: string, price: string) => `<!doctype html><script type="application/ld+json">
  {"@context": "https://schema.org", "@type": "Product", "name": "Player ${sku}", "sku": "${sku}",
   "offers": {"@type": "Offer", "price": "${price}", "priceCurrency": "USD"}}</script>`;

eachDatabase((_engine, open) => {
  async function shop() {
    const database = await open();
    const clock = handClock();
    await saveShop(database, { id: 'north', name: 'North', currency: 'USD', own: true }, clock.now());
    const source = async (more: Partial<Source>): Promise<Source> => {
      const saved: Source = {
        id: 'north/list',
        shopId: 'north',
        kind: 'schema-org',
        locations: [],
        complete: true,
        ...more,
      };
      await saveSource(database, saved);
      return saved;
    };
    return { database, importer: { database, clock, ids: randomIds }, source };
  }

  describe('importing a source', () => {
    it('reads several pages as one, and refuses what a second page repeats', async () => {
      const { database, importer, source } = await shop();
      const pages = [page('a', '10.00'), page('b', '20.00'), page('a', '5.00')];
      const locations = await Promise.all(
        pages.map(async (html, index) => {
          const path = join(folder, `page-${index}.html`);
          await writeFile(path, html);
          return path;
        }),
      );
      const shares: (number | undefined)[] = [];
      const report = await importSource(importer, await source({ locations }), {
        progress: (_rows, share) => shares.push(share),
      });
      expect(report).toMatchObject({ rows: 3, added: 2, refused: [{ row: 3, code: 'import.duplicate' }] });
      expect(shares.at(-1)).toBe(1);
      const { offers } = await loadSnapshot(database);
      expect(offers.map(({ id, price }) => [id, price?.minor])).toEqual([
        ['a', 1_000],
        ['b', 2_000],
      ]);
    });

    it('keeps every offer of a list of pages when one of them cannot be fetched', async () => {
      const { database, importer, source } = await shop();
      let broken = false;
      const fetch: PoliteFetch = async (address) => {
        if (broken && address.endsWith('/b')) throw new ShopdeskError('fetch.private', 'It leads inside.');
        const html = page(address.slice(-1), broken ? '1.00' : '10.00');
        return {
          status: 200,
          contentType: 'text/html',
          url: address,
          body: Readable.from([Buffer.from(html)]),
          close() {},
        };
      };
      const listed = await source({ locations: ['https://north.example/a', 'https://north.example/b'] });
      await importSource({ ...importer, fetch }, listed);
      broken = true;
      await expect(importSource({ ...importer, fetch }, listed)).rejects.toMatchObject({
        code: 'fetch.private',
      });
      const { offers } = await loadSnapshot(database);
      expect(offers.map(({ price, url }) => [price?.minor, url])).toEqual([
        [1_000, 'https://north.example/a'],
        [1_000, 'https://north.example/b'],
      ]);
      const runs = await listRuns(database, listed.id);
      expect(runs.map(({ status }) => status).sort()).toEqual(['done', 'failed']);
      expect(runs.find(({ status }) => status === 'failed')?.report).toContain('fetch.private');
    });

    it('says which file is not there', async () => {
      const { importer, source } = await shop();
      const missing = await source({ locations: [join(folder, 'nothing.html')] });
      await expect(importSource(importer, missing)).rejects.toMatchObject({ code: 'import.file' });
    });

    it('takes orders of Shopify and WooCommerce from an upload', async () => {
      const { database, importer, source } = await shop();
      const shopify = {
        id: 5,
        name: '#1005',
        email: 'Nora@example.com',
        created_at: '2026-03-01T10:00:00-05:00',
        financial_status: 'paid',
        fulfillment_status: 'fulfilled',
        currency: 'USD',
        total_price: '290.00',
        customer: { id: 77 },
        fulfillments: [
          { created_at: '2026-03-02T10:00:00-05:00', tracking_url: 'https://tracking.example/5' },
        ],
        refunds: [{ refund_line_items: [{ line_item_id: 1, quantity: 1 }] }],
        line_items: [{ id: 1, title: 'Cable', quantity: 2, price: '5.00', sku: 'c' }],
      };
      const body = Readable.from([Buffer.from(JSON.stringify({ orders: [shopify, { id: 6 }] }))]);
      const report = await importSource(importer, await source({ kind: 'shopify-orders' }), { body });
      expect(report).toMatchObject({ added: 1, refused: [{ row: 2 }] });
      expect(await getOrder(database, 'north', '5')).toMatchObject({
        number: '#1005',
        customer: '77',
        email: 'nora@example.com',
        status: 'shipped',
        shippedAt: Date.parse('2026-03-02T15:00:00Z'),
        trackingUrl: 'https://tracking.example/5',
        lines: [{ title: 'Cable', quantity: 2, returned: 1, price: { minor: 500, currency: 'USD' } }],
      });
      const woo = {
        id: 727,
        number: '727',
        status: 'processing',
        currency: 'USD',
        date_created_gmt: '2026-03-22T19:28:02',
        total: '29.35',
        customer_id: 0,
        billing: { email: 'ann@example.com' },
        line_items: [{ name: 'Single', product_id: 93, variation_id: 0, quantity: 2, price: 3 }],
      };
      const upload = Readable.from([Buffer.from(JSON.stringify([woo]))]);
      await importSource(importer, await source({ kind: 'woocommerce-orders' }), { body: upload });
      expect(await getOrder(database, 'north', '727')).toMatchObject({
        customer: 'mailto:ann@example.com',
        status: 'placed',
        placedAt: Date.parse('2026-03-22T19:28:02Z'),
        lines: [{ offer: '93', quantity: 2, price: { minor: 300, currency: 'USD' } }],
      });
    });
  });
});
