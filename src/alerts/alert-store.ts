/** Alerts in the store: written once each, whoever finds them, and read back to be sent. */
import { createHash } from 'node:crypto';
import type { Ids } from '../core/ids.ts';
import type { Purpose } from '../customers/index.ts';
import { type Database, placesFor, type Row, type Statement } from '../store/index.ts';
import { type AlertKindName, alertKinds, type Proposal, type Telling } from './alert.ts';

export interface StoredAlert {
  readonly id: string;
  readonly kind: AlertKindName;
  readonly customerId: string;
  readonly purpose: Purpose;
  readonly score: number;
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly about: readonly string[];
  readonly telling: Telling;
  readonly wishId?: string | undefined;
  readonly rule?: string | undefined;
}

/** True for a customer who gets no advertising, so that what it brings can be measured. */
export type HoldOut = (customerId: string, proposal: Pick<Proposal, 'purpose' | 'rule'>) => boolean;

const chunk = 250;

/**
 * Stores what is new of these proposals, all of them known before left alone (`UNIQUE(kind, dedupe_key)`).
 * @returns how many were new.
 */
export async function storeProposals(
  database: Database,
  proposals: readonly Proposal[],
  { ids, now, isHeldOut }: { ids: Ids; now: number; isHeldOut: HoldOut },
): Promise<number> {
  let stored = 0;
  for (let at = 0; at < proposals.length; at += chunk) {
    const page = proposals.slice(at, at + chunk);
    // A daily look finds again what it found before: reading that costs less than writing it in vain.
    const known = await knownKeys(database, page);
    const some = page.filter(({ kind, dedupeKey }) => !known.has(`${kind} ${dedupeKey}`));
    if (some.length === 0) continue;
    const results = await database.write(
      some.flatMap((proposal) => statementsFor(proposal, isHeldOut(proposal.customerId, proposal), ids, now)),
    );
    stored += results.filter((rows) => rows.length > 0 && rows[0]?.kind !== undefined).length;
  }
  return stored;
}

/** Which of these are known already, as `kind key`. */
export async function knownKeys(database: Database, proposals: readonly Proposal[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (const kind of new Set(proposals.map((proposal) => proposal.kind))) {
    const all = proposals.filter((proposal) => proposal.kind === kind).map(({ dedupeKey }) => dedupeKey);
    for (let at = 0; at < all.length; at += 400) {
      const keys = all.slice(at, at + 400);
      const rows = await database.read(
        `SELECT dedupe_key FROM alert WHERE kind = $1 AND dedupe_key IN (${placesFor(keys, 2)})`,
        [kind, ...keys],
      );
      for (const { dedupe_key } of rows) known.add(`${kind} ${dedupe_key}`);
    }
  }
  return known;
}

/** Spread evenly over customers and the same for one customer every time. */
export function holdOutOf(percentFor: (rule: string | undefined) => number): HoldOut {
  return (customerId, { purpose, rule }) => {
    if (purpose !== 'marketing') return false;
    const hash = createHash('sha256')
      .update(`hold-out ${rule ?? ''} ${customerId}`)
      .digest();
    return hash.readUInt32BE(0) % 100 < percentFor(rule);
  };
}

export function alertOfRow(row: Row): StoredAlert {
  const telling: Telling = JSON.parse(String(row.body));
  const about: unknown = JSON.parse(String(row.about));
  const purpose = row.purpose === 'service' || row.purpose === 'personalisation' ? row.purpose : 'marketing';
  return {
    id: String(row.id),
    kind: alertKinds.find((kind) => kind === row.kind) ?? 'announcement',
    customerId: String(row.customer_id),
    purpose,
    score: Number(row.score),
    dueAt: Number(row.due_at),
    expiresAt: Number(row.expires_at),
    createdAt: Number(row.created_at),
    about: Array.isArray(about) ? about.map(String) : [],
    telling,
    ...(row.wish_id !== null && { wishId: String(row.wish_id) }),
    ...(row.rule !== null && { rule: String(row.rule) }),
  };
}

function statementsFor(proposal: Proposal, heldOut: boolean, ids: Ids, now: number): Statement[] {
  const id = ids.next();
  const { telling, about } = proposal;
  const step = heldOut
    ? ['held-out', 'in the group that gets no advertising, for comparison']
    : ['proposed', `${proposal.kind}: ${telling.because.key}`];
  return [
    {
      sql: `INSERT INTO alert (id, kind, dedupe_key, customer_id, purpose, status, score, due_at, expires_at, created_at,
              rule, wish_id, about, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (kind, dedupe_key) DO NOTHING RETURNING kind`,
      params: [
        id,
        proposal.kind,
        proposal.dedupeKey,
        proposal.customerId,
        proposal.purpose,
        heldOut ? 'held-out' : 'waiting',
        proposal.score,
        proposal.dueAt,
        proposal.expiresAt,
        now,
        proposal.rule ?? null,
        proposal.wishId ?? null,
        JSON.stringify(about),
        JSON.stringify(telling),
      ],
    },
    {
      sql: `INSERT INTO alert_step (alert_id, id, at, step, reason)
            SELECT id, $2, $3, $4, $5 FROM alert WHERE id = $1`,
      params: [id, ids.next(), now, step[0] ?? '', step[1] ?? ''],
    },
  ];
}
