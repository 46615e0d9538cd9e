/** Adds up what customers like, from what they bought, asked and looked at; only of those who agreed to that. */
import { placesFor, type Row, type Statement } from '../store/index.ts';
import type { CustomerKeeper } from './keeper.ts';
import { type InterestKind, type InterestSource, interestKey } from './profile.ts';

/** One thing that speaks for an interest. */
export interface InterestSign {
  readonly kind: InterestKind;
  /** As the shop or the customer writes it. */
  readonly name: string;
  /** Unix ms. */
  readonly at: number;
  /** One purchase is 1. */
  readonly weight: number;
  /** The purchase's title or the question's words. */
  readonly because: string;
}

const yearMs = 365 * 86_400_000;
const mostReasons = 5;

/** One sign per kind and name with everything that speaks for it: decayed to the latest of them. */
export function addSigns(signs: readonly InterestSign[]): (Omit<InterestSign, 'because'> & {
  readonly key: string;
  readonly because: readonly string[];
})[] {
  const sums = new Map<
    string,
    { kind: InterestKind; name: string; key: string; at: number; weight: number; because: string[] }
  >();
  for (const { kind, name, at, weight, because } of [...signs].sort((one, other) => other.at - one.at)) {
    const key = interestKey(name);
    if (key === '') continue;
    const sum = sums.get(`${kind} ${key}`) ?? { kind, name, key, at, weight: 0, because: [] };
    sum.weight += weight * 0.5 ** ((sum.at - at) / yearMs);
    if (!sum.because.includes(because) && sum.because.length < mostReasons) sum.because.push(because);
    sums.set(`${kind} ${key}`, sum);
  }
  return [...sums.values()];
}

/** Puts everything of one source anew: what orders say is always counted from all orders. */
export function replaceInterests(
  recordId: string,
  source: InterestSource,
  signs: readonly InterestSign[],
): Statement[] {
  return [
    {
      sql: 'DELETE FROM customer_interest WHERE customer_id = $1 AND source = $2',
      params: [recordId, source],
    },
    ...addSigns(signs).map(
      ({ kind, name, key, at, weight, because }): Statement => ({
        sql: `INSERT INTO customer_interest (customer_id, kind, name_key, source, name, weight, seen_at, because)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        params: [recordId, kind, key, source, name.slice(0, 200), weight, at, JSON.stringify(because)],
      }),
    ),
  ];
}

/** Adds signs to those of before, for any number of customers with one question to the store. */
export async function addInterests(
  { database }: Pick<CustomerKeeper, 'database'>,
  source: InterestSource,
  signsOf: ReadonlyMap<string, readonly InterestSign[]>,
): Promise<Statement[]> {
  const recordIds = [...signsOf.keys()];
  if (recordIds.length === 0) return [];
  const before = await database.read(
    `SELECT customer_id, kind, name_key, weight, seen_at, because FROM customer_interest
     WHERE source = $1 AND customer_id IN (${placesFor(recordIds, 2)})`,
    [source, ...recordIds],
  );
  const known = new Map(before.map((row) => [`${row.customer_id} ${row.kind} ${row.name_key}`, row]));
  return [...signsOf].flatMap(([recordId, signs]) =>
    addSigns(signs).map((sum) =>
      addedTo(known.get(`${recordId} ${sum.kind} ${sum.key}`), recordId, source, sum),
    ),
  );
}

/** @param row what was known of this interest before. */
function addedTo(
  row: Row | undefined,
  recordId: string,
  source: InterestSource,
  { kind, name, key, at, weight, because }: ReturnType<typeof addSigns>[number],
): Statement {
  const seenAt = Math.max(at, Number(row?.seen_at ?? 0));
  const left = (amount: number, since: number) => amount * 0.5 ** ((seenAt - since) / yearMs);
  const sum = left(weight, at) + (row ? left(Number(row.weight), Number(row.seen_at)) : 0);
  const told: unknown = row ? JSON.parse(String(row.because)) : [];
  const reasons = [...new Set([...because, ...(Array.isArray(told) ? told.map(String) : [])])];
  return {
    sql: `INSERT INTO customer_interest (customer_id, kind, name_key, source, name, weight, seen_at, because)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          ON CONFLICT (customer_id, kind, name_key, source) DO UPDATE SET
            weight = excluded.weight, seen_at = excluded.seen_at, because = excluded.because`,
    params: [
      recordId,
      kind,
      key,
      source,
      name.slice(0, 200).toWellFormed(),
      sum,
      seenAt,
      JSON.stringify(reasons.slice(0, mostReasons)),
    ],
  };
}
