/** What concerts the shopper was told of a moment ago, so that "tell me when they do" is about those. */
import type { Turn } from '../../src/kit.ts';

export interface ConcertsAnswered {
  /** In the shopper's words; empty for anybody. */
  readonly performer: string;
  /** In the shopper's words; empty for where they live. */
  readonly city: string;
}

const intent = 'concerts-near';

export function keepAnswered(turn: Turn, { performer, city }: ConcertsAnswered): void {
  turn.keepNotes(intent, { performer, city, answeredIn: turn.memory.turns ?? 0 });
}

/** Undefined when the turn before was about something else. */
export function answeredBefore(turn: Turn): ConcertsAnswered | undefined {
  const notes = turn.notes(intent);
  return isAnswered(notes) && notes.answeredIn === (turn.memory.turns ?? 0) - 1 ? notes : undefined;
}

function isAnswered(notes: unknown): notes is ConcertsAnswered & { readonly answeredIn: number } {
  return typeof notes === 'object' && notes !== null && 'answeredIn' in notes;
}
