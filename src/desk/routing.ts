/** Who gets which waiting chat: a pure function over the queue and the agents, quick for thousands of both. */

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

/** @param waiting in the order of the queue. */
export function route(
  waiting: readonly WaitingChat[],
  agents: readonly FreeAgent[],
  rules: RoutingRules,
  now: number,
): Assignment[] {
  const seats = agents.map((agent) => ({
    ...agent,
    speaks: new Set(agent.languages),
    can: new Set(agent.skills),
  }));
  const byId = new Map(seats.map((seat) => [seat.id, seat]));
  const assignments: Assignment[] = [];
  for (const chat of waiting) {
    const fits = (seat: (typeof seats)[number]) => {
      if (seat.load + chat.weight > seat.capacity) return false;
      const waitedSeconds = (now - chat.queuedAt) / 1000;
      if (
        waitedSeconds < rules.loosenSkillsAfterSeconds &&
        !chat.skills.every((skill) => seat.can.has(skill))
      )
        return false;
      return (
        waitedSeconds >= rules.loosenLanguageAfterSeconds ||
        seat.speaks.size === 0 ||
        seat.speaks.has(chat.language)
      );
    };
    const known = rules.lastAgentFirst && chat.lastAgent ? byId.get(chat.lastAgent) : undefined;
    const best =
      known && fits(known)
        ? known
        : seats.filter(fits).sort((one, other) => rank(one, rules) - rank(other, rules))[0];
    if (!best) continue;
    best.load += chat.weight;
    best.assignedAt = now;
    assignments.push({ chat: chat.id, agent: best.id });
  }
  return assignments;
}

function rank(agent: FreeAgent, { strategy }: RoutingRules): number {
  return strategy === 'takeTurns' ? agent.assignedAt : agent.load / agent.capacity;
}
