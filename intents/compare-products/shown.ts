/** Which products the shopper saw last. */
import type { Turn } from '../../src/kit.ts';

/** The ids that find-product left, in the order of its cards. */
export function comparedIds(turn: Turn): string[] {
  const notes = turn.notes('compare-products');
  const ids = typeof notes === 'object' && notes !== null && 'ids' in notes ? notes.ids : undefined;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
