/** Who gets which waiting chat: a pure function over the queue and the agents, quick for thousands of both. */
import { type Ability, type Demand, demandOf, type LooseningRules, suits, type Waits } from './demand.ts';
import { createSeats, type Seated } from './seats.ts';

export interface WaitingChat extends Waits {
  readonly id: string;
  readonly weight: number;
  /** Whom the shopper knows. */
  readonly lastAgent?: string | undefined;
}

export interface FreeAgent extends Ability, Seated {}

export interface RoutingRules extends LooseningRules {
  readonly strategy: 'leastBusy' | 'takeTurns';
  readonly lastAgentFirst: boolean;
}

export interface Assignment {
  readonly chat: string;
  readonly agent: string;
}

/** Chats that ask for the same: who is able, and from which weight on nobody of them has room any more. */
interface Asked {
  readonly able: Uint8Array;
  hopelessFrom: number;
}

/**
 * Chats in their order each get the best agent who fits: the least busy by share or the one whose turn it is, among
 * equals whoever was given a chat longest ago.
 *
 * @param waiting in the order of the queue.
 */
export function route(
  waiting: readonly WaitingChat[],
  agents: readonly FreeAgent[],
  rules: RoutingRules,
  now: number,
): Assignment[] {
  const people = agents.filter(({ load, capacity }) => load < capacity);
  const byId = new Map(people.map(({ id }, seat) => [id, seat]));
  const seats = createSeats(people, rules.strategy === 'leastBusy', now);
  const demands = new Map<string, Asked>();
  let places = people.reduce((sum, { capacity, load }) => sum + capacity - load, 0);
  const assignments: Assignment[] = [];

  for (const chat of waiting) {
    if (places <= 0) break;
    const { weight } = chat;
    const asked = askedFor(demandOf(chat, rules, now));
    const seat = knownSeat(chat.lastAgent, asked, weight) ?? bestSeat(asked, weight);
    const agent = people[seat];
    if (!agent) continue;
    seats.give(seat, weight);
    places -= weight;
    assignments.push({ chat: chat.id, agent: agent.id });
  }
  return assignments;

  function askedFor(wanted: Demand): Asked {
    const known = demands.get(wanted.key);
    if (known) return known;
    const able = Uint8Array.from(people, (agent) => (suits(agent, wanted) ? 1 : 0));
    const asked = { able, hopelessFrom: Number.POSITIVE_INFINITY };
    demands.set(wanted.key, asked);
    return asked;
  }

  function knownSeat(agentId: string | undefined, { able }: Asked, weight: number): number | undefined {
    if (!rules.lastAgentFirst || agentId === undefined) return undefined;
    const seat = byId.get(agentId);
    return seat !== undefined && able[seat] === 1 && seats.roomOf(seat) >= weight ? seat : undefined;
  }

  function bestSeat(asked: Asked, weight: number): number {
    if (weight >= asked.hopelessFrom) return -1;
    const seat = seats.best(asked.able, weight);
    // Nothing is taken away from anybody here: where nobody has room now, nobody will.
    if (seat < 0) asked.hopelessFrom = weight;
    return seat;
  }
}
