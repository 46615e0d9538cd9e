/** Webhooks as admins keep them: added, changed, tried, looked into, taken away. */
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Database, Row, Value } from '../../store/index.ts';
import type { Delivering } from './deliver.ts';
import type { Outbox } from './outbox.ts';
import { checkTarget } from './post.ts';
import { type Delivery, deliveryStates, type Webhook, type WebhookEvent } from './shapes.ts';
import { newWebhookSecret } from './sign.ts';

export interface WebhookWish {
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly description: string;
}

/** For so long the old secret signs beside a new one. */
const oldSecretMs = 24 * 3_600_000;
const mostWebhooks = 50;

export function createWebhooks({
  database,
  holder,
  outbox,
  delivering,
  privateNetwork,
  clock,
  ids,
}: {
  database: Database;
  holder: string;
  outbox: Pick<Outbox, 'reread'>;
  delivering: Pick<Delivering, 'attempt' | 'leaseMs'>;
  privateNetwork: boolean;
  clock: Clock;
  ids: Ids;
}) {
  async function list(): Promise<Webhook[]> {
    return (await database.read(`${select} ORDER BY w.created_at, w.id`)).map(webhookOf);
  }

  /** @throws ShopdeskError `webhook.unknown` */
  async function need(id: string): Promise<Webhook> {
    const [row] = await database.read(`${select} WHERE w.id = $1`, [id]);
    if (!row) throw unknownWebhook();
    return webhookOf(row);
  }

  /** @returns the secret, which is told only now. @throws ShopdeskError `webhook.invalid`, `webhook.too-many` */
  async function add({
    url,
    events,
    description,
  }: WebhookWish): Promise<{ webhook: Webhook; secret: string }> {
    checkTarget(url, privateNetwork);
    const id = ids.next();
    const secret = newWebhookSecret();
    const [rows = []] = await database.write([
      {
        sql: `INSERT INTO webhook (id, url, description, events, secret, created_at)
              SELECT $1, $2, $3, $4, $5, CAST($6 AS BIGINT)
              WHERE (SELECT COUNT(*) FROM webhook) < ${mostWebhooks} RETURNING id`,
        params: [id, url, description, JSON.stringify(events), secret, clock.now()],
      },
    ]);
    if (rows.length === 0) {
      throw new ShopdeskError('webhook.too-many', `There are ${mostWebhooks} webhooks already.`);
    }
    await outbox.reread();
    return { webhook: await need(id), secret };
  }

  /** Switched on again, it is no longer failing. */
  async function change(id: string, wish: Partial<WebhookWish> & { active?: boolean | undefined }) {
    await need(id);
    if (wish.url !== undefined) checkTarget(wish.url, privateNetwork);
    const set: [string, Value][] = [];
    if (wish.url !== undefined) set.push(['url', wish.url]);
    if (wish.events !== undefined) set.push(['events', JSON.stringify(wish.events)]);
    if (wish.description !== undefined) set.push(['description', wish.description]);
    if (wish.active !== undefined) set.push(['active', Number(wish.active)]);
    if (wish.active) set.push(['problem', null], ['failing_since', null]);
    if (set.length > 0) {
      const sets = set.map(([column], index) => `${column} = $${index + 2}`).join(', ');
      await database.write([
        { sql: `UPDATE webhook SET ${sets} WHERE id = $1`, params: [id, ...set.map(([, value]) => value)] },
      ]);
      await outbox.reread();
    }
    return need(id);
  }

  async function remove(id: string): Promise<void> {
    await need(id);
    await database.write([
      { sql: 'DELETE FROM webhook_delivery WHERE webhook_id = $1', params: [id] },
      { sql: 'DELETE FROM webhook WHERE id = $1', params: [id] },
    ]);
    await outbox.reread();
  }

  /** A new secret; the old one signs beside it for a day, so that receivers can be changed one by one. */
  async function newSecret(id: string): Promise<{ secret: string; oldUntil: number }> {
    await need(id);
    const secret = newWebhookSecret();
    const oldUntil = clock.now() + oldSecretMs;
    await database.write([
      {
        sql: 'UPDATE webhook SET old_secret = secret, old_secret_until = $2, secret = $3 WHERE id = $1',
        params: [id, oldUntil, secret],
      },
    ]);
    return { secret, oldUntil };
  }

  /** Sends a test now, once, whether or not the webhook is switched on. */
  async function test(id: string): Promise<Delivery> {
    await need(id);
    const now = clock.now();
    const delivery = ids.next();
    const body = JSON.stringify({
      type: 'webhook.test',
      timestamp: new Date(now).toISOString(),
      data: { webhook: id },
    });
    await database.write([
      {
        sql: `INSERT INTO webhook_delivery (id, webhook_id, event, body, at, state, attempts, next_at, holder, until_at)
              VALUES ($1, $2, 'webhook.test', $3, $4, 'waiting', 1, $4, $5, $6)`,
        params: [delivery, id, body, now, holder, now + delivering.leaseMs],
      },
    ]);
    await delivering.attempt({ id: delivery, webhookId: id, body, attempts: 1 }, true);
    return needDelivery(id, delivery);
  }

  /** Newest first. */
  async function deliveries(
    id: string,
    { before, limit }: { before?: number | undefined; limit: number },
  ): Promise<Delivery[]> {
    await need(id);
    const rows = await database.read(
      `SELECT * FROM webhook_delivery WHERE webhook_id = $1 AND at < $2 ORDER BY at DESC, id LIMIT ${Math.trunc(limit)}`,
      [id, before ?? Number.MAX_SAFE_INTEGER],
    );
    return rows.map(deliveryOf);
  }

  /** Puts a delivery back into the outbox, with all its tries. */
  async function retry(id: string, delivery: string): Promise<Delivery> {
    await needDelivery(id, delivery);
    await database.write([
      {
        sql: `UPDATE webhook_delivery SET state = 'waiting', attempts = 0, next_at = $2, done_at = NULL
              WHERE id = $1 AND state <> 'waiting'`,
        params: [delivery, clock.now()],
      },
    ]);
    return needDelivery(id, delivery);
  }

  async function needDelivery(webhookId: string, id: string): Promise<Delivery> {
    const [row] = await database.read('SELECT * FROM webhook_delivery WHERE webhook_id = $1 AND id = $2', [
      webhookId,
      id,
    ]);
    if (!row) throw new ShopdeskError('delivery.unknown', 'There is no such delivery.');
    return deliveryOf(row);
  }

  return { list, need, add, change, remove, newSecret, test, deliveries, retry };
}

export type Webhooks = ReturnType<typeof createWebhooks>;

const latest = (column: string) =>
  `(SELECT d.${column} FROM webhook_delivery d WHERE d.webhook_id = w.id ORDER BY d.at DESC, d.id LIMIT 1)`;
const select = `SELECT w.id, w.url, w.description, w.events, w.active, w.problem, w.failing_since, w.created_at,
  ${latest('at')} AS last_at, ${latest('state')} AS last_state, ${latest('status')} AS last_status FROM webhook w`;

const optionalNumber = (value: Value | undefined) =>
  value === null || value === undefined ? null : Number(value);

function webhookOf(row: Row): Webhook {
  const lastAt = optionalNumber(row.last_at);
  return {
    id: String(row.id),
    url: String(row.url),
    description: String(row.description),
    events: z.array(z.string()).parse(JSON.parse(String(row.events))),
    active: Number(row.active) === 1,
    problem: row.problem === null ? null : String(row.problem),
    failingSince: optionalNumber(row.failing_since),
    createdAt: Number(row.created_at),
    last:
      lastAt === null
        ? null
        : { at: lastAt, state: String(row.last_state), status: optionalNumber(row.last_status) },
  };
}

function deliveryOf(row: Row): Delivery {
  const state = deliveryStates.find((each) => each === row.state) ?? 'failed';
  return {
    id: String(row.id),
    event: String(row.event),
    at: Number(row.at),
    attempts: Number(row.attempts),
    state,
    status: optionalNumber(row.status),
    error: row.error === null ? null : String(row.error),
    nextAt: state === 'waiting' ? Number(row.next_at) : null,
    body: String(row.body),
  };
}

const unknownWebhook = () => new ShopdeskError('webhook.unknown', 'There is no such webhook.');
