/** The rows of conversations that an outside hub has or shall have: work under a lease, the same for every process. */
import type { Clock } from '../../core/clock.ts';
import type { Database, Statement } from '../../store/index.ts';

export interface Handoff {
  readonly conversationId: string;
  readonly caseId: string;
  readonly state: 'offered' | 'open';
  /** Watermark up to which the hub has been told. */
  readonly forwarded: number;
  readonly attempts: number;
}

const leaseMs = 60_000;

/** Goes with each entry of a shopper's: the hub is to be told. Costs one look-up where no hub has the conversation. */
export function wakeHandoff(conversationId: string, now: number): Statement {
  return {
    sql: `UPDATE hub_handoff SET next_at = COALESCE(next_at, CAST($2 AS BIGINT))
          WHERE conversation_id = $1 AND state = 'open'`,
    params: [conversationId, now],
  };
}

export function createHandoffs({
  database,
  holder,
  clock,
}: {
  database: Database;
  holder: string;
  clock: Clock;
}) {
  /** Begins a handoff, or begins it anew; committed with the case. */
  function offer(conversationId: string, caseId: string): Statement {
    return {
      sql: `INSERT INTO hub_handoff (conversation_id, case_id, state, next_at) VALUES ($1, $2, 'offered', $3)
            ON CONFLICT (conversation_id) DO UPDATE SET case_id = excluded.case_id, state = 'offered', forwarded = 0,
              attempts = 0, next_at = excluded.next_at, until_at = 0`,
      params: [conversationId, caseId, clock.now()],
    };
  }

  async function take(limit: number): Promise<Handoff[]> {
    const now = clock.now();
    const isDue = "state <> 'over' AND next_at <= $3 AND until_at < $3";
    const [rows = []] = await database.write([
      {
        // What comes while this is under way sets the time again.
        sql: `UPDATE hub_handoff SET holder = $1, until_at = $2, next_at = NULL WHERE ${isDue} AND conversation_id IN
                (SELECT conversation_id FROM hub_handoff WHERE ${isDue} ORDER BY next_at LIMIT ${limit})
              RETURNING conversation_id, case_id, state, forwarded, attempts`,
        params: [holder, now + leaseMs, now],
      },
    ]);
    return rows.map((row) => ({
      conversationId: String(row.conversation_id),
      caseId: String(row.case_id),
      state: row.state === 'open' ? 'open' : 'offered',
      forwarded: Number(row.forwarded),
      attempts: Number(row.attempts),
    }));
  }

  /** What a process that died had taken is due again, and what somebody of our own has taken away from the hub. */
  async function recover(): Promise<void> {
    const now = clock.now();
    await database.write([
      {
        sql: `UPDATE hub_handoff SET next_at = $1, until_at = 0
              WHERE state <> 'over' AND next_at IS NULL AND until_at > 0 AND until_at < $1`,
        params: [now],
      },
      {
        sql: `UPDATE hub_handoff SET next_at = $1 WHERE state = 'open' AND next_at IS NULL AND until_at < $1
              AND conversation_id IN (SELECT id FROM conversation WHERE owner <> 'hub')`,
        params: [now],
      },
    ]);
  }

  const set = (conversationId: string, sets: string, params: readonly number[]): Statement => ({
    sql: `UPDATE hub_handoff SET ${sets}, until_at = 0, holder = NULL WHERE conversation_id = $1`,
    params: [conversationId, ...params],
  });

  return {
    offer,
    take,
    recover,
    /** The hub has it; what the shopper wrote after `watermark` is to be told. */
    opened: (id: string, watermark: number) =>
      set(id, "state = 'open', forwarded = $2, attempts = 0, next_at = CAST($3 AS BIGINT)", [
        watermark,
        clock.now(),
      ]),
    told: (id: string, watermark: number) =>
      ({
        sql: `UPDATE hub_handoff SET forwarded = $2, attempts = 0 WHERE conversation_id = $1 AND forwarded < $2`,
        params: [id, watermark],
      }) satisfies Statement,
    rest: (id: string) => set(id, 'attempts = 0', []),
    later: (id: string, waitMs: number) =>
      set(id, 'attempts = attempts + 1, next_at = CAST($2 AS BIGINT)', [clock.now() + waitMs]),
    over: (id: string) => set(id, "state = 'over', next_at = NULL", []),
  };
}

export type Handoffs = ReturnType<typeof createHandoffs>;
