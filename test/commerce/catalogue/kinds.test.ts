/** Content tells what it is; names of files are not asked. */
import { describe, expect, it } from 'vitest';
import { detectKind } from '../../../src/commerce/catalogue/kinds.ts';

const kindOf = (text: string) => detectKind(new TextEncoder().encode(text));

describe('telling the kind of a source', () => {
  it.each([
    ['woocommerce-csv', '\ufeffID,Type,SKU,Name,Published,"Regular price"\n1,simple,,A,1,2'],
    ['google-feed', '<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel>'],
    ['google-feed', '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">'],
    ['google-table', 'id\ttitle\tdescription\tlink\timage_link\tprice\n'],
    [
      'shopify-products',
      '{"products": [{"id": 1, "title": "A", "body_html": "", "vendor": "B", "variants": []}]}',
    ],
    ['shopify-orders', '{"orders": [{"id": 1, "financial_status": "paid", "line_items": []}]}'],
    ['woocommerce-orders', '[{"id": 7, "order_key": "wc_1", "billing": {}, "line_items": []}]'],
    ['schema-org', '<!doctype html><html><head><script type="application/ld+json">{}</script>'],
    [
      'acp-feed',
      '{"target_country": "US", "products": [{"id": "p", "variants": [{"price": {"amount": 1}}]}]}',
    ],
    ['orders-csv', 'order_id,date,customer_id,sku,quantity\n'],
    ['orders-csv', 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate\n'],
  ])('%s', (kind, text) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('reads UTF-16 by its byte order mark', () => {
    const text = Buffer.from('\ufeffid\ttitle\tlink\tprice\n', 'utf16le');
    expect(detectKind(text)).toBe('google-table');
  });

  it.each(['', 'hello', 'a,b,c\n1,2,3', '{"hello": 1}', '<svg></svg>'])('refuses "%s"', (text) => {
    expect(() => kindOf(text)).toThrowError(expect.objectContaining({ code: 'import.kind' }));
  });
});
