/** What feeds and exports state of tax, and what that comes to where the offer is sent. */
import { describe, expect, it } from 'vitest';
import { readGoogleTsv, readGoogleXml } from '../../../src/commerce/import/google-feed.ts';
import { readJsonLdPage } from '../../../src/commerce/import/json-ld.ts';
import type { Bytes, RawOffer, Read } from '../../../src/commerce/import/offer-source.ts';
import { readShopifyProducts } from '../../../src/commerce/import/shopify-json.ts';
import { readWooCommerceCsv } from '../../../src/commerce/import/woocommerce-csv.ts';
import { type ShopTax, taxOn } from '../../../src/commerce/tax/tax.ts';

const options = { currency: 'USD', now: 0 };

async function* bytes(text: string): Bytes {
  yield Buffer.from(text);
}

async function taxesOf(reads: AsyncIterable<Read<RawOffer>> | Iterable<Read<RawOffer>>) {
  const taxes: RawOffer['tax'][] = [];
  for await (const read of reads) if (read.kind === 'read') taxes.push(read.item.tax);
  return taxes;
}

describe('the tax that sources state', () => {
  it('is read from each tax of a Google feed, whole states and countries only', async () => {
    const item = (id: string, taxes: string) => `<item><g:id>${id}</g:id><title>T</title>${taxes}</item>`;
    const rate = (region: string, percent: string, ship = '') =>
      `<g:tax><g:country>US</g:country><g:region>${region}</g:region><g:rate>${percent}</g:rate>${ship}</g:tax>`;
    const xml = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>
      ${item('1', rate('MA', '6.25') + rate('NY', '8.875', '<g:tax_ship>y</g:tax_ship>') + rate('946*', '9'))}
      ${item('2', rate('MA', 'lots'))}</channel></rss>`;
    const ma = { country: 'US', region: 'MA', percent: '6.25', onShipping: false };
    const ny = { country: 'US', region: 'NY', percent: '8.875', onShipping: true };
    expect(await taxesOf(readGoogleXml(bytes(xml), options))).toEqual([{ rates: [ma, ny] }, undefined]);
    const tsv = 'id\ttitle\ttax\n1\tT\tUS:MA:6.25:,US:NY:8.875:y\n2\tT\t\n';
    expect(await taxesOf(readGoogleTsv(bytes(tsv), options))).toEqual([{ rates: [ma, ny] }, undefined]);
  });

  it('is read from the tax status and class of shop systems, and from pages', async () => {
    const csv = [
      'ID,Type,Name,Published,Tax status,Tax class,Regular price',
      '1,simple,A,1,taxable,,10',
      '2,simple,B,1,taxable,reduced-rate,10',
      '3,simple,C,1,none,,10',
      '4,simple,D,1,shipping,,10',
    ].join('\n');
    expect(await taxesOf(readWooCommerceCsv(bytes(csv), options))).toEqual([
      undefined,
      { class: 'reduced-rate' },
      { taxed: 'nothing' },
      { taxed: 'shipping' },
    ]);
    const variants = [true, false].map((taxable, id) => ({ id, price: '5.00', taxable }));
    const shopify = JSON.stringify({ products: [{ id: 1, title: 'Gift card', variants }] });
    expect(await taxesOf(readShopifyProducts(bytes(shopify), options))).toEqual([
      undefined,
      { taxed: 'nothing' },
    ]);
    const specification = { '@type': 'PriceSpecification', price: 5, valueAddedTaxIncluded: true };
    const page = { '@type': 'Product', name: 'A', sku: 'a', offers: { priceSpecification: specification } };
    const html = `<script type="application/ld+json">${JSON.stringify(page)}</script>`;
    expect(await taxesOf(readJsonLdPage(html, options))).toEqual([{ included: true }]);
  });
});

describe('the tax on an offer', () => {
  const price = { minor: 27_900, currency: 'USD' };
  const shipping = { minor: 1_000, currency: 'USD' };
  const rates: ShopTax['taxRates'] = [
    { country: 'US', region: 'MA', percent: '6.25', onShipping: false },
    { country: 'US', region: 'OR', percent: '0', onShipping: false },
    { country: 'DE', percent: '19', onShipping: true },
    { country: 'DE', class: 'reduced-rate', percent: '7', onShipping: true },
  ];
  const shop: ShopTax = { taxIncluded: false, taxRates: rates };
  const added = (percent: string, minor: number) => ({
    kind: 'added',
    percent,
    amount: { minor, currency: 'USD' },
  });

  it('follows the state, else the country, and the class of the goods; in exact cents', () => {
    const on = (country: string, region?: string, goods?: string) =>
      taxOn({ price, shipping }, goods === undefined ? undefined : { class: goods }, shop, {
        country,
        region,
      });
    // 279.00 × 6.25 % = 17.4375.
    expect(on('US', 'MA')).toEqual(added('6.25', 1_744));
    expect(on('US', 'OR')).toEqual({ kind: 'none' });
    expect(on('US', 'CA')).toEqual({ kind: 'extra' });
    expect(on('DE', 'BY')).toEqual(added('19', 5_491));
    expect(on('DE', 'BY', 'reduced-rate')).toEqual(added('7', 2_023));
    // Nobody said what that class costs: no other rate is taken for it.
    expect(on('DE', undefined, 'books')).toEqual({ kind: 'extra' });
  });

  it('stays unknown where nobody said, and is what the offer says where it says so', () => {
    const to = { country: 'US', region: 'MA' };
    expect(taxOn({ price }, undefined, {}, to)).toEqual({ kind: 'unknown' });
    expect(taxOn({ price }, undefined, { taxIncluded: false }, undefined)).toEqual({ kind: 'extra' });
    expect(taxOn({ price }, undefined, { taxIncluded: true, taxRates: rates }, to)).toEqual({
      kind: 'included',
    });
    expect(taxOn({ price }, { included: true }, shop, to)).toEqual({ kind: 'included' });
    expect(taxOn({ price }, { taxed: 'nothing' }, shop, to)).toEqual({ kind: 'none' });
    const own = [{ country: 'US', region: 'MA', percent: '5', onShipping: true }];
    expect(taxOn({ price, shipping }, { rates: own }, shop, to)).toEqual(added('5', 1_445));
    const carriage = taxOn({ price, shipping }, { taxed: 'shipping' }, shop, { country: 'DE' });
    expect(carriage).toEqual(added('19', 190));
  });
});
