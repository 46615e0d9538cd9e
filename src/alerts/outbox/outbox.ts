/**
 * The states of a message, each change one committed write that only its holder can make:
 *
 *     queued → leased → sending → sent | unknown | queued (known not sent) | failed
 *
 * `sending` is committed before the outside world is called. Whoever dies in `leased` has sent nothing, and another
 * process takes over; whoever dies in `sending` leaves `unknown`, which nobody sends again by itself.
 */
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { Database, Statement } from '../../store/index.ts';
import { stepsOfMessage } from '../steps.ts';
import { backOffMs, messageOfRow, mostTries, type OutboxMessage } from './message.ts';

export interface OutboxParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Names this process; a new one at each start. */
  readonly holder: string;
  readonly leaseMs?: number;
}

export type Outbox = ReturnType<typeof createOutbox>;

export function createOutbox({ database, clock, ids, holder, leaseMs = 120_000 }: OutboxParts) {
  /** Takes messages that are due; no other process has them until the lease is over. */
  async function take(limit: number): Promise<OutboxMessage[]> {
    const now = clock.now();
    const due = await database.read(
      `SELECT id FROM alert_message WHERE status = 'queued' AND due_at <= $1 ORDER BY due_at, id LIMIT ${limit}`,
      [now],
    );
    if (due.length === 0) return [];
    const taken = await database.write(
      due.map(({ id }) => ({
        sql: `UPDATE alert_message SET status = 'leased', holder = $2, held_until = $3, tries = tries + 1
              WHERE id = $1 AND status = 'queued' RETURNING *`,
        params: [String(id), holder, now + leaseMs],
      })),
    );
    return taken.flatMap((rows) => rows.map(messageOfRow));
  }

  /** To be committed with whatever sends in the same store, such as an entry of a conversation. */
  function sentWith(message: OutboxMessage, channel: string, as: string): Statement[] {
    const at = clock.now();
    return [
      {
        sql: `UPDATE alert_message SET status = 'sent', channel = $3, sent_at = $4, sent_as = $5, holder = NULL
              WHERE id = $1 AND holder = $2 AND status = 'leased'`,
        params: [message.id, holder, channel, at, as],
        expect: 'one',
      },
      stepsOfMessage(message.id, { step: 'sent', reason: `by ${channel}`, at }, ids),
    ];
  }

  /**
   * Says that the outside world is called next.
   * @throws ShopdeskError `store.conflict` when the message is no longer ours: then nothing may be sent.
   */
  async function beginSending(message: OutboxMessage, channel: string): Promise<void> {
    const at = clock.now();
    await database.write([
      {
        sql: `UPDATE alert_message SET status = 'sending', channel = $3, held_until = $4
              WHERE id = $1 AND holder = $2 AND status = 'leased'`,
        params: [message.id, holder, channel, at + leaseMs],
        expect: 'one',
      },
      stepsOfMessage(message.id, { step: 'sending', reason: `by ${channel}`, at }, ids),
    ]);
  }

  /** @param also written together with it, such as that an address is gone. */
  async function settle(
    message: OutboxMessage,
    end:
      | { readonly status: 'sent'; readonly as: string; readonly reason: string }
      | { readonly status: 'unknown' | 'failed'; readonly reason: string }
      | {
          readonly status: 'queued';
          readonly reason: string;
          readonly waitMs?: number;
          /** A channel that is not tried again. */
          readonly bar?: string;
          /** Nothing was tried: it counts for nothing. */
          readonly untried?: boolean;
        },
    also: readonly Statement[] = [],
  ): Promise<void> {
    const at = clock.now();
    const untried = end.status === 'queued' && (end.untried === true || end.bar !== undefined);
    const again = untried || message.tries < mostTries;
    const status = end.status === 'queued' && !again ? 'failed' : end.status;
    const barred = end.status === 'queued' && end.bar ? [...message.barred, end.bar] : message.barred;
    const waitMs = end.status === 'queued' ? (end.waitMs ?? backOffMs(message.tries)) : 0;
    const step = status === 'queued' ? 'retried' : status;
    await database.write([
      {
        sql: `UPDATE alert_message SET status = $3, holder = NULL, held_until = 0, barred = $4, due_at = $5,
                sent_at = $6, sent_as = $7, tries = tries - $8 WHERE id = $1 AND holder = $2 AND status IN ('leased', 'sending')`,
        params: [
          message.id,
          holder,
          status,
          JSON.stringify(barred),
          at + waitMs,
          status === 'sent' || status === 'unknown' ? at : null,
          end.status === 'sent' ? end.as : null,
          untried ? 1 : 0,
        ],
        expect: 'one',
      },
      stepsOfMessage(message.id, { step, reason: end.reason, at }, ids),
      ...also,
    ]);
  }

  /** Looks after messages whose process is gone. */
  async function recover(): Promise<void> {
    const now = clock.now();
    const [lost] = await database.read(
      `SELECT id FROM alert_message WHERE status IN ('leased', 'sending') AND held_until < $1 LIMIT 1`,
      [now],
    );
    if (!lost) return;
    await database.write([
      {
        sql: `INSERT INTO alert_step (alert_id, id, at, step, reason)
              SELECT a.id, m.id || ' ' || m.tries || ' lost', $1,
                CASE WHEN m.status = 'sending' THEN 'unknown' ELSE 'retried' END,
                CASE WHEN m.status = 'sending' THEN 'the process ended while it was sending: it may have arrived'
                  ELSE 'the process ended before anything was sent' END
              FROM alert_message m JOIN alert a ON a.message_id = m.id
              WHERE m.status IN ('leased', 'sending') AND m.held_until < $1
              ON CONFLICT (alert_id, id) DO NOTHING`,
        params: [now],
      },
      {
        sql: `UPDATE alert_message SET status = 'unknown', holder = NULL, sent_at = $1
              WHERE status = 'sending' AND held_until < $1`,
        params: [now],
      },
      {
        sql: `UPDATE alert_message SET status = 'queued', holder = NULL WHERE status = 'leased' AND held_until < $1`,
        params: [now],
      },
    ]);
  }

  return { take, sentWith, beginSending, settle, recover };
}
