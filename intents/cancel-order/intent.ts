/** Cancels an order that is not packed yet: a request with a number, before the people of the shop. */
import {
  defineIntent,
  keepOrdersAtHand,
  type Order,
  orderPrefill,
  orderSlots,
  provenOrder,
  sayAnswer,
  type Turn,
  theirOrders,
} from '../../src/kit.ts';
import { asksOfOrderAtHand, numberAtHand, orderMeant } from './order-at-hand.ts';
import {
  asksInGeneral,
  isPressed,
  namesOrder,
  orderFields,
  orderSummary,
  ordersWith,
} from './order-request.ts';

const mostChoices = 3;
const asksToCancel = /\bcancel\b|\bcall (?:it|that|this) off\b|取消|撤[单销掉]|不要了/iu;
const asksToCancelThat = asksOfOrderAtHand({
  en: 'cancel(?:l?ed)?|call (?:it|that|this) off',
  zh: '取消|撤[单销掉]|不要',
});
const asksToKeepThat = asksOfOrderAtHand({
  en: "keep|undo|un-?cancel|(?:don't|dont|do not|never) cancel|leave(?= (?:it|that|the order) as)",
  zh: '(?:不|别|不要|不用|不想)取消|保留|留着',
});
const asksNotTo = /\b(?:don't|don’t|do not|never) cancel|(?:不要|别|没有?)取消/iu;

export default defineIntent({
  insteadOf: ['cancel-order'],
  begins: 'cancel-order.begins',
  follows: (turn) =>
    (asksToCancel.test(turn.text) && !asksNotTo.test(turn.text) && namesOrder(turn.text)) ||
    asksToCancelThat(turn) ||
    asksToKeepThat(turn),
  slots: orderSlots.map((slot) => ({
    ...slot,
    // A question in general is answered in general.
    when: (turn, values) =>
      (values.wanted === 'yes' || values.number !== undefined) && (slot.when?.(turn, values) ?? true),
  })),
  prefill: (turn) => ({
    ...numberAtHand(turn, asksToCancelThat),
    ...orderPrefill(turn),
    ...(isPressed(turn, 'cancel-order.begins') && { wanted: 'yes' }),
  }),
  async run(turn) {
    if (turn.verdict) return answered(turn, turn.verdict);
    if (asksToKeepThat(turn)) return keep(turn);
    const { wanted, number, challenge } = turn.slots;
    const isGeneral = wanted === undefined && number === undefined && challenge === undefined;
    if (isGeneral && !turn.orders?.knowsOwner) {
      return sayAnswer(turn, 'cancel-order', [{ title: turn.phrase('cancel-order.begins') }]);
    }
    const theirs = await theirOrders(turn, 'cancel-order');
    if (!theirs) return;
    const orders = ordersWith(turn.text, theirs);
    const allowed = orders.filter((order) => turn.orders?.mayCancel(order).allowed);
    const [order] = allowed;
    keepOrdersAtHand(turn, allowed.length > 0 ? allowed : orders);
    if (!order) return refuse(turn, orders);
    if (number !== undefined && (wanted === 'yes' || isRequested(turn, order))) return request(turn, order);
    const choices = allowed.slice(0, mostChoices).map((each) => ({
      title: `${turn.phrase('cancel-order.begins')} ${each.number}`,
    }));
    turn.say(
      'cancel-order.which',
      { items: orderSummary(order), count: allowed.length },
      { buttons: choices },
    );
    const [only, ...others] = choices;
    if (only && others.length === 0)
      turn.memory.question = {
        intent: 'cancel-order',
        about: order.number,
        yes: only.title,
        no: turn.phrase('cancel-order.keep'),
      };
  },
});

/** "Yes" to the question whether it shall be cancelled, typed or pressed. */
async function answered(turn: Turn, { yes, about }: NonNullable<Turn['verdict']>): Promise<void> {
  keepOrdersAtHand(turn, [{ number: about }]);
  if (!yes) return turn.say('cancel-order.kept', { number: about });
  const order = await provenOrder(turn, about);
  if (!order || turn.orders?.mayCancel(order).allowed !== true) return refuse(turn, order ? [order] : []);
  request(turn, order);
}

/** It shall stay after all: who asked for it to be cancelled before has the team told so. */
async function keep(turn: Turn): Promise<void> {
  const number = orderMeant(turn);
  const order = number === undefined ? undefined : await provenOrder(turn, number);
  if (!order || !isRequested(turn, order)) return turn.say('cancel-order.kept', { number: number ?? '' });
  keepOrdersAtHand(turn, [order]);
  const request = turn.request('keep-order', orderFields(turn, order));
  turn.leaveMessage(order.email ?? '', `${turn.phrase('cancel-order.keep')}: ${order.number} (${request})`);
  turn.keepNotes('cancel-order', undefined);
  turn.say('cancel-order.withdrawn', { number: order.number, request });
}

function refuse(turn: Turn, orders: readonly Order[]): void {
  const isOpen = ({ status }: Order) => status === 'packed' || status === 'shipped';
  const order = orders.length > 1 ? orders.find(isOpen) : orders[0];
  const answer = order && turn.orders?.mayCancel(order);
  if (!order || (orders.length > 1 && asksInGeneral(turn.text)) || answer?.allowed !== false) {
    sayAnswer(turn, 'cancel-order');
    return;
  }
  keepOrdersAtHand(turn, [order]);
  const buttons = [{ title: turn.phrase('decline.person') }];
  turn.say(`cancel-order.refused.${answer.reason}`, { number: order.number }, { buttons });
}

function isRequested(turn: Turn, { number }: Order): boolean {
  const before = turn.notes('cancel-order');
  return typeof before === 'object' && before !== null && 'order' in before && before.order === number;
}

function request(turn: Turn, order: Order): void {
  if (isRequested(turn, order)) {
    turn.say('order-request.again', { number: order.number });
    return;
  }
  const number = turn.request('cancel-order', orderFields(turn, order));
  turn.leaveMessage(
    order.email ?? '',
    `${turn.phrase('cancel-order.begins')} ${order.number} (${number}): ${orderSummary(order)}`,
  );
  turn.keepNotes('cancel-order', { order: order.number });
  turn.say('cancel-order.done', { request: number, number: order.number, items: orderSummary(order) });
}
