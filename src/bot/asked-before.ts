/** What an intent asked the shopper in the turn before, outside of a form: a short answer to it means that intent. */
import { z } from 'zod';
import type { Turn } from './turn.ts';

const schema = z.object({ about: z.string(), askedIn: z.number() });

/** Notes that the intent asks in this turn. @param about what the answer will be about. */
export function keepAsked(turn: Turn, intent: string, about = ''): void {
  turn.keepNotes(intent, { about, askedIn: turn.memory.turns ?? 0 });
}

/** What the intent's question of the turn before was about; undefined when it asked nothing then. */
export function askedBefore(turn: Turn, intent: string): string | undefined {
  const kept = turn.notes(intent);
  const notes = kept === undefined ? undefined : schema.safeParse(kept).data;
  return notes?.askedIn === (turn.memory.turns ?? 0) - 1 ? notes.about : undefined;
}
