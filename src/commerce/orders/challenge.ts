/** Proves that who asks about an order is who placed it: a one-time code to the e-mail address of the order. */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { hasCode } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Database } from '../../store/index.ts';
import { findOrder, getOrder, type Order } from './order.ts';
import { emailKey, numberKey } from './order-columns.ts';

export interface ChallengeKeeper {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Secret of the installation: a stolen table does not tell codes. */
  readonly key: Uint8Array;
  /** A uniform whole number from 0 below `limit`. */
  readonly random?: (limit: number) => number;
}

export interface ChallengeRequest {
  /** Who asks: the conversation's user, for the limit. */
  readonly userId: string;
  /** As the shopper wrote it. */
  readonly number: string;
  /** When the shopper gave one, it must be that of the order. The code goes to the order's in any case. */
  readonly email?: string | undefined;
}

export type ChallengeStart =
  | {
      readonly kind: 'started';
      readonly id: string;
      readonly expiresAt: number;
      /**
       * The mail to send, when there is such an order. The shopper must be told the same without it, and must not be
       * able to tell by waiting: send it after the reply.
       */
      readonly mail: { readonly to: string; readonly code: string; readonly orderNumber: string } | undefined;
    }
  /** Too many for this user or this number; the same for numbers that do not exist. */
  | { readonly kind: 'limited'; readonly retryAt: number };

export type ChallengeAnswer =
  | { readonly kind: 'proved'; readonly order: Order }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** Too late, used up, or never begun by this user. */
  | { readonly kind: 'closed' };

export const challengeTries = 3;
export const challengeMinutes = 10;
/** How long a proof is worth something. */
const proofMs = 30 * 60_000;
const windowMs = 60 * 60_000;
const mostPerUser = 5;
const mostPerNumber = 5;

/**
 * Begins a challenge. What is stored, asked and answered is the same whether the order exists or not.
 * Commits before it returns: the limit holds even when the process ends.
 */
export async function startOrderChallenge(
  keeper: ChallengeKeeper,
  request: ChallengeRequest,
): Promise<ChallengeStart> {
  const { database, clock, ids, random = randomInt } = keeper;
  const now = clock.now();
  const key = numberKey(request.number);
  const found = await findOrder(database, request.number);
  const given = emailKey(request.email);
  const isTheirs = found?.email !== undefined && (request.email === undefined || given === found.email);
  const order = isTheirs ? found : undefined;
  const id = ids.next();
  const code = String(random(1_000_000)).padStart(6, '0');
  const expiresAt = now + challengeMinutes * 60_000;
  const since = now - windowMs;
  const [rows = []] = await database.write([
    {
      // The limit is part of the insertion; simultaneous requests exceed it by one another at most.
      sql: `INSERT INTO order_challenge
              (id, user_id, number_key, shop_id, order_id, code_hash, tries_left, created_at, expires_at)
            SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT),
              CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS BIGINT)
            WHERE (SELECT COUNT(*) FROM order_challenge WHERE user_id = $2 AND created_at > $10) < ${mostPerUser}
              AND (SELECT COUNT(*) FROM order_challenge WHERE number_key = $3 AND created_at > $10) < ${mostPerNumber}
            RETURNING id`,
      params: [
        id,
        request.userId,
        key,
        order?.shop ?? null,
        order?.id ?? null,
        hashOf(keeper, id, code),
        challengeTries,
        now,
        expiresAt,
        since,
      ],
    },
  ]);
  if (rows.length === 0)
    return { kind: 'limited', retryAt: await freeAgainAt(database, request.userId, key, now) };
  const mail = order?.email === undefined ? undefined : { to: order.email, code, orderNumber: order.number };
  return { kind: 'started', id, expiresAt, mail };
}

/** Takes one try, then compares. A right code counts once, and only for the user who asked for it. */
export async function answerOrderChallenge(
  keeper: ChallengeKeeper,
  answer: { readonly id: string; readonly userId: string; readonly code: string },
): Promise<ChallengeAnswer> {
  const { database, clock } = keeper;
  const now = clock.now();
  const [rows = []] = await database.write([
    {
      sql: `UPDATE order_challenge SET tries_left = tries_left - 1
            WHERE id = $1 AND user_id = $2 AND tries_left > 0 AND expires_at > $3 AND proved_at IS NULL
            RETURNING shop_id, order_id, code_hash, tries_left`,
      params: [answer.id, answer.userId, now],
    },
  ]);
  const [row] = rows;
  if (!row) return { kind: 'closed' };
  const given = hashOf(keeper, answer.id, answer.code.normalize('NFKC').replace(/\D/gu, ''));
  const isRight = timingSafeEqual(Buffer.from(given), Buffer.from(String(row.code_hash)));
  if (!isRight || row.order_id === null) return { kind: 'wrong', triesLeft: Number(row.tries_left) };
  try {
    await database.write([
      {
        sql: 'UPDATE order_challenge SET proved_at = $2 WHERE id = $1 AND proved_at IS NULL',
        params: [answer.id, now],
        expect: 'one',
      },
    ]);
  } catch (error) {
    if (hasCode(error, 'store.conflict')) return { kind: 'closed' };
    throw error;
  }
  return { kind: 'proved', order: await getOrder(database, String(row.shop_id), String(row.order_id)) };
}

/** The order that this user proved to be theirs within the last half hour; undefined when the proof has faded. */
export async function provedOrder(
  { database, clock }: Pick<ChallengeKeeper, 'database' | 'clock'>,
  challenge: { readonly id: string; readonly userId: string },
): Promise<Order | undefined> {
  const [row] = await database.read(
    'SELECT shop_id, order_id FROM order_challenge WHERE id = $1 AND user_id = $2 AND proved_at > $3',
    [challenge.id, challenge.userId, clock.now() - proofMs],
  );
  return row && getOrder(database, String(row.shop_id), String(row.order_id));
}

/** Challenges are worthless a day later. */
export async function forgetOldChallenges({
  database,
  clock,
}: Pick<ChallengeKeeper, 'database' | 'clock'>): Promise<void> {
  await database.write([
    { sql: 'DELETE FROM order_challenge WHERE created_at < $1', params: [clock.now() - 86_400_000] },
  ]);
}

async function freeAgainAt(database: Database, userId: string, key: string, now: number): Promise<number> {
  const oldest = async (column: 'user_id' | 'number_key', value: string, most: number) => {
    const rows = await database.read(
      `SELECT created_at FROM order_challenge WHERE ${column} = $1 AND created_at > $2
       ORDER BY created_at DESC LIMIT ${most}`,
      [value, now - windowMs],
    );
    return rows.length < most ? now : Number(rows.at(-1)?.created_at) + windowMs;
  };
  return Math.max(
    await oldest('user_id', userId, mostPerUser),
    await oldest('number_key', key, mostPerNumber),
  );
}

function hashOf({ key }: ChallengeKeeper, id: string, code: string): string {
  return createHmac('sha256', key).update(`${id} ${code}`).digest('base64url');
}
