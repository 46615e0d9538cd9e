import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAgenticFeed } from '../../src/commerce/import/agentic-commerce.ts';
import { readGoogleTsv, readGoogleXml } from '../../src/commerce/import/google-feed.ts';
import { jsonElements } from '../../src/commerce/import/json-elements.ts';
import { readJsonLdPage } from '../../src/commerce/import/json-ld.ts';
import type { Bytes, Read } from '../../src/commerce/import/offer-source.ts';
import { readShopifyProducts } from '../../src/commerce/import/shopify-json.ts';
import { ShopdeskError } from '../../src/core/errors.ts';

const options = { currency: 'EUR', now: Date.UTC(2026, 0, 15) };

async function* bytes(source: string | Uint8Array, size = 11): Bytes {
  const all = Buffer.from(source);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

async function all<Item>(reads: AsyncIterable<Read<Item>>): Promise<Read<Item>[]> {
  const list: Read<Item>[] = [];
  for await (const read of reads) list.push(read);
  return list;
}

async function codeOf(reads: AsyncIterable<unknown>): Promise<string> {
  try {
    for await (const _ of reads);
  } catch (error) {
    return error instanceof ShopdeskError ? error.code : String(error);
  }
  return 'none';
}

const rss = (items: string) =>
  `<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>${items}</channel></rss>`;

describe('a Google feed', () => {
  it('is read from RSS, with sale prices, shipping, escapes and GTIN', async () => {
    const [first, second] = await all(
      readGoogleXml(
        bytes(
          rss(`<item><g:id>1</g:id><title>Lamp &amp;amp; shade &lt;b&gt;red&lt;/b&gt;</title><link>https://shop.example/1</link>
            <g:price>20.00 EUR</g:price><g:sale_price>15,50 EUR</g:sale_price>
            <g:sale_price_effective_date>2026-01-01T00:00Z/2026-01-31T00:00Z</g:sale_price_effective_date>
            <g:availability>in stock</g:availability><g:condition>new</g:condition><g:gtin>4006381333931</g:gtin>
            <g:shipping><g:country>DE</g:country><g:price>4.95 EUR</g:price></g:shipping>
            <g:product_type>Home &amp;gt; Lamps</g:product_type></item>
            <item><g:id>2</g:id><title>No price yet</title><g:price/><link>javascript:alert(1)</link></item>`),
        ),
        options,
      ),
    );
    expect(first).toMatchObject({
      row: 1,
      item: {
        title: 'Lamp & shade red',
        price: { minor: 1550, currency: 'EUR' },
        regularPrice: { minor: 2000 },
        shipping: { minor: 495 },
        gtin: '04006381333931',
        condition: 'new',
        availability: 'in-stock',
        categories: ['Home', 'Lamps'],
        url: 'https://shop.example/1',
      },
    });
    expect(second).toMatchObject({ item: { id: '2', title: 'No price yet', availability: 'unknown' } });
    expect(second).not.toHaveProperty('item.price');
    expect(second).not.toHaveProperty('item.url');
  });

  it('is read from Atom and from tab-separated text', async () => {
    const atom =
      '<feed xmlns:g="x"><entry><g:id>a</g:id><g:title><![CDATA[Tea <i>pot</i>]]></g:title><link href="https://shop.example/a"/><g:price>374990 KZT</g:price></entry></feed>';
    expect(await all(readGoogleXml(bytes(atom), options))).toMatchObject([
      {
        item: {
          id: 'a',
          title: 'Tea pot',
          url: 'https://shop.example/a',
          price: { minor: 37499000, currency: 'KZT' },
        },
      },
    ]);
    const tsv =
      'id\ttitle\tprice\tsale price\tshipping\n1\t24" screen\t99.90 USD\t\tUS:CA:Ground:6.00 USD\n\tnameless\t1 USD\t\t\n';
    expect(await all(readGoogleTsv(bytes(tsv), options))).toMatchObject([
      {
        item: {
          id: '1',
          title: '24" screen',
          price: { minor: 9990, currency: 'USD' },
          shipping: { minor: 600 },
        },
      },
      { kind: 'refused', row: 2, code: 'import.id' },
    ]);
  });

  it('keeps the encoding it declares', async () => {
    const latin = Buffer.from(
      '<?xml version="1.0" encoding="ISO-8859-1"?><rss><item><id>1</id><title>Kühlschrank</title></item></rss>',
      'latin1',
    );
    expect(await all(readGoogleXml(bytes(latin), options))).toMatchObject([
      { item: { title: 'Kühlschrank' } },
    ]);
  });

  it('is refused with a reason when it is broken or hostile', async () => {
    const good = '<item><g:id>1</g:id><title>A</title></item>';
    const codes = await Promise.all(
      [
        rss(`${good}<item><g:id>2</g:id><title>B`),
        rss(`${good}</wrong>`),
        `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${rss('<item><g:id>1</g:id><title>&b;</title></item>')}`,
        rss('<item><title>&undefined;</title></item>'),
        rss(`<item>${'<a>'.repeat(50)}`),
        rss(`<item><title>${'x'.repeat(2_100_000)}</title></item>`),
        '',
      ].map((feed) => codeOf(readGoogleXml(bytes(feed, 65_536), options))),
    );
    expect(codes).toEqual([
      'import.syntax',
      'import.syntax',
      'import.doctype',
      'import.syntax',
      'import.record',
      'import.record',
      'import.syntax',
    ]);
  });

  it('refuses repeated ids row by row', async () => {
    const item = '<item><g:id>1</g:id><title>A</title></item>';
    const reads = await all(readGoogleXml(bytes(rss(item + item)), options));
    expect(reads.map(({ kind }) => kind)).toEqual(['read', 'refused']);
  });
});

describe('JSON lists', () => {
  const elements = async (text: string, keys: string[] = ['list']) => {
    const values: unknown[] = [];
    for await (const { value } of jsonElements(bytes(text, 3), keys)) values.push(value);
    return values;
  };

  it('give each element, however the list is wrapped', async () => {
    const members = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(members, async (list) => {
        const plain: unknown = JSON.parse(JSON.stringify(list));
        expect(await elements(JSON.stringify(list))).toEqual(plain);
        expect(await elements(JSON.stringify({ before: { list: [1] }, list, after: [{}] }))).toEqual(plain);
      }),
      { numRuns: 40 },
    );
    expect(await elements('{"list":{"a":1},"b":{"c":2}}')).toEqual([{ a: 1 }]);
    expect(await elements('{"other":{"a":1}}')).toEqual([{ other: { a: 1 } }]);
  });

  it('are refused when cut off, too deep or no JSON', async () => {
    expect(await codeOf(jsonElements(bytes('[{"a":1},{"b"'), []))).toBe('import.syntax');
    expect(await codeOf(jsonElements(bytes('['.repeat(200)), []))).toBe('import.syntax');
    expect(await codeOf(jsonElements(bytes('[{a}]'), []))).toBe('import.syntax');
    expect(await codeOf(jsonElements(bytes(' '), []))).toBe('import.empty');
    expect(await codeOf(jsonElements(bytes(`[{"a":"${'x'.repeat(2_100_000)}"}]`, 65_536), []))).toBe(
      'import.record',
    );
  });
});

describe('Shopify products', () => {
  it('are one offer per variant', async () => {
    const product = {
      id: 1,
      title: 'Cap',
      body_html: '<p>Warm.</p>',
      vendor: 'Meridian',
      product_type: 'Hats',
      options: [{ name: 'Color' }],
      variants: [
        {
          id: 11,
          title: 'Red',
          option1: 'Red',
          price: '9.99',
          compare_at_price: '12.00',
          inventory_management: 'shopify',
          inventory_quantity: 0,
          inventory_policy: 'deny',
        },
        { id: 12, title: 'Default Title', price: '', inventory_management: null },
        { id: 13, title: 'Odd', price: '1e309' },
      ],
    };
    const reads = await all(
      readShopifyProducts(bytes(JSON.stringify({ products: [product, { id: 2 }] })), options),
    );
    expect(reads).toMatchObject([
      {
        item: {
          id: '11',
          title: 'Cap - Red',
          colour: 'Red',
          price: { minor: 999 },
          regularPrice: { minor: 1200 },
          availability: 'out-of-stock',
        },
      },
      { item: { id: '12', title: 'Cap', availability: 'in-stock' } },
      { kind: 'refused', row: 1, code: 'money.invalid' },
      { kind: 'refused', row: 2, code: 'import.shape' },
    ]);
  });
});

describe('the Agentic Commerce feed', () => {
  it('counts prices in minor units', async () => {
    const feed = {
      products: [
        {
          id: 'p',
          title: 'Tee',
          variants: [
            {
              id: 'v',
              price: { amount: 1999, currency: 'usd' },
              availability: { status: 'out_of_stock' },
              barcodes: [{ type: 'GTIN', value: '4006381333931' }],
            },
            { id: 'w', price: { amount: 19.5, currency: 'USD' } },
          ],
        },
      ],
    };
    expect(await all(readAgenticFeed(bytes(JSON.stringify(feed))))).toMatchObject([
      {
        item: {
          id: 'v',
          title: 'Tee',
          price: { minor: 1999, currency: 'USD' },
          availability: 'out-of-stock',
          gtin: '04006381333931',
        },
      },
      { kind: 'refused', code: 'money.range' },
    ]);
  });
});

describe('JSON-LD of a page', () => {
  const page = (...scripts: string[]) =>
    `<html><body>${scripts.map((script) => `<script type="application/ld+json">${script}</script>`).join('')}</body></html>`;

  it('gives products with their offers, wherever they are nested', () => {
    const reads = readJsonLdPage(
      page(
        '{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":["Product","Thing"],"name":"Radio &amp; clock","sku":"R1","brand":{"@type":"Brand","name":"Halcyon"},"offers":{"@type":"AggregateOffer","lowPrice":49.5,"priceCurrency":"EUR","availability":"https://schema.org/InStock"}}]}',
        '{"@type":"Product","name":"Lamp","@id":"https://shop.example/lamp","offers":[{"@type":"Offer","price":"1.299,00","itemCondition":"https://schema.org/RefurbishedCondition"}]}',
        '{"@type":"Product"',
        '{"@type":"Product","name":"Free?","sku":"x","offers":{"price":"gratis"}}',
      ),
      options,
    );
    expect(reads).toMatchObject([
      {
        item: {
          id: 'R1',
          title: 'Radio & clock',
          brand: 'Halcyon',
          price: { minor: 4950 },
          availability: 'in-stock',
        },
      },
      {
        item: {
          id: 'https://shop.example/lamp',
          price: { minor: 129900, currency: 'EUR' },
          condition: 'refurbished',
        },
      },
      { kind: 'refused', row: 3, code: 'import.syntax' },
      { kind: 'refused', row: 4, code: 'money.invalid' },
    ]);
  });
});
