/** What belongs together in the log: several messages with which the bot answered one. */
import type { Entry } from '../conversations/index.ts';

/** Entries that go out as one, in order, never empty; all but one's own are answers to the same message. */
export type Said = readonly [Entry, ...Entry[]];

/** True for what a person is shown. */
export function isShown({ type, audience }: Entry): boolean {
  return type === 'message' && audience === 'all';
}

/** The id of the entry that is answered; undefined for what people and the house write unasked. */
export function answeredBy({ sender, body }: Entry): string | undefined {
  if (sender === 'user' || sender === 'agent') return undefined;
  const { replyToId }: { replyToId?: string } = JSON.parse(body);
  return replyToId;
}

/** @param joins whether the messages of one answer go out as one. What is not shown in between goes with them. */
export function turnsIn(entries: readonly Entry[], joins: boolean): Said[] {
  const turns: [Entry, ...Entry[]][] = [];
  for (let next = 0; next < entries.length; ) {
    const end = joins ? endOfTurn(entries, next) : next;
    const [first, ...rest] = entries.slice(next, end + 1);
    if (first) turns.push([first, ...rest]);
    next = end + 1;
  }
  return turns;
}

/** Where the turn that begins at `start` ends, both counted from 0. */
function endOfTurn(entries: readonly Entry[], start: number): number {
  const [first] = entries.slice(start, start + 1);
  const answered = first && isShown(first) ? answeredBy(first) : undefined;
  if (answered === undefined) return start;
  let end = start;
  for (const [offset, entry] of entries.slice(start + 1).entries()) {
    if (!isShown(entry) && entry.sender !== 'user') continue;
    if (!isShown(entry) || answeredBy(entry) !== answered) break;
    end = start + 1 + offset;
  }
  return end;
}
