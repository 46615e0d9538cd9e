/** Who is signed in: random tokens, stored as their hash, one row per browser. */
import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { type Database, placesFor, type Row, type Statement } from '../store/index.ts';
import { type Role, roleOf } from './agents.ts';

/** Somebody who is signed in at the desk. */
export interface SignedIn {
  readonly agentId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly role: Role;
}

export interface Session {
  readonly id: string;
  /** What the browser calls itself. */
  readonly device: string;
  readonly address: string;
  readonly createdAt: number;
  readonly usedAt: number;
}

const lifeMs = 14 * 86_400_000;
/** The last use of a session is written down this often, not at every request. */
const touchMs = 60_000;
/** For so long a look-up may be out of date: a session that was ended elsewhere lives on no longer. */
const trustMs = 2_000;

export function createSessions({ database, clock, ids }: { database: Database; clock: Clock; ids: Ids }) {
  const known = new LRUCache<string, { who: SignedIn; until: number }>({ max: 5_000 });

  /** A new session: the token for the cookie, and the statement that begins it. */
  function begin(agentId: string, device: string, address: string): { token: string; statement: Statement } {
    const token = randomBytes(32).toString('base64url');
    const now = clock.now();
    return {
      token,
      statement: {
        sql: `INSERT INTO desk_session (id, token, agent_id, device, address, created_at, used_at, expires_at)
              VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
        params: [ids.next(), hashOf(token), agentId, device.slice(0, 200), address, now, now + lifeMs],
      },
    };
  }

  /** Who shows this token; undefined for one that is not, or no longer, good. */
  async function read(token: string): Promise<SignedIn | undefined> {
    const hash = hashOf(token);
    const now = clock.now();
    const remembered = known.get(hash);
    if (remembered && remembered.until > now) return remembered.who;
    const [row] = await database.read(
      `SELECT s.id, s.used_at, a.id AS agent_id, a.name, a.role FROM desk_session s JOIN desk_agent a ON a.id = s.agent_id
       WHERE s.token = $1 AND s.expires_at > $2 AND a.disabled_at IS NULL`,
      [hash, now],
    );
    if (!row) {
      known.delete(hash);
      return undefined;
    }
    const who = signedInOf(row);
    known.set(hash, { who, until: now + trustMs });
    if (now - Number(row.used_at) > touchMs) {
      await database.write([
        {
          sql: 'UPDATE desk_session SET used_at = $2, expires_at = $3 WHERE id = $1',
          params: [who.sessionId, now, now + lifeMs],
        },
      ]);
    }
    return who;
  }

  async function list(agentId: string): Promise<Session[]> {
    const rows = await database.read(
      `SELECT id, device, address, created_at, used_at FROM desk_session WHERE agent_id = $1 AND expires_at > $2
       ORDER BY used_at DESC`,
      [agentId, clock.now()],
    );
    return rows.map((row) => ({
      id: String(row.id),
      device: String(row.device),
      address: String(row.address),
      createdAt: Number(row.created_at),
      usedAt: Number(row.used_at),
    }));
  }

  /** Ends one session of the agent's, or all of them but `except`. */
  async function end(agentId: string, which: { id: string } | { except: string | undefined }): Promise<void> {
    known.clear();
    await database.write([
      'id' in which
        ? {
            sql: 'DELETE FROM desk_session WHERE agent_id = $1 AND id = $2',
            params: [agentId, which.id],
          }
        : {
            sql: 'DELETE FROM desk_session WHERE agent_id = $1 AND id <> $2',
            params: [agentId, which.except ?? ''],
          },
    ]);
  }

  /** Those of `sessionIds` that still hold. */
  async function alive(sessionIds: readonly string[]): Promise<Set<string>> {
    const held = new Set<string>();
    for (let start = 0; start < sessionIds.length; start += 500) {
      const some = sessionIds.slice(start, start + 500);
      const rows = await database.read(
        `SELECT s.id FROM desk_session s JOIN desk_agent a ON a.id = s.agent_id
         WHERE s.expires_at > $1 AND a.disabled_at IS NULL AND s.id IN (${placesFor(some, 2)})`,
        [clock.now(), ...some],
      );
      for (const row of rows) held.add(String(row.id));
    }
    return held;
  }

  return { begin, read, list, end, alive };
}

export type Sessions = ReturnType<typeof createSessions>;

/** Tokens are random, so a plain hash keeps them: there is nothing to guess. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function signedInOf(row: Row): SignedIn {
  return {
    agentId: String(row.agent_id),
    sessionId: String(row.id),
    name: String(row.name),
    role: roleOf(row.role),
  };
}
