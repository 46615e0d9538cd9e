/** Joins the records of one person, and takes them apart again: rows stay where they are, so nothing is lost by either. */
import { ShopdeskError } from '../core/errors.ts';
import { placesFor, type Row } from '../store/index.ts';
import type { CustomerKeeper } from './keeper.ts';
import { findCustomer } from './load.ts';
import type { Proof } from './records.ts';

export interface Merge {
  readonly id: string;
  readonly from: string;
  readonly into: string;
  readonly proof: Proof;
  /** The identity that showed both to be one person, such as `email ada@example.com`. */
  readonly evidence: string;
  readonly at: number;
  readonly undoneAt?: number | undefined;
  readonly undoneBy?: string | undefined;
}

/**
 * Makes the person of `from` one with the person of `into`. Nothing happens when they already are.
 * @throws ShopdeskError `customers.conflict` for two different customers of the shop: no proof of ours outweighs that the
 * shop tells them apart.
 */
export async function mergeCustomers(
  keeper: CustomerKeeper,
  { from, into, proof, evidence }: { from: string; into: string; proof: Proof; evidence: string },
): Promise<void> {
  const [one, other] = await Promise.all([findCustomer(keeper, from), findCustomer(keeper, into)]);
  if (!one || !other) throw unknown();
  if (one.id === other.id) return;
  const shopIds = new Set([...one.shopCustomerIds, ...other.shopCustomerIds]);
  if (one.shopCustomerIds.length > 0 && other.shopCustomerIds.length > 0 && shopIds.size > 1) {
    throw new ShopdeskError('customers.conflict', 'The shop knows these as two different customers.', {
      remedy: 'Join them in the shop first.',
    });
  }
  await keeper.database.write([
    {
      sql: `INSERT INTO customer_merge (id, from_id, into_id, proof, evidence, at) VALUES ($1, $2, $3, $4, $5, $6)`,
      params: [keeper.ids.next(), one.id, other.id, proof, evidence, keeper.clock.now()],
    },
    { sql: 'UPDATE customer SET person_id = $2 WHERE person_id = $1', params: [one.id, other.id] },
  ]);
}

/** Every merge that this person's records were in, the undone ones too, the latest first. */
export async function mergesOf(
  { database }: Pick<CustomerKeeper, 'database'>,
  recordIds: readonly string[],
): Promise<Merge[]> {
  if (recordIds.length === 0) return [];
  const list = placesFor(recordIds);
  const rows = await database.read(
    `SELECT id, from_id, into_id, proof, evidence, at, undone_at, undone_by FROM customer_merge
     WHERE from_id IN (${list}) OR into_id IN (${list}) ORDER BY at DESC, id`,
    recordIds,
  );
  return rows.map(mergeOf);
}

/**
 * Takes a merge back: each side is a person of its own again, with everything that came in under it since.
 * @throws ShopdeskError `customers.unknown` for a merge that is not there or was taken back before.
 */
export async function undoMerge(keeper: CustomerKeeper, mergeId: string, by: string): Promise<void> {
  const { database, clock } = keeper;
  const [row] = await database.read(
    `SELECT m.id, c.person_id FROM customer_merge m JOIN customer c ON c.id = m.into_id
     WHERE m.id = $1 AND m.undone_at IS NULL`,
    [mergeId],
  );
  if (!row) throw unknown();
  const person = String(row.person_id);
  const members = await database.read('SELECT id FROM customer WHERE person_id = $1', [person]);
  const ids = members.map(({ id }) => String(id));
  const others = (await mergesOf(keeper, ids)).filter(
    ({ id, undoneAt }) => id !== mergeId && undoneAt === undefined,
  );
  const roots = rootsOf(ids, others);
  await database.write([
    {
      sql: 'UPDATE customer_merge SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL',
      params: [mergeId, clock.now(), by],
      expect: 'one',
    },
    ...[...roots].map(([id, root]) => ({
      sql: 'UPDATE customer SET person_id = $2 WHERE id = $1',
      params: [id, root],
    })),
  ]);
}

/** For each record the one that stands for its person, when only these merges hold. */
function rootsOf(ids: readonly string[], merges: readonly Merge[]): Map<string, string> {
  const parents = new Map(merges.map(({ from, into }) => [from, into]));
  const rootOf = (id: string): string => {
    const seen = new Set<string>();
    let at = id;
    for (let next = parents.get(at); next !== undefined && !seen.has(at); next = parents.get(at)) {
      seen.add(at);
      at = next;
    }
    return at;
  };
  return new Map(ids.map((id) => [id, rootOf(id)]));
}

function mergeOf(row: Row): Merge {
  const proofs = ['said', 'link', 'code', 'signed', 'shop'] as const;
  return {
    id: String(row.id),
    from: String(row.from_id),
    into: String(row.into_id),
    proof: proofs.find((proof) => proof === row.proof) ?? 'said',
    evidence: String(row.evidence),
    at: Number(row.at),
    undoneAt: row.undone_at === null ? undefined : Number(row.undone_at),
    undoneBy: row.undone_by === null ? undefined : String(row.undone_by),
  };
}

function unknown(): ShopdeskError {
  return new ShopdeskError('customers.unknown', 'There is no such customer or merge.');
}
