/** Remembers by keyed hash who asked to be forgotten, so that no import brings them back. Nothing else is kept of them. */
import { createHmac } from 'node:crypto';
import { placesFor, type Statement } from '../store/index.ts';
import type { CustomerKeeper } from './keeper.ts';

/** An identity of a kind that comes back from outside: the shop's exports name customers and addresses. */
export interface NamedIdentity {
  readonly kind: string;
  readonly value: string;
}

/** Which of these belong to someone who was erased, as `kind value`. */
export async function erasedAmong(
  keeper: Pick<CustomerKeeper, 'database' | 'key'>,
  identities: readonly NamedIdentity[],
): Promise<Set<string>> {
  if (identities.length === 0) return new Set();
  const hashes = new Map(identities.map((each) => [hashOf(keeper.key, each), `${each.kind} ${each.value}`]));
  const list = [...hashes.keys()];
  const rows = await keeper.database.read(
    `SELECT hash FROM erased_identity WHERE hash IN (${placesFor(list)})`,
    list,
  );
  return new Set(rows.map(({ hash }) => hashes.get(String(hash)) ?? ''));
}

export function rememberErased(
  { clock, key }: Pick<CustomerKeeper, 'clock' | 'key'>,
  identity: NamedIdentity,
): Statement {
  return {
    sql: 'INSERT INTO erased_identity (hash, at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING',
    params: [hashOf(key, identity), clock.now()],
  };
}

/** Whoever registers again by their own will is no longer forgotten. */
export function forgetErased({ key }: Pick<CustomerKeeper, 'key'>, identity: NamedIdentity): Statement {
  return { sql: 'DELETE FROM erased_identity WHERE hash = $1', params: [hashOf(key, identity)] };
}

function hashOf(key: Uint8Array, { kind, value }: NamedIdentity): string {
  return createHmac('sha256', key).update(`erased ${kind} ${value}`).digest('base64url');
}
