/** Who changed what at the desk, and when: kept for good. */
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Database, Value } from '../store/index.ts';
import type { AuditEntry } from './answers.ts';
import { likeText } from './cases.ts';

/** Where a page of entries ends. */
export interface AuditCursor {
  readonly at: number;
  readonly id: string;
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

  /**
   * Newest first.
   * @param acts first words of what was done, such as `hours`; none: everything.
   * @param after the cursor of the page before.
   */
  async function list(wanted: {
    readonly acts?: readonly string[] | undefined;
    readonly who?: string | undefined;
    readonly before?: number | undefined;
    readonly after?: AuditCursor | undefined;
    readonly limit: number;
  }): Promise<AuditEntry[]> {
    const { acts = [], who, after } = wanted;
    const params: Value[] = [];
    const place = (value: Value) => `$${params.push(value)}`;
    const wheres = [`at < ${place(wanted.before ?? Number.MAX_SAFE_INTEGER)}`];
    if (acts.length > 0) {
      wheres.push(
        `(${acts.map((act) => `act LIKE ${place(`${likeText(act)}.%`)} ESCAPE '!'`).join(' OR ')})`,
      );
    }
    if (who !== undefined) wheres.push(`agent_id = ${place(who)}`);
    if (after) {
      wheres.push(`(at < ${place(after.at)} OR (at = ${place(after.at)} AND id > ${place(after.id)}))`);
    }
    const rows = await database.read(
      `SELECT id, at, agent_name, act, target, before_json, after_json FROM desk_audit WHERE ${wheres.join(' AND ')}
       ORDER BY at DESC, id LIMIT ${Math.trunc(wanted.limit)}`,
      params,
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

/** The parts of two objects that differ, for a record that can be read. */
export function difference<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } {
  const was: Partial<T> = {};
  const is: Partial<T> = {};
  for (const key in after) {
    if (JSON.stringify(before[key]) === JSON.stringify(after[key])) continue;
    was[key] = before[key];
    is[key] = after[key];
  }
  return { before: was, after: is };
}
