/** A message on its way: taken by one process at a time, and known to be sent, not sent, or unknown. */
import type { Purpose } from '../../customers/index.ts';
import type { Row } from '../../store/index.ts';

export interface OutboxMessage {
  readonly id: string;
  readonly customerId: string;
  readonly purpose: Purpose;
  /** Channels that refused it for good. */
  readonly barred: readonly string[];
  readonly tries: number;
  readonly expiresAt: number;
}

/** What became of one attempt. */
export type Outcome =
  /** `as`: conversation and activity, mail id or push endpoint. */
  | { readonly kind: 'sent'; readonly as: string }
  /** Surely not sent; worth another try. */
  | { readonly kind: 'later'; readonly reason: string }
  /** Surely not sent, and never will be to this address. */
  | { readonly kind: 'never'; readonly reason: string }
  /** It may have arrived. Nobody but a person sends it again. */
  | { readonly kind: 'unknown'; readonly reason: string };

export function messageOfRow(row: Row): OutboxMessage {
  const barred: unknown = JSON.parse(String(row.barred));
  return {
    id: String(row.id),
    customerId: String(row.customer_id),
    purpose: row.purpose === 'service' ? 'service' : 'marketing',
    barred: Array.isArray(barred) ? barred.map(String) : [],
    tries: Number(row.tries),
    expiresAt: Number(row.expires_at),
  };
}

const firstWaitMs = 60_000;
const longestWaitMs = 6 * 3_600_000;
/** About a day and a half of trying. */
export const mostTries = 8;

/** 1, 4, 16, 64 minutes … at most six hours. */
export function backOffMs(tries: number): number {
  return Math.min(firstWaitMs * 4 ** Math.max(0, tries - 1), longestWaitMs);
}
