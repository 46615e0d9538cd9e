/** What the people of the shop need to know of an order that shall be cancelled or come back. */
import { formatMoney, type Order, type Turn } from '../../src/kit.ts';

/** `1 × Orrin C5, 2 × Kind of Blue` */
export function orderSummary({ lines }: Order): string {
  return lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ');
}

/** Everything filled in, as text by name. */
export function orderFields(turn: Turn, order: Order): Record<string, string> {
  const day = (at: number | undefined) =>
    at === undefined ? undefined : new Date(at).toISOString().slice(0, 10);
  const fields = {
    order: order.number,
    shop: order.shop,
    orderId: order.id,
    customer: order.customer,
    email: order.email,
    status: order.status,
    placedOn: day(order.placedAt),
    deliveredOn: day(order.deliveredAt),
    total: order.total && formatMoney(order.total, 'en'),
    items: orderSummary(order),
    words: turn.text,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** True when the turn's text is a button of these words, in either language. */
export function isPressed(turn: Turn, key: string): boolean {
  const texts = turn.knowledge.replies.get(key);
  return texts !== undefined && [...texts.en, ...texts.zh].some((text) => turn.text.startsWith(text));
}
