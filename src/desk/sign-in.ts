/** Signing in at the desk: passwords, lock-out on guessing, the second factor, and links that work once. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Database, Row } from '../store/index.ts';
import { insertAgent, type NewAgent } from './agents.ts';
import { hashOf, type Sessions } from './sessions.ts';

export interface Device {
  readonly name: string;
  readonly address: string;
}

/** Wrong passwords in a row before an account is closed for a while, which doubles with each further one. */
const freeFailures = 5;
const firstLockMs = 60_000;
const longestLockMs = 3_600_000;
const linkLifeMs = 7 * 86_400_000;
export const shortestPassword = 10;

export function createSignIn({
  database,
  sessions,
  clock,
  ids,
}: {
  database: Database;
  sessions: Sessions;
  clock: Clock;
  ids: Ids;
}) {
  // Checked where there is no such account, so that the time taken tells nothing.
  let nobody: Promise<string> | undefined;

  /**
   * @returns the token of the new session.
   * @throws ShopdeskError `desk.locked` after too many failures, `desk.second-factor` when a code is asked for,
   * `desk.refused` for everything else that does not fit.
   */
  async function withPassword(
    { email, password, code }: { email: string; password: string; code?: string | undefined },
    device: Device,
  ): Promise<string> {
    nobody ??= hash(randomBytes(16).toString('hex'));
    const dummy = await nobody;
    const row = await takeTry('email = $1 AND disabled_at IS NULL', email.toLowerCase());
    const stored = row?.password ? String(row.password) : undefined;
    const matches = await verify(stored ?? dummy, password).catch(() => false);
    if (!row || !stored || !matches) throw refused();
    const step = row.totp === null ? undefined : await checkCode(row, code);
    const { token, statement } = sessions.begin(String(row.id), device.name, device.address);
    await database.write([
      {
        sql: `UPDATE desk_agent SET failures = 0, locked_until = 0, totp_used = $2
              WHERE id = $1 AND totp_used = $3`,
        params: [String(row.id), step ?? Number(row.totp_used), Number(row.totp_used)],
        expect: 'one',
      },
      statement,
    ]);
    return token;
  }

  async function checkCode(row: Row, code: string | undefined): Promise<number> {
    if (!code) {
      await giveTryBack(row);
      throw new ShopdeskError('desk.second-factor', 'Enter the code that your authenticator shows.');
    }
    const step = stepOf(String(row.totp), code, clock.now());
    if (step === undefined || step <= Number(row.totp_used)) throw refused();
    return step;
  }

  /**
   * Counts a try as a failure before it is judged, so that many at once are no more than one after another.
   * @param where of `desk_agent`, with `value` for its `$1`.
   * @returns the account as it was before; undefined when there is none.
   * @throws ShopdeskError `desk.locked`
   */
  async function takeTry(where: string, value: string): Promise<Row | undefined> {
    for (;;) {
      const [row] = await database.read(
        `SELECT id, password, totp, totp_used, failures, locked_until FROM desk_agent WHERE ${where}`,
        [value],
      );
      if (!row) return undefined;
      const now = clock.now();
      if (Number(row.locked_until) > now) throw locked(Number(row.locked_until) - now);
      const over = Number(row.failures) + 1 - freeFailures;
      const lockMs = over < 0 ? 0 : Math.min(longestLockMs, firstLockMs * 2 ** Math.min(over, 10));
      const [taken = []] = await database.write([
        {
          sql: `UPDATE desk_agent SET failures = failures + 1, locked_until = $2
                WHERE id = $1 AND failures = $3 AND locked_until = $4 RETURNING id`,
          params: [
            String(row.id),
            lockMs === 0 ? 0 : now + lockMs,
            Number(row.failures),
            Number(row.locked_until),
          ],
        },
      ]);
      if (taken.length > 0) return row;
    }
  }

  /** It was right, or not a try at all. */
  async function giveTryBack({ id, failures, locked_until: lockedUntil }: Row): Promise<void> {
    await database.write([
      {
        sql: 'UPDATE desk_agent SET failures = $2, locked_until = $3 WHERE id = $1 AND failures = $2 + 1',
        params: [String(id), Number(failures), Number(lockedUntil)],
      },
    ]);
  }

  /** A link's token for this agent, or for whoever is first to open it when nobody is at the desk yet. */
  async function makeLink(agentId: string | null): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    await database.write([
      // The newest link is the one that counts.
      agentId === null
        ? { sql: 'DELETE FROM desk_link WHERE agent_id IS NULL' }
        : { sql: 'DELETE FROM desk_link WHERE agent_id = $1', params: [agentId] },
      {
        sql: 'INSERT INTO desk_link (token, agent_id, expires_at) VALUES ($1, $2, $3)',
        params: [hashOf(token), agentId, clock.now() + linkLifeMs],
      },
    ]);
    return token;
  }

  /** Who a link is for; undefined for one that does not hold. */
  async function readLink(token: string): Promise<{ agentId: string | null } | undefined> {
    const [row] = await database.read('SELECT agent_id FROM desk_link WHERE token = $1 AND expires_at > $2', [
      hashOf(token),
      clock.now(),
    ]);
    return (
      row && { agentId: row.agent_id === null || row.agent_id === undefined ? null : String(row.agent_id) }
    );
  }

  /**
   * Signs in with a link, once. The first link of a desk without people makes `first` its admin.
   * @returns the token of the new session.
   * @throws ShopdeskError `desk.refused`
   */
  async function withLink(token: string, first: NewAgent, device: Device): Promise<string> {
    const link = await readLink(token);
    if (!link) throw linkRefused();
    const agentId = link.agentId ?? ids.next();
    const session = sessions.begin(agentId, device.name, device.address);
    try {
      await database.write([
        { sql: 'DELETE FROM desk_link WHERE token = $1', params: [hashOf(token)], expect: 'one' },
        ...(link.agentId === null
          ? [insertAgent(agentId, { ...first, role: 'admin' }, clock.now())]
          : [
              {
                sql: 'UPDATE desk_agent SET failures = 0, locked_until = 0 WHERE id = $1 AND disabled_at IS NULL',
                params: [agentId],
                expect: 'one' as const,
              },
            ]),
        session.statement,
      ]);
    } catch (error) {
      if (hasCode(error, 'store.conflict') || hasCode(error, 'store.duplicate')) throw linkRefused();
      throw error;
    }
    return session.token;
  }

  /**
   * Sets a password. With one set before, `current` must be it; every other session of the agent's is ended.
   * @throws ShopdeskError `desk.refused`
   */
  async function setPassword(
    agentId: string,
    sessionId: string | undefined,
    next: string,
    current: string | undefined,
  ): Promise<void> {
    if (await hasPassword(agentId)) {
      const row = await takeTry('id = $1', agentId);
      if (!row || !(await verify(String(row.password), current ?? '').catch(() => false))) throw refused();
      await giveTryBack(row);
    }
    await keepPassword(agentId, next);
    await sessions.end(agentId, { except: sessionId });
  }

  /** For the command line: no question asked. */
  async function keepPassword(agentId: string, password: string): Promise<void> {
    await database.write([
      {
        sql: 'UPDATE desk_agent SET password = $2 WHERE id = $1',
        params: [agentId, await hash(password)],
        expect: 'one',
      },
    ]);
  }

  async function hasPassword(agentId: string): Promise<boolean> {
    const [row] = await database.read('SELECT password FROM desk_agent WHERE id = $1', [agentId]);
    return typeof row?.password === 'string';
  }

  /**
   * Begins a second factor: the secret, and the address that authenticators read as a QR code.
   * @param proof of who is signed in: whoever finds a screen unlocked must not lock its owner out.
   * @throws ShopdeskError `desk.refused`, `desk.locked`
   */
  async function beginSecondFactor(
    agentId: string,
    label: string,
    proof: Proof,
  ): Promise<{ secret: string; uri: string }> {
    await prove(agentId, proof);
    const secret = new Secret({ size: 20 });
    await database.write([
      {
        sql: 'UPDATE desk_agent SET totp_pending = $2 WHERE id = $1',
        params: [agentId, secret.base32],
        expect: 'one',
      },
    ]);
    return {
      secret: secret.base32,
      uri: new TOTP({ issuer: 'Shopdesk', label, secret }).toString(),
    };
  }

  /** Holds from the first right code on. @throws ShopdeskError `desk.refused` */
  async function confirmSecondFactor(agentId: string, code: string): Promise<void> {
    const [row] = await database.read('SELECT totp_pending FROM desk_agent WHERE id = $1', [agentId]);
    const secret = row?.totp_pending ? String(row.totp_pending) : undefined;
    const step = secret && stepOf(secret, code, clock.now());
    if (step === undefined || !secret) throw refused();
    await database.write([
      {
        sql: `UPDATE desk_agent SET totp = totp_pending, totp_pending = NULL, totp_used = $3
              WHERE id = $1 AND totp_pending = $2`,
        params: [agentId, secret, Number(step)],
        expect: 'one',
      },
    ]);
  }

  /**
   * Goes without a second factor again: only with the password, and a code that has not been used.
   * @throws ShopdeskError `desk.refused`, `desk.locked`
   */
  async function dropSecondFactor(agentId: string, proof: Proof): Promise<void> {
    const step = await prove(agentId, proof);
    await database.write([
      {
        sql: `UPDATE desk_agent SET totp = NULL, totp_pending = NULL, totp_used = COALESCE(CAST($2 AS BIGINT), totp_used)
              WHERE id = $1`,
        params: [agentId, step ?? null],
      },
    ]);
  }

  /** For an admin: whoever lost their authenticator signs in without one. */
  async function forgetSecondFactor(agentId: string): Promise<void> {
    await database.write([
      {
        sql: 'UPDATE desk_agent SET totp = NULL, totp_pending = NULL WHERE id = $1',
        params: [agentId],
        expect: 'one',
      },
    ]);
  }

  /** What is set of password and code must be right. @returns the time step of the code. */
  async function prove(agentId: string, { password, code }: Proof): Promise<number | undefined> {
    const row = await takeTry('id = $1', agentId);
    if (!row) throw refused();
    if (row.password && !(await verify(String(row.password), password ?? '').catch(() => false)))
      throw refused();
    const step = row.totp === null ? undefined : await checkCode(row, code);
    await giveTryBack(row);
    return step;
  }

  return {
    withPassword,
    withLink,
    makeLink,
    setPassword,
    keepPassword,
    hasPassword,
    beginSecondFactor,
    confirmSecondFactor,
    dropSecondFactor,
    forgetSecondFactor,
  };
}

/** That it is really the person who is signed in. */
export interface Proof {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
}

export type SignIn = ReturnType<typeof createSignIn>;

/** The time step (30 s) that `code` is of, one step early or late allowed (RFC 6238); undefined for a wrong one. */
function stepOf(secret: string, code: string, now: number): number | undefined {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code.replaceAll(' ', ''), timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / 30_000) + delta;
}

const refused = () =>
  new ShopdeskError('desk.refused', 'That e-mail address, password or code is not right.');
const linkRefused = () =>
  new ShopdeskError('desk.refused', 'This sign-in link has been used, or is no longer good.', {
    remedy: 'Ask for a new one: npm run -s shopdesk -- desk add-admin EMAIL.',
  });
const locked = (ms: number) =>
  new ShopdeskError('desk.locked', `Too many wrong tries. Try again in ${Math.ceil(ms / 60_000)} minutes.`);
