/**
 * Sends what the outbox holds: every process takes what is due under a lease, so that each try is made by one of them
 * and a process that dies leaves its work to the others. A receiver may get the same delivery twice, never not at all:
 * it knows doubles by `webhook-id`.
 */
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Database, Row, Statement } from '../../store/index.ts';
import { type PostAnswer, postWebhook } from './post.ts';
import { signedHeaders } from './sign.ts';

export interface Due {
  readonly id: string;
  readonly webhookId: string;
  readonly body: string;
  readonly attempts: number;
}

export interface Target {
  readonly url: string;
  /** All that sign now. */
  readonly secrets: readonly string[];
}

const lookEveryMs = 1_000;
/** Longer than a try may take. */
const leaseMs = 60_000;
const mostAtOnce = 20;
/** A receiver that hangs must not keep the others waiting. */
const mostPerWebhook = 4;
const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
/** Waits after each failed try; then it is given up. */
export const retryWaitsMs: readonly number[] = [
  5 * seconds,
  30 * seconds,
  5 * minutes,
  30 * minutes,
  2 * hours,
  5 * hours,
  10 * hours,
  14 * hours,
  20 * hours,
  24 * hours,
];
/** A webhook that took nothing for so long is switched off. */
export const failingForMs = 3 * 24 * hours;

export function createDelivering({
  database,
  holder,
  privateNetwork,
  switchedOff,
  clock,
  log,
}: {
  database: Database;
  /** Names this process. */
  holder: string;
  privateNetwork: boolean;
  /** Told once when a webhook was switched off because it fails. */
  switchedOff: (url: string, problem: string) => Promise<void>;
  clock: Clock;
  log: Log;
}) {
  const running = new Map<Promise<void>, string>();
  let stopped = false;
  let stopTimer = () => {};
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const free = mostAtOnce - running.size;
    if (free <= 0) return;
    for (const due of await take(free)) {
      const work: Promise<void> = attempt(due)
        .then(() => {})
        .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'A webhook could not be sent'))
        .finally(() => running.delete(work));
      running.set(work, due.webhookId);
    }
  }

  async function take(limit: number): Promise<Due[]> {
    const now = clock.now();
    const counts = new Map<string, number>();
    for (const id of running.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    const busy = [...counts].filter(([, count]) => count >= mostPerWebhook).map(([id]) => id);
    const notBusy = busy.map((_, index) => ` AND webhook_id <> $${index + 4}`).join('');
    const isDue = "state = 'waiting' AND next_at <= $3 AND until_at < $3";
    const [rows = []] = await database.write([
      {
        sql: `UPDATE webhook_delivery SET holder = $1, until_at = $2, attempts = attempts + 1
              WHERE ${isDue} AND id IN (SELECT id FROM webhook_delivery WHERE ${isDue}${notBusy}
                AND webhook_id IN (SELECT id FROM webhook WHERE active = 1) ORDER BY next_at LIMIT ${limit})
              RETURNING id, webhook_id, body, attempts`,
        params: [holder, now + leaseMs, now, ...busy],
      },
    ]);
    return rows.map(dueOf);
  }

  /** Makes one try of what this process has taken, and keeps what came of it. */
  async function attempt(due: Due, once = false): Promise<PostAnswer> {
    const target = await targetOf(due.webhookId);
    const answer = target
      ? await postWebhook(
          target.url,
          due.body,
          signedHeaders(due, clock.now(), target.secrets),
          privateNetwork,
        )
      : { status: undefined, error: 'the webhook is gone', retryAfterMs: undefined };
    await keep(due, answer, once || !target);
    if (target && answer.error !== undefined) await switchOffIfDead(due.webhookId, target.url, answer);
    return answer;
  }

  async function targetOf(webhookId: string): Promise<Target | undefined> {
    const [row] = await database.read(
      'SELECT url, secret, old_secret, old_secret_until FROM webhook WHERE id = $1',
      [webhookId],
    );
    if (!row) return undefined;
    const old = row.old_secret !== null && Number(row.old_secret_until) > clock.now();
    return {
      url: String(row.url),
      secrets: [String(row.secret), ...(old ? [String(row.old_secret)] : [])],
    };
  }

  async function keep(due: Due, answer: PostAnswer, last: boolean): Promise<void> {
    const now = clock.now();
    const wait = retryWaitsMs[due.attempts - 1];
    const delivered = answer.error === undefined;
    const again = !delivered && !last && wait !== undefined && answer.status !== 410;
    const state = delivered ? 'delivered' : again ? 'waiting' : 'failed';
    const nextAt = again ? now + Math.max(wait, answer.retryAfterMs ?? 0) : now;
    await database.write([
      {
        // A lease that ran out belongs to somebody else: their result counts.
        sql: `UPDATE webhook_delivery SET state = $3, next_at = $4, until_at = 0, holder = NULL, status = $5, error = $6,
                done_at = $7 WHERE id = $1 AND holder = $2`,
        params: [
          due.id,
          holder,
          state,
          nextAt,
          answer.status ?? null,
          answer.error ?? null,
          again ? null : now,
        ],
      },
      {
        sql: `UPDATE webhook SET failing_since = ${delivered ? 'NULL' : 'COALESCE(failing_since, CAST($2 AS BIGINT))'}
              WHERE id = $1`,
        params: delivered ? [due.webhookId] : [due.webhookId, now],
      },
    ]);
  }

  /** 410 says that nobody will ever listen there again. */
  async function switchOffIfDead(webhookId: string, url: string, { status, error }: PostAnswer) {
    const problem = status === 410 ? 'the receiver says that it is gone (410)' : `fails for days: ${error}`;
    const off: Statement = {
      sql: `UPDATE webhook SET active = 0, problem = $2 WHERE id = $1 AND active = 1
              ${status === 410 ? '' : 'AND failing_since < $3'} RETURNING id`,
      params: [webhookId, problem, ...(status === 410 ? [] : [clock.now() - failingForMs])],
    };
    const [rows = []] = await database.write([off]);
    if (rows.length > 0) await switchedOff(url, problem);
  }

  function run(): void {
    if (stopped) return;
    looking = look()
      .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'The outbox could not be looked into'))
      .finally(() => {
        if (!stopped) stopTimer = clock.after(lookEveryMs, run);
      });
  }

  return {
    start: run,
    /** One look, and the tries that it began. */
    async lookNow(): Promise<void> {
      await look();
      await Promise.all(running.keys());
    },
    attempt,
    leaseMs,
    async close(): Promise<void> {
      stopped = true;
      stopTimer();
      await looking;
      await Promise.all(running.keys());
    },
  };
}

export type Delivering = ReturnType<typeof createDelivering>;

function dueOf(row: Row): Due {
  return {
    id: String(row.id),
    webhookId: String(row.webhook_id),
    body: String(row.body),
    attempts: Number(row.attempts),
  };
}
