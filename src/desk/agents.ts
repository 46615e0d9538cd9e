/** The people of the desk as the store keeps them. */
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Database, Row, Statement } from '../store/index.ts';
import type { Agent, presences, roles } from './shapes.ts';

export type Role = (typeof roles)[number];
export type Presence = (typeof presences)[number];

export interface NewAgent {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly team?: string | null | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly capacity?: number | undefined;
}

export interface PresenceRules {
  /** A browser that gave no sign for so long is gone. */
  readonly goneAfterMs: number;
  /** A person who did nothing for so long is away. */
  readonly awayAfterMs: number;
}

const columns =
  'id, email, name, role, team, languages, skills, capacity, load, presence, seen_at, active_at, viewing, totp, disabled_at, preferences, assigned_at';

export function createAgents({
  database,
  clock,
  ids,
  presence: rules,
  changed,
}: {
  database: Database;
  clock: Clock;
  ids: Ids;
  presence: () => PresenceRules;
  /** Called when what others know of the people may be out of date. */
  changed: () => void;
}) {
  /** Everybody, those who left last. */
  async function all(): Promise<Agent[]> {
    const rows = await database.read(
      `SELECT ${columns} FROM desk_agent ORDER BY CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END, name, id`,
    );
    return rows.map((row) => agentOf(row, clock.now(), rules()));
  }

  /** @throws ShopdeskError `agent.unknown` */
  async function need(id: string): Promise<Agent> {
    const found = await find(id);
    if (!found) throw new ShopdeskError('agent.unknown', 'There is no such person at the desk.');
    return found;
  }

  async function find(id: string): Promise<Agent | undefined> {
    const [row] = await database.read(`SELECT ${columns} FROM desk_agent WHERE id = $1`, [id]);
    return row && agentOf(row, clock.now(), rules());
  }

  async function findByEmail(email: string): Promise<Agent | undefined> {
    const [row] = await database.read(`SELECT ${columns} FROM desk_agent WHERE email = $1`, [
      email.toLowerCase(),
    ]);
    return row && agentOf(row, clock.now(), rules());
  }

  /** @throws ShopdeskError `agent.conflict` when the address is taken. */
  async function add(wanted: NewAgent, also: readonly Statement[] = [], id = ids.next()): Promise<Agent> {
    try {
      await database.write([insertAgent(id, wanted, clock.now()), ...also]);
    } catch (error) {
      if (!hasCode(error, 'store.duplicate')) throw error;
      throw new ShopdeskError('agent.conflict', 'Somebody with this e-mail address is at the desk already.');
    }
    changed();
    return need(id);
  }

  /** @throws ShopdeskError `agent.unknown`, `agent.conflict` */
  async function change(id: string, fields: Partial<NewAgent> & { disabled?: boolean }): Promise<Agent> {
    const before = await need(id);
    const after = { ...before, ...withoutUndefined(fields) };
    const now = clock.now();
    const statements: Statement[] = [
      {
        sql: `UPDATE desk_agent SET email = $2, name = $3, role = $4, team = $5, languages = $6, skills = $7,
                capacity = $8, disabled_at = CASE WHEN $9 = 0 THEN NULL ELSE COALESCE(disabled_at, $10) END
              WHERE id = $1`,
        params: [
          id,
          after.email.toLowerCase(),
          after.name,
          after.role,
          after.team,
          JSON.stringify(after.languages),
          JSON.stringify(after.skills),
          after.capacity,
          after.disabled ? 1 : 0,
          now,
        ],
        expect: 'one',
      },
      // Who may not come back is signed out at once.
      ...(after.disabled ? [{ sql: 'DELETE FROM desk_session WHERE agent_id = $1', params: [id] }] : []),
    ];
    try {
      await database.write(statements);
    } catch (error) {
      if (!hasCode(error, 'store.duplicate')) throw error;
      throw new ShopdeskError('agent.conflict', 'Somebody with this e-mail address is at the desk already.');
    }
    changed();
    return need(id);
  }

  async function choosePresence(id: string, presence: Presence): Promise<void> {
    const now = clock.now();
    await database.write([
      {
        sql: 'UPDATE desk_agent SET presence = $2, seen_at = $3, active_at = $3 WHERE id = $1',
        params: [id, presence, now],
        expect: 'one',
      },
    ]);
    changed();
  }

  /**
   * A sign of life of the agent's browser; `active` when the person did something since the last. True when others see a
   * difference: most of them only say that all is as it was.
   */
  async function heartbeat(me: Agent, active: boolean, viewing: string | null): Promise<boolean> {
    const now = clock.now();
    await database.write([
      {
        sql: `UPDATE desk_agent SET seen_at = $2, viewing = $3,
                active_at = CASE WHEN $4 = 1 THEN $2 ELSE active_at END WHERE id = $1`,
        params: [me.id, now, viewing, active ? 1 : 0],
      },
    ]);
    const isSeen = me.viewing !== viewing || me.presence === 'offline' || (active && me.presence === 'away');
    if (isSeen) changed();
    return isSeen;
  }

  async function preferences(id: string): Promise<Record<string, unknown>> {
    const [row] = await database.read('SELECT preferences FROM desk_agent WHERE id = $1', [id]);
    const kept: Record<string, unknown> = JSON.parse(String(row?.preferences ?? '{}'));
    return kept;
  }

  async function keepPreferences(id: string, preferences: Readonly<Record<string, unknown>>): Promise<void> {
    await database.write([
      {
        sql: 'UPDATE desk_agent SET preferences = $2 WHERE id = $1',
        params: [id, JSON.stringify(preferences)],
      },
    ]);
  }

  return {
    all,
    need,
    find,
    findByEmail,
    add,
    change,
    choosePresence,
    heartbeat,
    preferences,
    keepPreferences,
  };
}

export type Agents = ReturnType<typeof createAgents>;

export function insertAgent(id: string, wanted: NewAgent, now: number): Statement {
  return {
    sql: `INSERT INTO desk_agent (id, email, name, role, team, languages, skills, capacity, created_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    params: [
      id,
      wanted.email.toLowerCase(),
      wanted.name,
      wanted.role,
      wanted.team ?? null,
      JSON.stringify(wanted.languages ?? []),
      JSON.stringify(wanted.skills ?? []),
      wanted.capacity ?? 4,
      now,
    ],
  };
}

/** What holds of a chosen presence at `now`: offline without a sign of life, away without an act. */
export function presenceAt(
  chosen: Presence,
  { seenAt, activeAt }: { seenAt: number; activeAt: number },
  now: number,
  { goneAfterMs, awayAfterMs }: PresenceRules,
): Presence {
  if (chosen === 'offline' || now - seenAt > goneAfterMs) return 'offline';
  return chosen === 'away' || now - activeAt > awayAfterMs ? 'away' : 'online';
}

function agentOf(row: Row, now: number, rules: PresenceRules): Agent {
  const chosen = presenceOf(row.presence);
  const seenAt = Number(row.seen_at);
  const disabled = row.disabled_at !== null;
  return {
    id: String(row.id),
    name: String(row.name),
    email: String(row.email),
    role: roleOf(row.role),
    team: row.team === null || row.team === undefined ? null : String(row.team),
    languages: listOf(row.languages),
    skills: listOf(row.skills),
    capacity: Number(row.capacity),
    load: Number(row.load),
    presence: disabled
      ? 'offline'
      : presenceAt(chosen, { seenAt, activeAt: Number(row.active_at) }, now, rules),
    seenAt,
    assignedAt: Number(row.assigned_at),
    viewing: row.viewing && now - seenAt <= rules.goneAfterMs ? String(row.viewing) : null,
    twoFactor: row.totp !== null,
    disabled,
  };
}

export function roleOf(value: unknown): Role {
  return value === 'admin' || value === 'supervisor' ? value : 'agent';
}

function presenceOf(value: unknown): Presence {
  return value === 'online' || value === 'away' ? value : 'offline';
}

/** A JSON list of texts out of the store. */
export function listOf(value: unknown): string[] {
  const list: unknown = JSON.parse(String(value ?? '[]'));
  return Array.isArray(list) ? list.map(String) : [];
}

function withoutUndefined<T extends object>(fields: T): T {
  const kept = { ...fields };
  for (const key in kept) if (kept[key] === undefined) delete kept[key];
  return kept;
}
