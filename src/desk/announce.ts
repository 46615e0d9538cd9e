/** Tells the desk's browsers, in every process, what has changed: as it is now where that is short. Nothing of it is kept. */
import type { Feeds } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import type { BoardChange, Chat } from './shapes.ts';

/** What a browser of the desk is told, as the value of a `desk/changed` event. */
export type Change =
  /** The queue, or who is there. Without `change`, or when it begins from another version: fetch the board. */
  | { readonly what: 'board'; readonly change?: BoardChange | undefined }
  /** Something about one chat. `how`: message, note, claimed, moved, closed, tags, marks … `now`, as it was `at`. */
  | {
      readonly what: 'chat';
      readonly chat: string;
      readonly how: string;
      readonly now?: Chat;
      readonly at?: number;
    }
  /** Something that must not be missed. */
  | { readonly what: 'notice'; readonly chat: string | null; readonly kind: string; readonly text: string }
  | { readonly what: 'settings' }
  | { readonly what: 'knowledge' };

/** The feed that everybody at the desk hears, and the one of each agent. Neither is a conversation of the log. */
export const deskFeed = 'desk:all';
export const feedOf = (agentId: string) => `desk:${agentId}`;

/** Says to each process that the board changed; each tells its own browsers how. */
const hintFeed = 'desk:hint';
const boardPauseMs = 250;
/** More does not go from process to process. */
const mostCharacters = 3_500;

export function createAnnouncer({
  feeds,
  clock,
  chatNow,
  changed = () => {},
}: {
  feeds: Pick<Feeds, 'pass' | 'passHere' | 'subscribe'>;
  clock: Clock;
  chatNow: (chatId: string) => Promise<Chat>;
  /** Called with each change to the board: at once where it happens, and when all processes are told. */
  changed?: (isTold: boolean) => void;
}) {
  let boardIsDue = false;
  let cancel = () => {};
  const stopHearing = feeds.subscribe(hintFeed, 0, 'desk', { entry: () => {}, passing: () => changed(true) });

  /** Many changes in a short time are one to look at. */
  function board(): void {
    changed(false);
    if (boardIsDue) return;
    boardIsDue = true;
    cancel = clock.after(boardPauseMs, () => {
      boardIsDue = false;
      feeds.pass(hintFeed, '{}');
    });
  }

  /** To the browsers of this process. */
  function boardHere(change: BoardChange | undefined): void {
    feeds.passHere(deskFeed, eventJson({ what: 'board', change }, clock.now()));
  }

  function everybody(change: Change): void {
    feeds.pass(deskFeed, eventJson(change, clock.now()));
  }

  function agent(agentId: string, change: Change): void {
    feeds.pass(feedOf(agentId), eventJson(change, clock.now()));
  }

  /** Something about a chat changed: the agent is told how it is now. */
  function chat(agentId: string, chatId: string, how: string, known?: Chat): void {
    const change = { what: 'chat', chat: chatId, how } as const;
    const at = clock.now();
    const reading = known ? Promise.resolve(known) : chatNow(chatId);
    reading.then(
      (now) => tellChat(agentId, change, now, at),
      () => agent(agentId, change),
    );
  }

  function tellChat(agentId: string, change: Extract<Change, { what: 'chat' }>, now: Chat, at: number): void {
    const whole = eventJson({ ...change, now, at }, clock.now());
    feeds.pass(feedOf(agentId), whole.length < mostCharacters ? whole : eventJson(change, clock.now()));
  }

  return {
    board,
    boardHere,
    everybody,
    agent,
    chat,
    close() {
      cancel();
      stopHearing();
    },
  };
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
