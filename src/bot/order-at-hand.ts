/** The orders that the talk is about: "cancel it" right after an order's card was shown means that one. */
import { z } from 'zod';
import type { Order } from './order-agent.ts';
import type { Turn } from './turn.ts';

const notesName = 'orders-at-hand';
const schema = z.object({
  numbers: z.array(z.string()),
  focus: z.string().optional(),
  turn: z.number().int(),
});

export interface OrdersAtHand {
  /** Those that were told of, in the order of their cards. */
  readonly numbers: readonly string[];
  /** The one that "it" means: the only one, or the one that was told of last. */
  readonly focus: string | undefined;
}

/** Later than this, "it" may be anything that came up meanwhile. */
const turnsRemembered = 4;

/** Notes which orders were told of in this turn; one of several that stand above leaves "the second one" what it was. */
export function keepOrdersAtHand(turn: Turn, orders: readonly Pick<Order, 'number'>[]): void {
  const told = orders.map(({ number }) => number);
  const [only, ...others] = told;
  const focus = others.length === 0 ? only : undefined;
  const before = ordersAtHand(turn)?.numbers ?? [];
  const numbers = focus !== undefined && before.includes(focus) ? before : told;
  turn.keepNotes(notesName, { numbers, turn: turn.memory.turns ?? 0, ...(focus !== undefined && { focus }) });
}

/** Those told of lately; undefined when there are none. @param within so many turns ago, at most. */
export function ordersAtHand(turn: Turn, within = turnsRemembered): OrdersAtHand | undefined {
  const notes = turn.notes(notesName);
  const kept = notes === undefined ? undefined : schema.safeParse(notes).data;
  if (!kept || kept.numbers.length === 0 || (turn.memory.turns ?? 0) - kept.turn > within) return undefined;
  return { numbers: kept.numbers, focus: kept.focus };
}
