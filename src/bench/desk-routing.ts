/** How long routing takes with 1,000 agents and 10,000 waiting chats, however many of the agents are free. */
import { type FreeAgent, type RoutingRules, route, type WaitingChat } from '../desk/index.ts';
import { goal } from './table.ts';

const rounds = 300;
const goalMs = 5;
const rules: RoutingRules = {
  strategy: 'leastBusy',
  lastAgentFirst: true,
  loosenSkillsAfterSeconds: 120,
  loosenLanguageAfterSeconds: 300,
};
const skills = ['repair', 'sales', 'orders', 'returns', 'vinyl', 'business'];

export function benchRouting(): void {
  const now = 1_000_000_000;
  const agents = Array.from(
    { length: 1_000 },
    (_, index): FreeAgent => ({
      id: `agent-${index}`,
      skills: skills.filter((_skill, at) => (index >> at) % 2 === 0),
      languages: index % 3 === 0 ? ['zh', 'en'] : ['en'],
      capacity: 4 + (index % 5),
      load: index % 4,
      assignedAt: index,
    }),
  );
  const waiting = Array.from(
    { length: 10_000 },
    (_, index): WaitingChat => ({
      id: `chat-${index}`,
      skills: [skills[index % skills.length] ?? ''].filter(() => index % 3 !== 0),
      language: index % 4 === 0 ? 'zh' : 'en',
      weight: 1 + (index % 2),
      queuedAt: now - (index % 400) * 1_000,
      lastAgent: index % 10 === 0 ? `agent-${index % 1_000}` : undefined,
    }),
  );
  const cases = {
    '100 of them with one place': agents.map((agent, index) => ({
      ...agent,
      load: agent.capacity - Number(index % 10 === 0),
    })),
    'all of them with places': agents,
    'all of them free at once, each with skills of their own': agents.map((agent, index) => ({
      ...agent,
      load: 0,
      skills: [...agent.skills, `own-${index}`],
    })),
    'none free': agents.map((agent) => ({ ...agent, load: agent.capacity })),
  };
  for (const [name, people] of Object.entries(cases)) {
    for (const strategy of ['leastBusy', 'takeTurns'] as const) {
      const times: number[] = [];
      let given = 0;
      const before = process.cpuUsage();
      for (let round = 0; round < rounds; round++) {
        const since = performance.now();
        given = route(waiting, people, { ...rules, strategy }, now).length;
        times.push(performance.now() - since);
      }
      const { user, system } = process.cpuUsage(before);
      times.sort((one, other) => one - other);
      const at = (share: number) => (times[Math.floor(share * times.length)] ?? Number.NaN).toFixed(1);
      const what = `routing, 1,000 agents (${name}), 10,000 waiting, ${strategy}, ${given} given; ms by the clock: p50 ${at(0.5)}, p95 ${at(0.95)}; ms of processor time`;
      process.stdout.write(goal(what, (user + system) / 1_000 / rounds, '≤', goalMs));
    }
  }
}
