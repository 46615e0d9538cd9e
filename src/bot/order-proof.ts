/**
 * The way to an order: those who are known have their own at once; others name its number and type the code that went
 * to its e-mail address. One form for every intent that is about orders.
 */
import type { Slot } from './form.ts';
import type { Order } from './order-agent.ts';
import type { Turn } from './turn.ts';

/** Where the proof of the last half hour is noted. */
const proofNotes = 'orders';
const codeMinutes = 10;

/** An order number as shoppers write it: `NS-20417`, `#1001`, 订单 20417. */
export function orderNumberIn(text: string): string | undefined {
  const plain = text.normalize('NFKC');
  const [, named] = /(?:^|[^\p{L}\p{N}])((?:[a-z]{1,4}[- ]?)?#?\d{4,12})(?![\p{L}\p{N}])/iu.exec(plain) ?? [];
  const [, marked] = /(?:#|no\.?|number|单号|号码|订单)\s*(\d{1,12})(?!\d)/iu.exec(plain) ?? [];
  return (named ?? marked)?.trim().toUpperCase();
}

const numberSlot: Slot = {
  name: 'number',
  ask: 'order.number.ask',
  when: (turn, values) => turn.orders?.knowsOwner !== true || values.other === 'yes',
  read(text) {
    const number = orderNumberIn(text) ?? /^\s*\d{1,12}\s*$/u.exec(text)?.[0].trim();
    return number === undefined ? { problem: 'order.number.problem' } : { value: number };
  },
};

const codeSlot: Slot = {
  name: 'code',
  ask: 'order.code.ask',
  when: (_turn, values) => values.challenge !== undefined,
  read(text) {
    const code = /(?<!\d)\d{3}[\s-]?\d{3}(?!\d)/u.exec(text.normalize('NFKC'))?.[0].replace(/\D/gu, '');
    return code === undefined ? { problem: 'order.code.problem' } : { value: code };
  },
};

export const orderSlots: readonly Slot[] = [numberSlot, codeSlot];

/** What the first message of an order's form says by itself. */
export function orderPrefill(turn: Turn): Record<string, string> {
  const number = orderNumberIn(turn.text);
  return number === undefined ? {} : { number };
}

/**
 * The orders that may be told now: the one that was named, else all that are the shopper's own. Undefined when something
 * had to be said first (a code was sent, the code was wrong): then `intent` goes on with the next message.
 */
export async function theirOrders(turn: Turn, intent: string): Promise<readonly Order[] | undefined> {
  const { orders, slots } = turn;
  if (!orders) {
    turn.say('order.unavailable');
    return undefined;
  }
  const { code, challenge, number } = slots;
  if (challenge !== undefined && code !== undefined) return tried(turn, intent, challenge, code);
  if (number === undefined) {
    const own = await orders.own();
    if (own.length > 0) return own;
    // The shop knows them, but of no order: it may stand under another address.
    turn.say('order.none-own');
    reopen(turn, intent, { ...slots, other: 'yes' });
    return undefined;
  }
  const named = await provenOrder(turn, number);
  if (named) return [named];
  await sendCode(turn, intent, number);
  return undefined;
}

/** The order of this number if it is known to be theirs, by who they are or by a code of the last half hour. */
export async function provenOrder(turn: Turn, number: string): Promise<Order | undefined> {
  return (await turn.orders?.ownNumbered(number)) ?? provedBefore(turn, number);
}

async function sendCode(turn: Turn, intent: string, number: string): Promise<void> {
  const { orders, slots } = turn;
  if (!orders) return;
  const sent = await orders.sendCode(number, (facts) => ({
    subject: turn.phrase('order.mail.subject', facts),
    text: turn.phrase('order.mail.text', { ...facts, minutes: codeMinutes }),
  }));
  if (sent.kind === 'limited') return turn.say('order.limited', { minutes: sent.minutes });
  turn.say('order.code.sent', { number, minutes: codeMinutes });
  reopen(turn, intent, { ...slots, number, challenge: sent.challenge });
}

async function tried(
  turn: Turn,
  intent: string,
  challenge: string,
  code: string,
): Promise<readonly Order[] | undefined> {
  const { code: _used, ...values } = turn.slots;
  const answer = await turn.orders?.tryCode(challenge, code);
  if (answer?.kind === 'proved') {
    turn.keepNotes(proofNotes, { challenge });
    return [answer.order];
  }
  if (answer?.kind === 'wrong' && answer.triesLeft > 0) {
    turn.say('order.code.wrong', { tries: answer.triesLeft });
    reopen(turn, intent, values);
  } else {
    turn.say('order.code.closed', {}, { buttons: [{ title: turn.phrase('decline.person') }] });
  }
  return undefined;
}

/** The next message goes on with the form. */
export function reopen(turn: Turn, intent: string, values: Readonly<Record<string, string>>): void {
  turn.memory.form = { intent, values: { ...values } };
}

async function provedBefore(turn: Turn, number: string): Promise<Order | undefined> {
  const notes = turn.notes(proofNotes);
  const challenge =
    typeof notes === 'object' && notes !== null && 'challenge' in notes ? notes.challenge : undefined;
  const order = typeof challenge === 'string' ? await turn.orders?.proved(challenge) : undefined;
  return order && keyOf(order.number) === keyOf(number) ? order : undefined;
}

function keyOf(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
