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
 * Stores what is new of these proposals, all of them known before left alone (`UNIQUE(kind, dedupe_key)`); but whom it
 * was held back from for comparison is told when they ask for it themselves.
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
    const known = await knownAlerts(database, page);
    const statements = page.flatMap((proposal) => {
      if (known.isAskedAfterAll(proposal)) return tellAfterAll(proposal, ids, now);
      if (known.has(proposal)) return [];
      return statementsFor(proposal, isHeldOut(proposal.customerId, proposal), ids, now);
    });
    if (statements.length === 0) continue;
    const results = await database.write(statements);
    stored += results.filter((rows) => rows.length > 0 && rows[0]?.kind !== undefined).length;
  }
  return stored;
}

export interface KnownAlerts {
  /** It was told, waits, or was decided about before. */
  has(proposal: Proposal): boolean;
  /** It was held back for comparison, and now they asked for it. */
  isAskedAfterAll(proposal: Proposal): boolean;
}

export async function knownAlerts(database: Database, proposals: readonly Proposal[]): Promise<KnownAlerts> {
  const statusOf = new Map<string, string>();
  for (const kind of new Set(proposals.map((proposal) => proposal.kind))) {
    const all = proposals.filter((proposal) => proposal.kind === kind).map(({ dedupeKey }) => dedupeKey);
    for (let at = 0; at < all.length; at += 400) {
      const keys = all.slice(at, at + 400);
      const rows = await database.read(
        `SELECT dedupe_key, status FROM alert WHERE kind = $1 AND dedupe_key IN (${placesFor(keys, 2)})`,
        [kind, ...keys],
      );
      for (const { dedupe_key, status } of rows) statusOf.set(`${kind} ${dedupe_key}`, String(status));
    }
  }
  const status = ({ kind, dedupeKey }: Proposal) => statusOf.get(`${kind} ${dedupeKey}`);
  const isAskedAfterAll = (proposal: Proposal) =>
    proposal.wishId !== undefined && status(proposal) === 'held-out';
  return {
    has: (proposal) => status(proposal) !== undefined && !isAskedAfterAll(proposal),
    isAskedAfterAll,
  };
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

/** The held back alert becomes the one that was asked for, and so leaves the group it is compared with. */
function tellAfterAll(proposal: Proposal, ids: Ids, now: number): Statement[] {
  const { kind, dedupeKey, purpose, score, dueAt, expiresAt, wishId, about, telling } = proposal;
  const held = `kind = $1 AND dedupe_key = $2 AND status = 'held-out'`;
  return [
    {
      sql: `INSERT INTO alert_step (alert_id, id, at, step, reason) SELECT id, $3, $4, $5, $6 FROM alert WHERE ${held}`,
      params: [kind, dedupeKey, ids.next(), now, 'proposed', 'they asked for it themselves'],
    },
    {
      sql: `UPDATE alert SET status = 'waiting', purpose = $3, score = $4, due_at = $5, expires_at = $6, rule = NULL,
              wish_id = $7, about = $8, body = $9, created_at = $10 WHERE ${held} RETURNING kind`,
      params: [
        kind,
        dedupeKey,
        purpose,
        score,
        dueAt,
        expiresAt,
        wishId ?? null,
        JSON.stringify(about),
        JSON.stringify(telling),
        now,
      ],
    },
  ];
}
