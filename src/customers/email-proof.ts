/** Proves that a person owns an address: a one-time code by mail, typed into the chat; or the link beside it. */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { hasCode } from '../core/errors.ts';
import type { Language } from '../core/language.ts';
import type { Statement } from '../store/index.ts';
import { forgetErased } from './erased.ts';
import type { CustomerKeeper } from './keeper.ts';
import { mergeCustomers } from './merge.ts';
import {
  addAddress,
  type ChannelUser,
  channelKey,
  customerOfEmail,
  customerOfUser,
  ensureRecord,
  insertIdentity,
} from './records.ts';

export type EmailProofStart =
  | { readonly kind: 'started'; readonly id: string; readonly code: string }
  /** Too many mails for this user or to this address within the hour. */
  | { readonly kind: 'limited' };

export type EmailProofAnswer =
  | { readonly kind: 'proved'; readonly email: string }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** Too late, used up, or never begun by this user. */
  | { readonly kind: 'closed' }
  /** The address belongs to another customer of the shop than the one who is signed in here. */
  | { readonly kind: 'conflict' };

export const codeMinutes = 20;
/** The link confirms for as long as the registration is kept. */
const linkLifeMs = 7 * 86_400_000;
const tries = 4;
const windowMs = 60 * 60_000;
const mostPerUser = 5;
const mostPerAddress = 3;

/**
 * Begins a proof; whether anybody knows the address makes no difference to what happens.
 * @param customerId the record that registered with the address: the link in the mail confirms it for that one.
 * @param random a uniform whole number from 0 below `limit`.
 */
export async function startEmailProof(
  { database, clock, ids, key }: CustomerKeeper,
  { user, email, customerId }: { user: ChannelUser; email: string; customerId?: string | undefined },
  random: (limit: number) => number = randomInt,
): Promise<EmailProofStart> {
  const now = clock.now();
  const id = ids.next();
  const code = String(random(1_000_000)).padStart(6, '0');
  const [rows = []] = await database.write([
    {
      // The limit is part of the insertion; simultaneous requests exceed it by one another at most.
      sql: `INSERT INTO email_proof (id, customer_id, user_key, email, code_hash, tries_left, created_at, expires_at)
            SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT),
              CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT)
            WHERE (SELECT COUNT(*) FROM email_proof WHERE user_key = $3 AND created_at > $9) < ${mostPerUser}
              AND (SELECT COUNT(*) FROM email_proof WHERE email = $4 AND created_at > $9) < ${mostPerAddress}
            RETURNING id`,
      params: [
        id,
        customerId ?? null,
        channelKey(user),
        email,
        hashOf(key, id, code),
        tries,
        now,
        now + codeMinutes * 60_000,
        now - windowMs,
      ],
    },
  ]);
  return rows.length === 0 ? { kind: 'limited' } : { kind: 'started', id, code };
}

/** Takes one try of the latest proof that this user began, then compares; a right code makes the address theirs. */
export async function answerEmailProof(
  keeper: CustomerKeeper,
  user: ChannelUser,
  typed: string,
): Promise<EmailProofAnswer> {
  const { database, clock, key } = keeper;
  const now = clock.now();
  const [rows = []] = await database.write([
    {
      sql: `UPDATE email_proof SET tries_left = tries_left - 1 WHERE tries_left > 0 AND expires_at > $2
              AND proved_at IS NULL AND id IN (SELECT id FROM email_proof WHERE user_key = $1
                ORDER BY created_at DESC, id LIMIT 1)
            RETURNING id, email, code_hash, tries_left`,
      params: [channelKey(user), now],
    },
  ]);
  const [row] = rows;
  if (!row) return { kind: 'closed' };
  const id = String(row.id);
  const given = hashOf(key, id, typed.normalize('NFKC').replace(/\D/gu, ''));
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(String(row.code_hash))))
    return { kind: 'wrong', triesLeft: Number(row.tries_left) };
  const email = String(row.email);
  try {
    await database.write([
      {
        sql: 'UPDATE email_proof SET proved_at = $2 WHERE id = $1 AND proved_at IS NULL',
        params: [id, now],
        expect: 'one',
      },
    ]);
    await takeAddress(keeper, user, email);
    return { kind: 'proved', email };
  } catch (error) {
    if (hasCode(error, 'store.conflict')) return { kind: 'closed' };
    if (hasCode(error, 'customers.conflict')) return { kind: 'conflict' };
    throw error;
  }
}

/** True while a code that this user asked for waits to be typed. */
export async function awaitsCode(
  { database, clock }: Pick<CustomerKeeper, 'database' | 'clock'>,
  user: ChannelUser,
): Promise<boolean> {
  const [row] = await database.read(
    `SELECT tries_left, expires_at, proved_at FROM email_proof WHERE user_key = $1
     ORDER BY created_at DESC, id LIMIT 1`,
    [channelKey(user)],
  );
  return (
    row !== undefined &&
    row.proved_at === null &&
    Number(row.tries_left) > 0 &&
    Number(row.expires_at) > clock.now()
  );
}

/**
 * The link of the mail was opened: the record that registered may be written to. It does not open what belongs to the
 * address, such as orders: whoever typed the address into a chat need not be who reads its mail.
 * @returns the address; undefined for a proof that is gone or too old.
 */
export async function confirmAddress(
  keeper: CustomerKeeper,
  proofId: string,
): Promise<{ email: string; customerId: string } | undefined> {
  const [row] = await keeper.database.read(
    'SELECT customer_id, email FROM email_proof WHERE id = $1 AND created_at > $2',
    [proofId, keeper.clock.now() - linkLifeMs],
  );
  if (!row || row.customer_id === null) return undefined;
  const [email, customerId] = [String(row.email), String(row.customer_id)];
  await keeper.database.write([addAddress(keeper, customerId, email, 'link')]);
  return { email, customerId };
}

/** The language of who registered with the address that a link is to confirm; undefined for a proof that is gone. */
export async function languageOfProof(
  { database }: Pick<CustomerKeeper, 'database'>,
  proofId: string,
): Promise<Language | undefined> {
  const [row] = await database.read(
    `SELECT c.language FROM email_proof p JOIN customer c ON c.id = p.customer_id WHERE p.id = $1`,
    [proofId],
  );
  return row && (row.language === 'zh' ? 'zh' : 'en');
}

/** Makes the address this user's: their records become one with those of whoever had proved it before. */
async function takeAddress(keeper: CustomerKeeper, user: ChannelUser, email: string): Promise<void> {
  const [owner, mine] = await Promise.all([customerOfEmail(keeper, email), customerOfUser(keeper, user)]);
  const again: Statement[] = ['email', 'shop'].map((kind) =>
    forgetErased(keeper, { kind, value: kind === 'email' ? email : `mailto:${email}` }),
  );
  if (owner && !mine) {
    const channel = { kind: 'channel', value: channelKey(user) } as const;
    await keeper.database.write([...again, insertIdentity(keeper, owner.id, channel, 'code')]);
    return;
  }
  const recordId =
    mine?.id ?? (await ensureRecord(keeper, { kind: 'channel', value: channelKey(user) }, 'signed'));
  if (owner) {
    await mergeCustomers(keeper, {
      from: recordId,
      into: owner.id,
      proof: 'code',
      evidence: `email ${email}`,
    });
  }
  await keeper.database.write([...again, addAddress(keeper, recordId, email, 'code')]);
}

function hashOf(key: Uint8Array, id: string, code: string): string {
  return createHmac('sha256', key).update(`email ${id} ${code}`).digest('base64url');
}
