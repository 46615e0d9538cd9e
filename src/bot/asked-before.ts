/** What an intent keeps for the very next turn: what it asked outside of a form, or told, so that a short answer to it means that. */
import { z } from 'zod';
import type { Turn } from './turn.ts';

const schema = z.object({ facts: z.record(z.string(), z.string()), keptIn: z.number() });

/** Keeps facts under a name; a later turn than the next one does not find them. */
export function keepForNextTurn(turn: Turn, name: string, facts: Readonly<Record<string, string>>): void {
  turn.keepNotes(name, { facts, keptIn: turn.memory.turns ?? 0 });
}

/** What the turn before kept under this name. */
export function keptInTurnBefore(turn: Turn, name: string): Readonly<Record<string, string>> | undefined {
  const kept = turn.notes(name);
  const notes = kept === undefined ? undefined : schema.safeParse(kept).data;
  return notes?.keptIn === (turn.memory.turns ?? 0) - 1 ? notes.facts : undefined;
}

/** Notes that the intent asks in this turn. @param about what the answer will be about. */
export function keepAsked(turn: Turn, intent: string, about = ''): void {
  keepForNextTurn(turn, intent, { about });
}

/** What the intent's question of the turn before was about; undefined when it asked nothing then. */
export function askedBefore(turn: Turn, intent: string): string | undefined {
  return keptInTurnBefore(turn, intent)?.about;
}
