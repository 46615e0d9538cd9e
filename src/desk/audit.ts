/** Who changed what at the desk, and when: kept for good. */
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Database } from '../store/index.ts';

export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly who: string;
  readonly act: string;
  readonly target: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Actor {
  /** None for the bearer of ADMIN_TOKEN. */
  readonly id: string | null;
  readonly name: string;
}

export function createAudit({ database, clock, ids }: { database: Database; clock: Clock; ids: Ids }) {
  async function record(
    actor: Actor,
    act: string,
    target: string | null,
    before?: unknown,
    after?: unknown,
  ): Promise<void> {
    await database.write([
      {
        sql: `INSERT INTO desk_audit (id, at, agent_id, agent_name, act, target, before_json, after_json)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        params: [
          ids.next(),
          clock.now(),
          actor.id,
          actor.name,
          act,
          target,
          before === undefined ? null : JSON.stringify(before),
          after === undefined ? null : JSON.stringify(after),
        ],
      },
    ]);
  }

  /** Newest first. */
  async function list(before: number | undefined, limit: number): Promise<AuditEntry[]> {
    const rows = await database.read(
      `SELECT id, at, agent_name, act, target, before_json, after_json FROM desk_audit WHERE at < $1
       ORDER BY at DESC, id LIMIT ${Math.trunc(limit)}`,
      [before ?? Number.MAX_SAFE_INTEGER],
    );
    return rows.map((row) => ({
      id: String(row.id),
      at: Number(row.at),
      who: String(row.agent_name),
      act: String(row.act),
      target: row.target === null || row.target === undefined ? null : String(row.target),
      before: row.before_json ? JSON.parse(String(row.before_json)) : null,
      after: row.after_json ? JSON.parse(String(row.after_json)) : null,
    }));
  }

  return { record, list };
}

export type Audit = ReturnType<typeof createAudit>;
