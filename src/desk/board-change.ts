/** Two states of the shared board compared: what a browser that has the first needs to have the second. */
import { createHash } from 'node:crypto';
import type { Agent, BoardChange, Chat, ListChange, SharedBoard } from './shapes.ts';

/** A state with what it is compared by. */
export interface BoardState {
  readonly board: SharedBoard;
  readonly people: Printed<Agent>;
  readonly queue: Printed<Chat>;
}

/** Each member's content as text, by its id, in the order of the list. */
interface Printed<Member> {
  readonly members: readonly Member[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The version is made of the content alone: processes that see the same name it the same. */
export function boardState(board: Omit<SharedBoard, 'version'>): BoardState {
  // When somebody last gave a sign of life changes all the time, and is on no screen.
  const people = printed(board.agents, (agent) => ({ ...agent, seenAt: 0 }));
  const queue = printed(board.waiting, (chat) => ({ ...chat, position: null, line: null }));
  const { waitingCount, oldestWaiting, opening, autoAssign } = board;
  const rest = { waitingCount, oldestWaiting, opening, autoAssign };
  const hash = createHash('sha256').update(JSON.stringify([rest, board.waiting.map(({ line }) => line)]));
  for (const { texts } of [people, queue]) for (const [id, text] of texts) hash.update(id).update(text);
  return { board: { ...board, version: hash.digest('base64url').slice(0, 22) }, people, queue };
}

/** What leads from one state to the other. A chat's place in the queue goes without saying: it is that in the list. */
export function boardChange(before: BoardState, after: BoardState): BoardChange {
  const { now, waitingCount, oldestWaiting, opening, autoAssign } = after.board;
  return {
    from: before.board.version,
    to: after.board.version,
    now,
    waitingCount,
    oldestWaiting,
    opening,
    autoAssign,
    agents: listChange(before.people, after.people),
    waiting: listChange(before.queue, after.queue),
    lines: lineChange(before, after),
  };
}

function lineChange(before: BoardState, after: BoardState): BoardChange['lines'] {
  const known = new Map(before.board.waiting.map(({ id, line }) => [id, line]));
  const changed = after.board.waiting.filter(({ id, line }) => {
    const old = known.get(id);
    return line?.position !== old?.position || line?.low !== old?.low || line?.high !== old?.high;
  });
  return Object.fromEntries(changed.map(({ id, line }) => [id, line]));
}

function listChange<Member extends { readonly id: string }>(
  before: Printed<Member>,
  after: Printed<Member>,
): ListChange<Member> {
  const ids = [...after.texts.keys()];
  const changed = after.members.filter(({ id }) => before.texts.get(id) !== after.texts.get(id));
  const isSameOrder = ids.join() === [...before.texts.keys()].join();
  return { ...(!isSameOrder && { ids }), changed };
}

function printed<Member extends { readonly id: string }>(
  members: readonly Member[],
  seen: (member: Member) => unknown,
): Printed<Member> {
  return { members, texts: new Map(members.map((member) => [member.id, JSON.stringify(seen(member))])) };
}
