/** Order history as Shopify and WooCommerce write it: one shape for both, refusals named. */
import { describe, expect, it } from 'vitest';
import type { Read } from '../../../src/commerce/import/offer-source.ts';
import { readShopifyOrders, readWooCommerceOrders } from '../../../src/commerce/orders/orders-json.ts';
import type { RawOrder } from '../../../src/commerce/orders/raw-order.ts';

const moment = Date.UTC(2026, 0, 1, 23);

describe('orders of Shopify', () => {
  const order = {
    id: 1,
    name: '#1',
    email: 'a@b.example',
    created_at: '2026-01-02T00:00:00+01:00',
    currency: 'USD',
    total_price: '1,308.99',
    customer: { id: 5 },
    fulfillments: [
      {
        created_at: '2026-01-03T00:00:00Z',
        updated_at: '2026-01-05T12:00:00Z',
        shipment_status: 'delivered',
        tracking_company: 'Parcel',
        tracking_number: 'P1',
        tracking_url: 'https://parcel.example/P1',
      },
    ],
    refunds: [{ refund_line_items: [{ line_item_id: 7, quantity: 1 }] }],
    line_items: [
      { id: 7, variant_id: 3, product_id: 2, title: 'Cap &amp; scarf', quantity: 2, price: '9.99' },
    ],
  };

  it('tell who, what, where it is and what came back', async () => {
    expect(await read(readShopifyOrders, { orders: [order] })).toMatchObject([
      {
        item: {
          id: '1',
          number: '#1',
          customer: '5',
          email: 'a@b.example',
          status: 'delivered',
          placedAt: moment,
          deliveredAt: Date.UTC(2026, 0, 5, 12),
          trackingUrl: 'https://parcel.example/P1',
          total: { minor: 130_899, currency: 'USD' },
          lines: [
            {
              offer: '3',
              title: 'Cap & scarf',
              quantity: 2,
              returned: 1,
              price: { minor: 999, currency: 'USD' },
            },
          ],
        },
      },
    ]);
  });

  it.each([
    ['cancelled', { cancelled_at: '2026-01-03T00:00:00Z' }],
    ['returned', { financial_status: 'refunded' }],
    ['shipped', { fulfillments: [{ shipment_status: 'in_transit' }] }],
    ['placed', { fulfillments: [] }],
  ])('are %s', async (status, part) => {
    expect(await read(readShopifyOrders, { orders: [{ ...order, ...part }] })).toMatchObject([
      { item: { status } },
    ]);
  });

  it('are refused one by one', async () => {
    const { created_at: _left, ...undated } = { ...order, id: 2 };
    expect(
      await read(readShopifyOrders, { orders: [undated, order, order, { id: 3, line_items: 'none' }] }),
    ).toMatchObject([
      { kind: 'refused', row: 1, code: 'import.order' },
      { kind: 'read' },
      { kind: 'refused', row: 3, code: 'import.duplicate' },
      { kind: 'refused', row: 4, code: 'import.record' },
    ]);
  });
});

describe('orders of WooCommerce', () => {
  const order = {
    id: 9,
    number: '9',
    status: 'completed',
    currency: 'USD',
    customer_id: 0,
    date_created_gmt: '2026-01-01T23:00:00',
    billing: { email: 'a@b.example' },
    line_items: [{ name: 'Cap', product_id: 2, variation_id: 0, quantity: 1, price: 9.99 }],
  };

  it('know guests by their address, and their times are UTC', async () => {
    expect(await read(readWooCommerceOrders, [order])).toMatchObject([
      {
        item: {
          number: '9',
          customer: undefined,
          email: 'a@b.example',
          status: 'shipped',
          placedAt: moment,
          lines: [{ offer: '2', title: 'Cap', price: { minor: 999, currency: 'USD' } }],
        },
      },
    ]);
  });

  it('name the variation where there is one', async () => {
    const [line] = order.line_items;
    expect(
      await read(readWooCommerceOrders, [{ ...order, line_items: [{ ...line, variation_id: 4 }] }]),
    ).toMatchObject([{ item: { lines: [{ offer: '4' }] } }]);
  });

  it('are refused when they say nothing', async () => {
    expect(await read(readWooCommerceOrders, [{ id: 1 }])).toMatchObject([
      { kind: 'refused', row: 1, code: 'import.order' },
    ]);
  });
});

async function read(
  reader: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Read<RawOrder>>,
  value: unknown,
): Promise<Read<RawOrder>[]> {
  async function* bytes() {
    yield new TextEncoder().encode(JSON.stringify(value));
  }
  const found = [];
  for await (const each of reader(bytes())) found.push(each);
  return found;
}
