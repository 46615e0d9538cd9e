/** Order history from a table, row by row, with every refusal named. */
import { describe, expect, it } from 'vitest';
import { readOrdersCsv } from '../../../src/commerce/orders/orders-csv.ts';

async function read(text: string) {
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  const found = [];
  for await (const item of readOrdersCsv(bytes(), { currency: 'USD', now: 0 })) found.push(item);
  return found;
}

describe('reading orders from a table', () => {
  it('gathers the rows of an order', async () => {
    const orders = await read(
      `order_id,order_number,date,customer_id,email,status,sku,title,quantity,price,artist
1,NS-1,2026-03-01T10:00:00Z,c1,a@example.com,shipped,orrin-c5,Orrin C5,1,279.00,
1,NS-1,2026-03-01T10:00:00Z,c1,a@example.com,shipped,cd-1,Let It Bleed,2,12.98,The Rolling Stones
2,NS-2,2026-03-02,c2,,completed,cd-1,Let It Bleed,1,,
`,
    );
    expect(orders).toMatchObject([
      {
        kind: 'read',
        row: 1,
        item: {
          id: '1',
          number: 'NS-1',
          status: 'shipped',
          placedAt: Date.parse('2026-03-01T10:00:00Z'),
          lines: [
            { offer: 'orrin-c5', quantity: 1, price: { minor: 27_900, currency: 'USD' } },
            { title: 'Let It Bleed', quantity: 2, artist: 'The Rolling Stones' },
          ],
        },
      },
      { kind: 'read', row: 3, item: { id: '2', status: 'delivered', lines: [{ quantity: 1 }] } },
    ]);
  });

  it('understands the columns of other exports', async () => {
    const [order] = await read(
      `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26,2.55,17850
`,
    );
    expect(order).toMatchObject({
      item: {
        number: '536365',
        customer: '17850',
        placedAt: Date.parse('2010-12-01T08:26:00Z'),
        lines: [{ offer: '85123A', title: 'WHITE HANGING HEART', quantity: 6 }],
      },
    });
  });

  it("reads the export of Shopify's own admin", async () => {
    expect(
      await read(
        'Name,Created at,Email,Lineitem sku,Lineitem name,Lineitem quantity,Lineitem price,Currency\n' +
          '#5,2026-01-02 10:00:00 +0100,A@b.example,s1,Cap,3,"1,299.00",EUR\n',
      ),
    ).toMatchObject([
      {
        item: {
          number: '#5',
          placedAt: Date.UTC(2026, 0, 2, 9),
          lines: [{ offer: 's1', quantity: 3, price: { minor: 129_900, currency: 'EUR' } }],
        },
      },
    ]);
  });

  it('refuses an order with one bad row as a whole, and one that comes again', async () => {
    const found = await read(
      `order_id,date,title,quantity
1,2026-03-01,A,1
1,2026-03-01,B,minus one
2,03/04/2026,A,1
3,2026-03-01,A,1
1,2026-03-01,C,1
`,
    );
    expect(
      found.map((item) => (item.kind === 'refused' ? `${item.row} ${item.code}` : item.item.id)),
    ).toEqual(['2 import.order', '3 import.order', '3', '5 import.duplicate']);
  });

  it('refuses a table that names no orders', async () => {
    expect(await read('id,label\n1,A\n')).toMatchObject([{ kind: 'refused', code: 'import.id' }]);
  });
});
