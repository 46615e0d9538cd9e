/** Who gets which waiting chat: a pure function over the queue and the agents, quick for thousands of both. */
import { createHeap, type Heap } from './heap.ts';

export interface WaitingChat {
  readonly id: string;
  readonly skills: readonly string[];
  readonly language: string;
  readonly weight: number;
  /** Unix ms. */
  readonly queuedAt: number;
  /** Whom the shopper knows. */
  readonly lastAgent?: string | undefined;
}

export interface FreeAgent {
  readonly id: string;
  readonly skills: readonly string[];
  /** Empty: any. */
  readonly languages: readonly string[];
  readonly capacity: number;
  readonly load: number;
  /** When a chat was last given, Unix ms. */
  readonly assignedAt: number;
}

export interface RoutingRules {
  readonly strategy: 'leastBusy' | 'takeTurns';
  readonly lastAgentFirst: boolean;
  readonly loosenSkillsAfterSeconds: number;
  readonly loosenLanguageAfterSeconds: number;
}

export interface Assignment {
  readonly chat: string;
  readonly agent: string;
}

interface Seat {
  readonly agent: FreeAgent;
  readonly skills: ReadonlySet<string>;
  readonly languages: ReadonlySet<string>;
  load: number;
  assignedAt: number;
  /** Smaller is better. */
  rank: number;
}

/** A seat as it was when it was put into a heap, by which the heap is in order; out of date once its load is another. */
interface Offer {
  readonly seat: Seat;
  readonly load: number;
  readonly assignedAt: number;
  readonly rank: number;
}

/**
 * Chats in their order each get the best agent who fits. Chats that ask for the same share one heap of agents, whose
 * entries are put right when they come up: the cost is that of the places that are given, not of chats × agents.
 *
 * @param waiting in the order of the queue.
 */
export function route(
  waiting: readonly WaitingChat[],
  agents: readonly FreeAgent[],
  rules: RoutingRules,
  now: number,
): Assignment[] {
  const seats = agents
    .filter(({ load, capacity }) => load < capacity)
    .map((agent): Seat => {
      const { load, assignedAt } = agent;
      return {
        agent,
        skills: new Set(agent.skills),
        languages: new Set(agent.languages),
        load,
        assignedAt,
        rank: rankOf(agent, load, rules),
      };
    });
  const byId = new Map(seats.map((seat) => [seat.agent.id, seat]));
  const heaps = new Map<string, Heap<Offer>>();
  let places = seats.reduce((sum, { agent, load }) => sum + agent.capacity - load, 0);
  const assignments: Assignment[] = [];

  for (const chat of waiting) {
    if (places <= 0) break;
    const wanted = demandOf(chat, rules, now);
    const known = rules.lastAgentFirst && chat.lastAgent ? byId.get(chat.lastAgent) : undefined;
    const seat =
      known && suits(known, wanted) && fits(known, chat.weight) ? known : bestFor(wanted, chat.weight);
    if (!seat) continue;
    seat.load += chat.weight;
    seat.assignedAt = now;
    seat.rank = rankOf(seat.agent, seat.load, rules);
    places -= chat.weight;
    assignments.push({ chat: chat.id, agent: seat.agent.id });
  }
  return assignments;

  function bestFor(wanted: Demand, weight: number): Seat | undefined {
    const key = `${weight} ${wanted.key}`;
    let heap = heaps.get(key);
    if (!heap) {
      const offers = seats.filter((seat) => suits(seat, wanted)).map(offerOf);
      heap = createHeap(offers, isBefore);
      heaps.set(key, heap);
    }
    for (;;) {
      const offer = heap.first();
      if (!offer) return undefined;
      const { seat, load } = offer;
      // Whoever is full stays full: nothing is taken away from anybody here.
      if (!fits(seat, weight)) heap.dropFirst();
      else if (load !== seat.load) heap.replaceFirst(offerOf(seat));
      else return seat;
    }
  }
}

interface Demand {
  readonly key: string;
  readonly skills: readonly string[];
  readonly language: string | undefined;
}

const none: readonly string[] = [];

/** What a chat still asks for: the longer it waits, the less, so that nobody waits for ever. */
function demandOf({ skills, language, queuedAt }: WaitingChat, rules: RoutingRules, now: number): Demand {
  const seconds = (now - queuedAt) / 1000;
  const asked = seconds < rules.loosenSkillsAfterSeconds ? skills : none;
  const spoken = seconds < rules.loosenLanguageAfterSeconds ? language : undefined;
  const key = asked.length === 0 ? `${spoken}` : `${spoken} ${asked.join(' ')}`;
  return { key, skills: asked, language: spoken };
}

function suits({ skills, languages }: Seat, wanted: Demand): boolean {
  if (wanted.language !== undefined && languages.size > 0 && !languages.has(wanted.language)) return false;
  return wanted.skills.every((skill) => skills.has(skill));
}

const fits = ({ agent, load }: Seat, weight: number) => load + weight <= agent.capacity;

function rankOf({ capacity }: FreeAgent, load: number, { strategy }: RoutingRules): number {
  return strategy === 'leastBusy' ? load / capacity : 0;
}

const offerOf = (seat: Seat): Offer => ({
  seat,
  load: seat.load,
  assignedAt: seat.assignedAt,
  rank: seat.rank,
});

/** Among equals whoever was given a chat longest ago. */
function isBefore(one: Offer, other: Offer): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank;
  if (one.assignedAt !== other.assignedAt) return one.assignedAt < other.assignedAt;
  return one.seat.agent.id < other.seat.agent.id;
}
