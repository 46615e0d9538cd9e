/** Tokens for links in mails and chats: what they may do is written in them and signed, so nothing has to be stored. */
import { createHmac, timingSafeEqual } from 'node:crypto';
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

const bodySchema = z.tuple([z.number()], z.string());

function signature(key: Uint8Array, kind: LinkKind, body: string): string {
  return createHmac('sha256', key).update(`link ${kind} ${body}`).digest('hex');
}
