/** The board brought from one version to the next, and one chat of it replaced: pure, so that missing none is enough. */
import { isFields } from '../../wire/activity.ts';
import type { Agent, Board, BoardChange, Chat, ListChange } from '../wire/types.ts';

/** The board after a change that begins from its version. */
export function changedBoard(board: Board, change: BoardChange): Board {
  const agents = changedList(board.agents, change.agents);
  const queue = changedList(board.waiting, change.waiting).map((chat) => {
    const line = change.lines[chat.id];
    return line === undefined ? chat : { ...chat, line };
  });
  let position = 0;
  const waiting = queue.map((chat) => ({ ...chat, position: chat.kind === 'chat' ? ++position : null }));
  const { to: version, now, waitingCount, oldestWaiting, opening, autoAssign } = change;
  return {
    ...board,
    ...{ version, now, waitingCount, oldestWaiting, opening, autoAssign },
    me: agents.find(({ id }) => id === board.me.id) ?? board.me,
    agents,
    waiting,
    mine: seenBy(board.mine, agents),
  };
}

/** The board with one chat as it is now: among mine when I have it, and nowhere among mine when I do not. */
export function withChat(board: Board, chat: Chat): Board {
  const isMine = chat.closedAt === null && chat.agent?.id === board.me.id;
  const others = board.mine.filter(({ id }) => id !== chat.id);
  const mine = isMine ? [...others, chat].sort((one, other) => one.openedAt - other.openedAt) : others;
  // Who waits is told by the shared part: what I took is out of it at once, so that it never stands in both.
  const waiting = isMine ? board.waiting.filter(({ id }) => id !== chat.id) : board.waiting;
  return { ...board, mine, waiting };
}

/** What the server says; a stranger's words could not come here, so its two ends are enough to know it by. */
export function isBoardChange(value: unknown): value is BoardChange {
  return isFields(value) && typeof value.from === 'string' && typeof value.to === 'string';
}

export function isChat(value: unknown): value is Chat {
  return isFields(value) && typeof value.id === 'string' && typeof value.caseId === 'string';
}

function changedList<Member extends { readonly id: string }>(
  members: readonly Member[],
  { ids, changed }: ListChange<Member>,
): Member[] {
  const known = new Map([...members, ...changed].map((member) => [member.id, member]));
  return (ids ?? members.map(({ id }) => id)).flatMap((id) => known.get(id) ?? []);
}

/** Who looks at a chat of mine is known from where each of them is. */
function seenBy(mine: readonly Chat[], agents: readonly Agent[]): Chat[] {
  return mine.map((chat) => ({
    ...chat,
    viewers: agents.filter(({ viewing }) => viewing === chat.id).map(({ id, name }) => ({ id, name })),
  }));
}
