/** Customers, alerts and receiving servers for tests of the outbox. */
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Telling } from '../../../src/alerts/alert.ts';
import type { CatalogueSnapshot } from '../../../src/commerce/index.ts';
import { createOfferIndex } from '../../../src/commerce/offers/offer-index.ts';
import type { Database, Statement } from '../../../src/store/index.ts';

export const emptyCatalogue: CatalogueSnapshot = {
  version: 0,
  shops: new Map(),
  offers: [],
  former: [],
  products: new Map(),
  facts: new Map(),
  byKey: new Map(),
  bySku: new Map(),
  index: createOfferIndex([]),
};

/** A customer who agreed to be told by `channel`, and one thing that waits to be told to them. */
export function customerWithAlert(
  id: string,
  channel: 'email' | 'push',
  now: number,
  endpoint = '',
): Statement[] {
  const at = now - 1_000;
  const sentence = { key: 'alert.because.order', blanks: {} };
  const browser = createECDH('prime256v1');
  return [
    {
      sql: `INSERT INTO customer (id, person_id, name, language, time_zone, created_at, seen_at)
            VALUES ($1, $1, 'Ada', 'en', 'America/New_York', $2, $2)`,
      params: [id, at],
    },
    {
      sql: `INSERT INTO consent (customer_id, purpose, channel, granted, at) VALUES ($1, 'service', $2, 1, $3)`,
      params: [id, channel, at],
    },
    channel === 'email'
      ? {
          sql: `INSERT INTO customer_identity (kind, value, customer_id, proof, at) VALUES ('email', $2, $1, 'shop', $3)`,
          params: [id, `${id}@example.com`, at],
        }
      : {
          sql: `INSERT INTO push_subscription (id, customer_id, endpoint, p256dh, auth, language, created_at)
                VALUES ($1, $1, $2, $3, $4, 'en', $5)`,
          params: [
            id,
            endpoint,
            browser.generateKeys('base64url'),
            randomBytes(16).toString('base64url'),
            at,
          ],
        },
    waitingAlert(id, {
      customerId: id,
      now,
      telling: { headline: sentence, sentence, because: sentence, links: [] },
    }),
  ];
}

/** One thing that waits to be told, due for a second. */
export function waitingAlert(
  id: string,
  {
    customerId,
    now,
    telling,
    wishId,
  }: { customerId: string; now: number; telling: Telling; wishId?: string },
): Statement {
  return {
    sql: `INSERT INTO alert (id, kind, dedupe_key, customer_id, purpose, status, score, due_at, expires_at, created_at,
            about, body, wish_id) VALUES ($1, 'order-news', $1, $2, 'service', 'waiting', 1, $3, $4, $3, '[]', $5, $6)`,
    params: [id, customerId, now - 1_000, now + 86_400_000, JSON.stringify(telling), wishId ?? null],
  };
}

export interface Receiver {
  readonly smtpUrl: string;
  readonly pushUrl: string;
  /** How often each address or path was sent something that was taken. */
  readonly taken: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** A mail server and a push service that take what comes, after a moment, and count. */
export async function startReceiver(delay: () => number): Promise<Receiver> {
  const taken = new Map<string, number>();
  const count = (key: string) => taken.set(key, (taken.get(key) ?? 0) + 1);
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      stream.resume();
      stream.once('end', () =>
        setTimeout(() => {
          for (const { address } of envelope.rcptTo) count(address);
          done();
        }, delay()),
      );
    },
  });
  // A client that is killed resets its connection.
  smtp.on('error', () => {});
  const push = createServer((request, response) => {
    request.resume();
    request.once('end', () =>
      setTimeout(() => {
        count(request.url ?? '');
        response.writeHead(201).end();
      }, delay()),
    );
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  push.listen(0, '127.0.0.1');
  await once(push, 'listening');
  const portOf = (address: AddressInfo | string | null | undefined) =>
    typeof address === 'object' && address ? address.port : 0;
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server.address())}`,
    pushUrl: `http://127.0.0.1:${portOf(push.address())}`,
    taken,
    async close() {
      push.closeAllConnections();
      push.close();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

/** How many messages are in each state. */
export async function states(database: Database): Promise<Record<string, number>> {
  const rows = await database.read('SELECT status, COUNT(*) AS count FROM alert_message GROUP BY status');
  return Object.fromEntries(rows.map(({ status, count }) => [String(status), Number(count)]));
}
