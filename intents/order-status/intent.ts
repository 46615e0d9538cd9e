/** Where an order is: at once for customers the shop knows, after a code by e-mail for everybody else. */
import { defineIntent, type Order, orderPrefill, orderSlots, type Turn, theirOrders } from '../../src/kit.ts';
import { orderCard } from './order-card.ts';

const mostOrders = 3;

export default defineIntent({
  insteadOf: ['order-status'],
  slots: orderSlots,
  prefill: orderPrefill,
  async run(turn) {
    const orders = await theirOrders(turn, 'order-status');
    if (!orders) return;
    const shown = turn.slots.number === undefined ? underWay(orders) : orders;
    const cards = shown.map((order) => orderCard(turn, order));
    const [first] = shown;
    if (!first) return;
    if (shown.length > 1) turn.say('order.several', { count: shown.length }, { cards });
    else
      turn.say(
        leadOf(turn, first),
        { number: first.number },
        { cards, layout: 'list', buttons: nextSteps(turn, first) },
      );
  },
});

/** What is still to come; when all has arrived, the latest. */
function underWay(orders: readonly Order[]): readonly Order[] {
  const open = orders.filter(
    ({ status }) => status === 'placed' || status === 'packed' || status === 'shipped',
  );
  return open.length > 0 ? open.slice(0, mostOrders) : orders.slice(0, 1);
}

function leadOf({ now }: Turn, { status, expectedOn }: Order): string {
  const isOverdue = expectedOn !== undefined && now > Date.parse(expectedOn) + 86_400_000;
  return status === 'shipped' && isOverdue ? 'order.status.overdue' : `order.status.${status}`;
}

/** What the shop's rules allow with this order, and a person where it is late. */
function nextSteps(turn: Turn, order: Order) {
  const title = (key: string) => ({ title: `${turn.phrase(key)} ${order.number}` });
  return [
    ...(turn.orders?.mayCancel(order).allowed ? [title('cancel-order.begins')] : []),
    ...(turn.orders?.mayReturn(order).allowed ? [title('return-order.begins')] : []),
    ...(leadOf(turn, order) === 'order.status.overdue' ? [{ title: turn.phrase('decline.person') }] : []),
  ];
}
