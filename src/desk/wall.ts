/** What a supervisor sees at a glance: who waits, who carries how much, which clocks are about to break, how today went. */
import { DateTime } from 'luxon';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../store/index.ts';
import type { Agents } from './agents.ts';
import type { Cases } from './cases.ts';
import type { OpenCase, ReadOpenCases } from './open-cases.ts';
import { quantile } from './wait-range.ts';
import type { Wall } from './wall-shape.ts';

const mostShown = 50;

export function createWall({
  database,
  agents,
  cases,
  openCases,
  timeZone,
  clock,
}: {
  database: Database;
  agents: Agents;
  cases: Cases;
  openCases: ReadOpenCases;
  timeZone: () => string;
  clock: Clock;
}) {
  async function read(): Promise<Wall> {
    const now = clock.now();
    const day = DateTime.fromMillis(now, { zone: timeZone() }).startOf('day').toMillis();
    const [everybody, open, today, [counted], [alone]] = await Promise.all([
      agents.all(),
      openCases(),
      database.read(
        `SELECT agent_id, last_agent_id, opened_at, queued_at, accepted_at, first_reply_at, closed_at, outcome, score,
           mood, kind FROM desk_case WHERE opened_at >= $1 OR closed_at >= $1`,
        [day],
      ),
      database.read(
        `SELECT COUNT(*) AS count, MIN(queued_at) AS oldest, SUM(CASE WHEN kind = 'message' THEN 1 ELSE 0 END) AS messages
         FROM desk_case WHERE status = 'waiting'`,
      ),
      database.read(`SELECT COUNT(*) AS count FROM conversation WHERE owner = 'bot' AND last_at > $1`, [
        now - 3_600_000,
      ]),
    ]);
    const [risky, flagged] = await Promise.all([
      cases.openOf(
        atRisk(open)
          .slice(0, mostShown)
          .map(({ chat }) => chat),
      ),
      cases.openOf(open.flatMap(({ chat, flagged }) => (flagged ? [chat] : [])).slice(0, mostShown)),
    ]);
    const closed = today.filter((row) => row.closed_at !== null);
    const byAgent = new Map<string, OpenCase[]>();
    for (const each of open) {
      if (each.agentId === null) continue;
      const own = byAgent.get(each.agentId) ?? [];
      own.push(each);
      byAgent.set(each.agentId, own);
    }
    const ofAgent = (id: string) => closed.filter((row) => row.last_agent_id === id);
    const span = (from: string, to: string) =>
      today.flatMap((row) =>
        row[from] === null || row[to] === null || row.kind !== 'chat'
          ? []
          : [Number(row[to]) - Number(row[from])],
      );
    const handling = span('accepted_at', 'closed_at');
    const long = quantile(sorted(handling), 0.9) ?? Number.POSITIVE_INFINITY;
    const isHard = (row: (typeof today)[number]) =>
      row.mood !== null ||
      (row.accepted_at !== null && Number(row.closed_at) - Number(row.accepted_at) >= long);
    return {
      now,
      waiting: {
        count: Number(counted?.count ?? 0),
        oldest: counted?.oldest === null || counted?.oldest === undefined ? null : Number(counted.oldest),
        messages: Number(counted?.messages ?? 0),
      },
      active: open.filter(({ status }) => status === 'active').length,
      atRisk: risky,
      flagged,
      agents: everybody
        .filter(({ disabled }) => !disabled)
        .map((agent) => {
          const own = byAgent.get(agent.id) ?? [];
          const unanswered = own.flatMap(({ waitingSince }) => waitingSince ?? []);
          const done = ofAgent(agent.id);
          return {
            ...agent,
            active: own.filter(({ status }) => status === 'active').length,
            oldestUnanswered: unanswered.length > 0 ? Math.min(...unanswered) : null,
            closedToday: done.length,
            score: mean(done.flatMap((row) => (row.score === null ? [] : [Number(row.score)]))),
            hard: done.filter(isHard).length,
          };
        }),
      today: {
        opened: today.filter((row) => Number(row.opened_at) >= day).length,
        closed: closed.filter((row) => row.outcome === 'closed' || row.outcome === 'handed-back').length,
        left: closed.filter((row) => row.outcome === 'left').length,
        waitMs: spread(span('queued_at', 'accepted_at')),
        firstReplyMs: spread(span('opened_at', 'first_reply_at')),
        handlingMs: spread(handling),
        score: mean(today.flatMap((row) => (row.score === null ? [] : [Number(row.score)]))),
        scores: today.filter((row) => row.score !== null).length,
      },
      botOnly: Number(alone?.count ?? 0),
    };
  }

  return { read };
}

function atRisk(open: readonly OpenCase[]): OpenCase[] {
  return open
    .filter(({ clock }) => clock !== null && clock.state !== 'running')
    .sort((one, other) => (one.clock?.dueAt ?? 0) - (other.clock?.dueAt ?? 0));
}

const sorted = (list: readonly number[]) => [...list].sort((one, other) => one - other);

function spread(list: readonly number[]): { median: number | null; p90: number | null } {
  const ascending = sorted(list);
  return { median: quantile(ascending, 0.5) ?? null, p90: quantile(ascending, 0.9) ?? null };
}

function mean(list: readonly number[]): number | null {
  return list.length === 0 ? null : list.reduce((sum, each) => sum + each, 0) / list.length;
}
