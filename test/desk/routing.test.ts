/** Who gets which chat: by hand-made cases, and against the plainest way of doing it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FreeAgent, type RoutingRules, route, type WaitingChat } from '../../src/desk/index.ts';

const rules: RoutingRules = {
  strategy: 'leastBusy',
  lastAgentFirst: true,
  loosenSkillsAfterSeconds: 120,
  loosenLanguageAfterSeconds: 300,
};
const now = 1_000_000_000;
const chat = (id: string, more: Partial<WaitingChat> = {}): WaitingChat => ({
  id,
  skills: [],
  language: 'en',
  weight: 1,
  queuedAt: now,
  ...more,
});
const agent = (id: string, more: Partial<FreeAgent> = {}): FreeAgent => ({
  id,
  skills: [],
  languages: [],
  capacity: 4,
  load: 0,
  assignedAt: 0,
  ...more,
});
const given = (chats: WaitingChat[], agents: FreeAgent[], more: Partial<RoutingRules> = {}) =>
  route(chats, agents, { ...rules, ...more }, now).map(({ chat: id, agent: to }) => `${id}→${to}`);

describe('routing', () => {
  it('goes to the least busy by share of what fits, in turns among equals', () => {
    expect(given([chat('1')], [agent('a', { load: 1 }), agent('b', { load: 1, capacity: 8 })])).toEqual([
      '1→b',
    ]);
    expect(given([chat('1'), chat('2'), chat('3')], [agent('a'), agent('b', { assignedAt: 5 })])).toEqual([
      '1→a',
      '2→b',
      '3→a',
    ]);
    expect(
      given([chat('1')], [agent('a', { assignedAt: 9 }), agent('b', { load: 3, assignedAt: 1 })], {
        strategy: 'takeTurns',
      }),
    ).toEqual(['1→b']);
  });

  it('asks for skills and language, less so the longer a chat waits, and leaves nobody for ever', () => {
    const wanted = { skills: ['repair'], language: 'zh' };
    const english = agent('en', { languages: ['en'] });
    const chinese = agent('zh', { languages: ['zh'] });
    const expert = agent('expert', { languages: ['zh', 'en'], skills: ['repair', 'sales'], load: 3 });
    expect(given([chat('1', wanted)], [english, chinese, expert])).toEqual(['1→expert']);
    expect(given([chat('1', { ...wanted, queuedAt: now - 121_000 })], [english, chinese])).toEqual(['1→zh']);
    expect(given([chat('1', { ...wanted, queuedAt: now - 121_000 })], [english])).toEqual([]);
    expect(given([chat('1', { ...wanted, queuedAt: now - 301_000 })], [english])).toEqual(['1→en']);
  });

  it('gives whoever comes back to the agent they know, when that one is free and able', () => {
    const back = chat('1', { lastAgent: 'busy' });
    expect(given([back], [agent('free'), agent('busy', { load: 3 })])).toEqual(['1→busy']);
    expect(given([back], [agent('free'), agent('busy', { load: 4 })])).toEqual(['1→free']);
  });

  it('weighs chats, and lets a lighter one through where a heavier does not fit', () => {
    expect(given([chat('heavy', { weight: 3 }), chat('light')], [agent('a', { load: 3 })])).toEqual([
      'light→a',
    ]);
  });

  it('does what the plainest way does, for any queue and any agents', () => {
    const skills = fc.subarray(['repair', 'sales', 'orders']);
    const languages = fc.subarray(['en', 'zh']);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            skills,
            language: fc.constantFrom('en', 'zh'),
            weight: fc.integer({ min: 1, max: 3 }),
            age: fc.integer({ min: 0, max: 400 }),
            team: fc.constantFrom(undefined, 'day', 'night'),
            last: fc.integer({ min: 0, max: 8 }),
          }),
          { maxLength: 30 },
        ),
        fc.array(
          fc.record({
            skills,
            languages,
            team: fc.constantFrom(undefined, 'day'),
            capacity: fc.integer({ min: 1, max: 5 }),
            load: fc.integer({ min: 0, max: 5 }),
            assignedAt: fc.constantFrom(0, 1, 2, now - 1, now, now + 5),
          }),
          { maxLength: 8 },
        ),
        fc.constantFrom('leastBusy' as const, 'takeTurns' as const),
        (wild, people, strategy) => {
          const chats = wild.map(({ age, last, ...each }, index) =>
            chat(`c${index}`, { ...each, queuedAt: now - age * 1000, lastAgent: `a${last}` }),
          );
          const agents = people.map((each, index) => agent(`a${index}`, each));
          const mine = route(chats, agents, { ...rules, strategy }, now);
          expect(mine).toEqual(plainly(chats, agents, { ...rules, strategy }));
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Looks at every agent for every chat. */
function plainly(chats: readonly WaitingChat[], agents: readonly FreeAgent[], by: RoutingRules) {
  const seats = agents.map((each) => ({ ...each }));
  return chats.flatMap((each) => {
    const seconds = (now - each.queuedAt) / 1000;
    const able = seats.filter(
      (seat) =>
        seat.load + each.weight <= seat.capacity &&
        (seconds >= by.loosenSkillsAfterSeconds ||
          (each.skills.every((skill) => seat.skills.includes(skill)) &&
            (each.team === undefined || each.team === seat.team))) &&
        (seconds >= by.loosenLanguageAfterSeconds ||
          seat.languages.length === 0 ||
          seat.languages.includes(each.language)),
    );
    const share = (seat: FreeAgent) => (by.strategy === 'leastBusy' ? seat.load / seat.capacity : 0);
    // Another process’s clock may be ahead of ours: what it gave a moment ago was given now.
    const turn = (seat: FreeAgent) => Math.min(seat.assignedAt, now);
    const [best] = able.sort(
      (one, other) => share(one) - share(other) || turn(one) - turn(other) || (one.id < other.id ? -1 : 1),
    );
    const seat = able.find(({ id }) => id === each.lastAgent) ?? best;
    if (!seat) return [];
    seat.load += each.weight;
    seat.assignedAt = now;
    return [{ chat: each.id, agent: seat.id }];
  });
}
