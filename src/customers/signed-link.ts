/** Tokens for links in mails and chats: what they may do is written in them and signed, so nothing has to be stored. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CustomerKeeper } from './keeper.ts';

/** What a link does; a token of one kind is worth nothing for another. */
export type LinkKind = 'confirm' | 'unsubscribe' | 'export';

type Signer = Pick<CustomerKeeper, 'key' | 'clock'>;

/** @param lifeMs how long it works; for ever when left out, as RFC 8058 needs it. */
export function signLink(
  { key, clock }: Signer,
  kind: LinkKind,
  fields: readonly string[],
  lifeMs?: number,
): string {
  const until = lifeMs === undefined ? 0 : clock.now() + lifeMs;
  // Hexadecimal: base64url has underscores, which mean something in Markdown.
  const body = Buffer.from(JSON.stringify([until, ...fields])).toString('hex');
  return `${body}.${signature(key, kind, body)}`;
}

/** The fields of a genuine token that still works; undefined for any other. */
export function readLink({ key, clock }: Signer, kind: LinkKind, token: string): string[] | undefined {
  const [body = '', given = '', ...more] = token.split('.');
  const right = Buffer.from(signature(key, kind, body));
  const shown = Buffer.from(given);
  if (more.length > 0 || shown.length !== right.length || !timingSafeEqual(shown, right)) return undefined;
  const parsed = bodySchema.safeParse(JSON.parse(Buffer.from(body, 'hex').toString('utf8')));
  if (!parsed.success) return undefined;
  const [until, ...fields] = parsed.data;
  return until === 0 || until > clock.now() ? fields : undefined;
}

/** Spends a link that works once. @returns the fields the first time, undefined for a link that was used, is over, or is not ours. */
export async function spendLink(
  keeper: Signer & Pick<CustomerKeeper, 'database'>,
  kind: LinkKind,
  token: string,
): Promise<string[] | undefined> {
  const fields = readLink(keeper, kind, token);
  if (!fields) return undefined;
  const [rows = []] = await keeper.database.write([
    {
      sql: 'INSERT INTO used_link (hash, used_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING RETURNING hash',
      params: [hashOf(token), keeper.clock.now()],
    },
  ]);
  return rows.length === 1 ? fields : undefined;
}

/** Whether it was spent. */
export async function isLinkSpent(
  { database }: Pick<CustomerKeeper, 'database'>,
  token: string,
): Promise<boolean> {
  const rows = await database.read('SELECT 1 AS used FROM used_link WHERE hash = $1', [hashOf(token)]);
  return rows.length > 0;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

const bodySchema = z.tuple([z.number()], z.string());

function signature(key: Uint8Array, kind: LinkKind, body: string): string {
  return createHmac('sha256', key).update(`link ${kind} ${body}`).digest('hex');
}
