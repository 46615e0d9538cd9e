/** The board as a browser keeps it: what it is told of each change leads to what the server has, whatever happened. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardChange, boardState } from '../../src/desk/board-change.ts';
import type { Agent, Board, Chat, SharedBoard } from '../../src/desk/index.ts';
import { changedBoard, withChat } from '../../web-widget/desk/model/board-change.ts';

const agent = (id: string, load: number, viewing: string | null): Agent => ({
  id,
  name: `Name ${id}`,
  email: `${id}@example.com`,
  role: 'agent',
  team: null,
  languages: [],
  skills: [],
  capacity: 4,
  load,
  presence: 'online',
  seenAt: 0,
  assignedAt: 0,
  viewing,
  twoFactor: false,
  disabled: false,
});

const chat = (id: string, some: Partial<Chat> = {}): Chat => ({
  id,
  caseId: `C-${id}`,
  kind: 'chat',
  status: 'waiting',
  agent: null,
  shopper: { id, name: null, language: 'en', channel: 'directline', verified: false, email: null },
  reason: 'request',
  reasonDetail: null,
  skills: [],
  team: null,
  priority: 0,
  weight: 1,
  position: null,
  line: null,
  openedAt: 0,
  queuedAt: 0,
  acceptedAt: null,
  firstReplyAt: null,
  closedAt: null,
  waitingSince: null,
  unread: 0,
  last: null,
  clock: null,
  snoozedUntil: null,
  flag: null,
  mood: null,
  tags: [],
  disposition: null,
  outcome: null,
  satisfaction: null,
  marks: { shopperRead: 0, shopperGot: 0, agentRead: 0 },
  viewers: [],
  ...some,
});

const ids = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f']);
const state = fc
  .record({
    people: ids,
    queue: ids,
    load: fc.integer({ min: 0, max: 2 }),
    unread: fc.integer({ min: 0, max: 2 }),
    low: fc.option(fc.integer({ min: 0, max: 2 })),
    message: fc.constantFrom('a', 'b', 'none'),
    viewing: fc.constantFrom('a', 'mine', null),
    autoAssign: fc.boolean(),
  })
  .map(({ people, queue, load, unread, low, message, viewing, autoAssign }): Omit<SharedBoard, 'version'> => {
    let position = 0;
    return {
      now: 1,
      waiting: queue.map((id) => {
        if (id === message) return chat(id, { kind: 'message', unread });
        position++;
        return chat(id, { unread, position, line: { position, low, high: low } });
      }),
      waitingCount: queue.length,
      oldestWaiting: queue.length > 0 ? 1 : null,
      agents: people.map((id) => agent(id, load, viewing)),
      opening: { open: true, changesAt: null, timeZone: 'UTC' },
      autoAssign,
    };
  });

const asFetched = (shared: SharedBoard, mine: Chat[] = []): Board => ({
  ...shared,
  me: shared.agents[0] ?? agent('me', 0, null),
  mine,
  notices: [],
});

describe('the board in the browser', () => {
  it('has after each change what the server has, and the version of it', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 2, maxLength: 6 }), (states) => {
        const [first, ...later] = states.map((each) => boardState(each));
        if (!first) return;
        let board = asFetched(first.board);
        let before = first;
        for (const after of later) {
          // What goes over the wire is text.
          board = changedBoard(board, JSON.parse(JSON.stringify(boardChange(before, after))));
          before = after;
          expect({ ...board, me: 0, mine: 0, notices: 0 }).toEqual({
            ...after.board,
            me: 0,
            mine: 0,
            notices: 0,
          });
        }
      }),
    );
  });

  it('names what is the same by the same version, and only that', () => {
    fc.assert(
      fc.property(state, state, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(boardState(one).board.version === boardState(other).board.version).toBe(isSame);
      }),
    );
  });

  it('does not change by a sign of life alone', () => {
    const [given = never()] = fc.sample(state, 1);
    const beat = { ...given, agents: given.agents.map((each) => ({ ...each, seenAt: 99 })) };
    expect(boardState(beat).board.version).toBe(boardState(given).board.version);
  });

  it('says little when little changed', () => {
    const people = Array.from({ length: 200 }, (_, at) => agent(`p${at}`, 1, null));
    const shared = {
      ...asFetched({ ...boardState(fc.sample(state, 1)[0] ?? never()).board }),
      agents: people,
    };
    const before = boardState(shared);
    const after = boardState({ ...shared, agents: [agent('p0', 2, null), ...people.slice(1)] });
    expect(JSON.stringify(boardChange(before, after)).length).toBeLessThan(1_500);
  });

  it('moves a chat in and out of mine, and shows who else looks at it', () => {
    const shared = boardState({
      ...boardState(fc.sample(state, 1)[0] ?? never()).board,
      agents: [agent('me', 0, null), agent('ben', 0, 'x')],
      waiting: [chat('x')],
    });
    const taken = chat('x', { status: 'active', agent: { id: 'me', name: 'Me' } });
    const board = withChat(asFetched(shared.board), taken);
    expect(board.mine.map(({ id }) => id)).toEqual(['x']);
    expect(board.waiting).toEqual([]);
    const seen = changedBoard(board, {
      ...boardChange(shared, boardState({ ...shared.board, waiting: [] })),
      agents: { changed: [agent('ben', 1, 'x')] },
    });
    expect(seen.mine[0]?.viewers).toEqual([{ id: 'ben', name: 'Name ben' }]);
    expect(withChat(seen, { ...taken, agent: { id: 'ben', name: 'Ben' } }).mine).toEqual([]);
    expect(withChat(seen, { ...taken, closedAt: 1 }).mine).toEqual([]);
  });
});

function never(): never {
  throw new Error('nothing was sampled');
}
