/** What the people of the shop need to know of an order that shall be cancelled or come back. */
import { formatMoney, type Order, type Turn } from '../../src/kit.ts';

/** `1 × Orrin C5, 2 × Kind of Blue` */
export function orderSummary({ lines }: Order): string {
  return lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ');
}

/** Of several orders those with a thing that the text names: "send back the receiver"; all where it names none. */
export function ordersWith(text: string, orders: readonly Order[]): readonly Order[] {
  const named = orders.filter((order) => namesThingOf(text, order));
  return named.length > 0 ? named : orders;
}

/** True where the text has a word of something in the order. */
export function namesThingOf(text: string, { lines }: Order): boolean {
  const words = new Set(wordsOf(text));
  return lines.some(({ title, category }) =>
    wordsOf(`${title} ${category ?? ''}`).some((word) => words.has(word)),
  );
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
  return words.map((word) => word.replace(/s$/u, '')).filter((word) => !said.has(word));
}

/** Words of such sentences that a title may have, too. */
const said = new Set([
  'order',
  'back',
  'send',
  'return',
  'cancel',
  'last',
  'this',
  'that',
  'with',
  'from',
  'want',
  'item',
]);

/** True for a question about how such things go in general, whatever one's own orders are. */
export function asksInGeneral(text: string): boolean {
  return /\b(?:how|policy|policies|rules?|generally|window)\b|怎么|如何|流程|政策|规定/iu.test(text);
}

/** True where an order is surely named: `NS-20417`, `#1001`, `order 20417`. A year or a price alone names none. */
export function namesOrder(text: string): boolean {
  return (
    /(?<![\p{L}\p{N}])(?:[a-z]{1,4}-\d{5,12}|#\d{3,12})(?![\p{L}\p{N}])/iu.test(text) ||
    /(?:\border|订单|单号)(?: ?(?:no\.?|number|号))?[ :：#]{0,2}\d{4,12}(?![\p{L}\p{N}])/iu.test(text)
  );
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
    // Of a bare yes the words before say more.
    words: (turn.verdict && turn.memory.previous) || turn.text,
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
