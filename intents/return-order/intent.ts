/** Takes a return within the shop's days: a request with a number, with what comes back and why. */
import {
  defineIntent,
  formatDayOf,
  keepOrdersAtHand,
  type Order,
  orderPrefill,
  orderSlots,
  provenOrder,
  reopen,
  type Slot,
  sayAnswer,
  type Turn,
  theirOrders,
  wordsSlot,
} from '../../src/kit.ts';
import { asksOfOrderAtHand, numberAtHand, orderMeant } from '../cancel-order/order-at-hand.ts';
import {
  asksInGeneral,
  isPressed,
  namesOrder,
  namesThingOf,
  orderFields,
  orderSummary,
  ordersWith,
} from '../cancel-order/order-request.ts';

const mostChoices = 3;
const asksToReturn = /\b(?:return|(?:send|give)(?: (?:it|that|this|them))? back)\b|退/iu;
const asksToReturnThat = asksOfOrderAtHand({
  en: 'return|(?:send|give)(?: (?:it|that|this|them))?',
  zh: '退货|退回去?|退款|退',
});
/** About one that is under way already. */
const isUnderWay = /\b(?:arrived?|received|status|where|when|refund(?:ed)?)\b|到了|收到|退款|进度/iu;

const whySlot: Slot = {
  ...wordsSlot('why', 'return-order.why'),
  when: (_turn, values) => values.allowed === 'yes',
};

export default defineIntent({
  insteadOf: ['how-to-return'],
  begins: 'return-order.begins',
  follows: (turn) =>
    asksToReturn.test(turn.text) &&
    !isUnderWay.test(turn.text) &&
    (namesOrder(turn.text) || asksToReturnThat(turn) || namesThingAtHand(turn)),
  slots: [
    ...orderSlots.map((slot) => ({
      ...slot,
      when: (turn: Turn, values: Readonly<Record<string, string>>) =>
        (values.wanted === 'yes' || values.number !== undefined) && (slot.when?.(turn, values) ?? true),
    })),
    whySlot,
  ],
  prefill: (turn) => ({
    ...numberAtHand(turn, asksToReturnThat),
    ...orderPrefill(turn),
    ...(isPressed(turn, 'return-order.begins') && { wanted: 'yes' }),
  }),
  async run(turn) {
    const { wanted, number, challenge, why } = turn.slots;
    const isGeneral = wanted === undefined && number === undefined && challenge === undefined;
    if (isGeneral && !turn.orders?.knowsOwner) {
      return sayAnswer(turn, 'how-to-return', [{ title: turn.phrase('return-order.begins') }]);
    }
    const theirs = await theirOrders(turn, 'return-order');
    if (!theirs) return;
    const orders = ordersWith(turn.text, theirs);
    const allowed = orders.filter((order) => turn.orders?.mayReturn(order).allowed);
    const [order] = allowed;
    keepOrdersAtHand(turn, allowed.length > 0 ? allowed : orders);
    if (!order) return refuse(turn, orders);
    if (wanted === 'yes' && number !== undefined)
      return why === undefined ? askWhy(turn, order) : request(turn, order, why);
    const choices = allowed.slice(0, mostChoices).map((each) => ({
      title: `${turn.phrase('return-order.begins')} ${each.number}`,
    }));
    sayAnswer(turn, 'how-to-return', choices);
  },
});

/** "Can I return the shelf only?" where the order told of lately has one. */
async function namesThingAtHand(turn: Turn): Promise<boolean> {
  const number = asksInGeneral(turn.text) ? undefined : orderMeant(turn);
  const order = number === undefined ? undefined : await provenOrder(turn, number);
  return order !== undefined && namesThingOf(turn.text, order);
}

function askWhy(turn: Turn, order: Order): void {
  turn.say('return-order.why-of', { number: order.number, items: orderSummary(order) });
  reopen(turn, 'return-order', { number: order.number, wanted: 'yes', allowed: 'yes' });
}

function refuse(turn: Turn, orders: readonly Order[]): void {
  // Where the newest cannot come back, no older one can.
  const [order] = orders;
  const answer = order && turn.orders?.mayReturn(order);
  if (!order || (orders.length > 1 && asksInGeneral(turn.text)) || answer?.allowed !== false) {
    sayAnswer(turn, 'how-to-return');
    return;
  }
  keepOrdersAtHand(turn, [order]);
  const until = answer.since === undefined ? '' : dayOf(turn, answer.since);
  const buttons = [{ title: turn.phrase('decline.person') }];
  turn.say(`return-order.refused.${answer.reason}`, { number: order.number, until }, { buttons });
}

function request(turn: Turn, order: Order, why: string): void {
  const policy = turn.orders?.mayReturn(order);
  const until = policy?.allowed && policy.until !== undefined ? dayOf(turn, policy.until) : '';
  const number = turn.request('return-order', { ...orderFields(turn, order), why, until });
  const summary = `${turn.phrase('return-order.begins')} ${order.number} (${number}): ${orderSummary(order)}. ${why}`;
  turn.leaveMessage(order.email ?? '', summary);
  turn.say('return-order.done', { request: number, number: order.number, until });
}

function dayOf(turn: Turn, at: number): string {
  return formatDayOf(at, turn.knowledge.hours?.timeZone ?? 'UTC', turn.language);
}
