/** Which products the shopper saw last, and for which question. */
import type { Turn } from '../../src/kit.ts';

/** The ids that were shown, in the order of their cards. */
export function comparedIds(turn: Turn): string[] {
  const { ids } = notesOf(turn);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

/** The question they answered, and the turn of the conversation it was. */
export function shownFor(turn: Turn): { readonly text: string; readonly turn: number } | undefined {
  const { text, turn: at } = notesOf(turn);
  return typeof text === 'string' && typeof at === 'number' ? { text, turn: at } : undefined;
}

function notesOf(turn: Turn): Readonly<Record<string, unknown>> {
  const notes = turn.notes('compare-products');
  return typeof notes === 'object' && notes !== null ? { ...notes } : {};
}
