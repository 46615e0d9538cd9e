/** Where an order is: at once for customers the shop knows, after a code by e-mail for everybody else. */
import {
  defineIntent,
  keepOrdersAtHand,
  type Order,
  orderPrefill,
  orderSlots,
  type Turn,
  theirOrders,
} from '../../src/kit.ts';
import { asksOfOrderAtHand, numberAtHand } from '../cancel-order/order-at-hand.ts';
import { orderCard } from './order-card.ts';

const mostOrders = 3;
const it =
  '(?:it|that|this|they|that one|this one|(?:that|the|my) (?:order|parcel|package)|the (?:first|second|third|fourth|fifth|last)(?: one| order)?)';
const asksWhereItIs = asksOfOrderAtHand({
  en: `where(?:'s| is| are)? ${it}|when(?:'ll| will| does| is| do| are)? (?:${it} )?(?:get here|arrive|arriving|come|coming|be here|be delivered|show up|due|get delivered|ship|shipped|shipping)|(?:has|is|did|was) ${it}(?: been)? (?:ship(?:ped)?|sent|left|arrived?|delivered|here|late|lost|on (?:its|the) way)(?: yet| already| today)?|track|(?:the |a )?tracking(?: (?:number|link|info))?|how (?:long|much longer)(?: (?:will|does|until) ${it}(?: take| gets here)?)?|status`,
  zh: '(?:现在)?(?:到哪(?:里|儿)?|在哪(?:里|儿)?|什么时候(?:能)?(?:到|发货|送到|送达|寄出)|多久(?:能)?(?:到|送到)|几天(?:能)?到|(?:已经)?(?:发货|寄出|送到|送达)|到(?:货)?|(?:查)?物流(?:单号|信息)?|快递单号|状态)',
});

export default defineIntent({
  insteadOf: ['order-status'],
  follows: asksWhereItIs,
  slots: orderSlots,
  prefill: (turn) => ({ ...numberAtHand(turn, asksWhereItIs), ...orderPrefill(turn) }),
  async run(turn) {
    const orders = await theirOrders(turn, 'order-status');
    if (!orders) return;
    const shown = turn.slots.number === undefined ? underWay(orders) : orders;
    keepOrdersAtHand(turn, shown);
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
