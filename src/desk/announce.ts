/** Tells the desk's browsers, in every process, what has changed: they fetch it anew by the API. Nothing of it is kept. */
import type { Feeds } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';

/** What a browser of the desk is told, as the value of a `desk/changed` event. */
export type Change =
  /** The queue, or who is there. */
  | { readonly what: 'board' }
  /** Something about one chat. `how`: message, note, claimed, moved, closed, tags, marks … */
  | { readonly what: 'chat'; readonly chat: string; readonly how: string }
  /** Something that must not be missed. */
  | { readonly what: 'notice'; readonly chat: string | null; readonly kind: string; readonly text: string }
  | { readonly what: 'settings' }
  | { readonly what: 'knowledge' };

/** The feed that everybody at the desk hears, and the one of each agent. Neither is a conversation of the log. */
export const deskFeed = 'desk:all';
export const feedOf = (agentId: string) => `desk:${agentId}`;

const boardPauseMs = 250;

export function createAnnouncer({
  feeds,
  clock,
  changed = () => {},
}: {
  feeds: Pick<Feeds, 'pass'>;
  clock: Clock;
  /** Called at once with each change to the board. */
  changed?: () => void;
}) {
  let boardIsDue = false;
  let cancel = () => {};

  /** Many changes in a short time are one to look at. */
  function board(): void {
    changed();
    if (boardIsDue) return;
    boardIsDue = true;
    cancel = clock.after(boardPauseMs, () => {
      boardIsDue = false;
      everybody({ what: 'board' });
    });
  }

  function everybody(change: Change): void {
    feeds.pass(deskFeed, eventJson(change, clock.now()));
  }

  function agent(agentId: string, change: Change): void {
    feeds.pass(feedOf(agentId), eventJson(change, clock.now()));
  }

  return { board, everybody, agent, close: () => cancel() };
}

export type Announcer = ReturnType<typeof createAnnouncer>;

function eventJson(value: Change, now: number): string {
  return JSON.stringify({
    type: 'event',
    name: 'desk/changed',
    timestamp: new Date(now).toISOString(),
    from: { id: 'shopdesk', role: 'bot' },
    value,
  });
}
