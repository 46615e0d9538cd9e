/** Browsers that may be woken: each subscription with the keys its messages are encrypted with. */
import { createHash } from 'node:crypto';
import type { Language } from '../../core/language.ts';
import { type Database, placesFor, type Statement } from '../../store/index.ts';

export interface PushSubscription {
  readonly id: string;
  readonly customerId: string;
  readonly endpoint: string;
  /** The browser's public key (P-256, uncompressed, base64url) and shared secret (16 bytes, base64url). */
  readonly p256dh: string;
  readonly auth: string;
}

const mostBrowsers = 10;

export function subscriptionId(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('base64url');
}

/** A browser belongs to who uses it now. */
export function saveSubscription(
  { customerId, endpoint, p256dh, auth }: Omit<PushSubscription, 'id'>,
  language: Language,
  now: number,
): Statement[] {
  return [
    {
      sql: `INSERT INTO push_subscription (id, customer_id, endpoint, p256dh, auth, language, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id,
              p256dh = excluded.p256dh, auth = excluded.auth, language = excluded.language, created_at = excluded.created_at`,
      params: [subscriptionId(endpoint), customerId, endpoint, p256dh, auth, language, now],
    },
    {
      sql: `DELETE FROM push_subscription WHERE customer_id = $1 AND id NOT IN
              (SELECT id FROM push_subscription WHERE customer_id = $1 ORDER BY created_at DESC LIMIT ${mostBrowsers})`,
      params: [customerId],
    },
  ];
}

export function removeSubscription(id: string): Statement {
  return { sql: 'DELETE FROM push_subscription WHERE id = $1', params: [id] };
}

/** The newest first: that is the browser in use. */
export async function subscriptionsOf(
  database: Database,
  recordIds: readonly string[],
): Promise<PushSubscription[]> {
  if (recordIds.length === 0) return [];
  const rows = await database.read(
    `SELECT id, customer_id, endpoint, p256dh, auth FROM push_subscription
     WHERE customer_id IN (${placesFor(recordIds)}) ORDER BY created_at DESC, id`,
    recordIds,
  );
  return rows.map((row) => ({
    id: String(row.id),
    customerId: String(row.customer_id),
    endpoint: String(row.endpoint),
    p256dh: String(row.p256dh),
    auth: String(row.auth),
  }));
}
