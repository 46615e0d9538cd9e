/** Turns what waits into messages: for each customer at most one now, and a reason noted for all the rest. */
import type { CatalogueSnapshot } from '../../commerce/index.ts';
import type { Clock } from '../../core/clock.ts';
import { hasCode } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { CustomerProfile } from '../../customers/index.ts';
import { type Database, placesFor, type Statement } from '../../store/index.ts';
import { alertOfRow, type StoredAlert } from '../alert-store.ts';
import type { People } from '../people.ts';
import type { AlertRules } from '../rules.ts';
import { stepOf } from '../steps.ts';
import { gatherFacts } from './facts.ts';
import { decideMoment, type Moment } from './moment.ts';

export interface Composer {
  readonly database: Database;
  readonly people: People;
  readonly rules: () => AlertRules;
  readonly catalogue: () => Promise<CatalogueSnapshot>;
  readonly shopZone: () => string;
  /** The shop's time, which a demo may move; `wallClock` is what conversations are dated with. */
  readonly clock: Clock;
  readonly wallClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

interface Sums {
  messages: number;
  dropped: number;
  held: number;
}

export type Composed = Readonly<Sums>;

const customersAtOnce = 20;
/** Of one customer; what is left is looked at again in the next round. */
const mostAtOnce = 200;

/** Looks at everything that is due. Two processes may do so at once: each alert goes into one message only. */
export async function composeMessages(composer: Composer): Promise<Composed> {
  const { database, clock } = composer;
  const sums = { messages: 0, dropped: 0, held: 0 };
  for (let after = ''; ; ) {
    const customers = await database.read(
      `SELECT DISTINCT customer_id FROM alert WHERE status = 'waiting' AND due_at <= $1 AND customer_id > $2
       ORDER BY customer_id LIMIT ${customersAtOnce}`,
      [clock.now(), after],
    );
    const ids = customers.map(({ customer_id }) => String(customer_id));
    if (ids.length > 0) await composeFor(composer, ids, sums);
    after = ids.at(-1) ?? after;
    if (customers.length < customersAtOnce) return sums;
  }
}

async function composeFor(composer: Composer, customerIds: readonly string[], sums: Sums): Promise<void> {
  const [persons, alerts] = await Promise.all([
    composer.people.load(customerIds),
    dueAlerts(composer, customerIds),
  ]);
  const recordsOf = new Map<string, string[]>();
  for (const id of customerIds) {
    const person = persons.get(id)?.id ?? id;
    recordsOf.set(person, [...(recordsOf.get(person) ?? []), id]);
  }
  await Promise.all(
    [...recordsOf.values()].map(async (records) => {
      // What one record of a person is told counts against the limits of the next.
      for (const id of records) {
        const theirs = alerts.filter(({ customerId }) => customerId === id);
        await composeOne(composer, id, persons.get(id), theirs, sums);
      }
    }),
  );
}

/** The best of each of these customers. */
async function dueAlerts(
  { database, clock }: Composer,
  customerIds: readonly string[],
): Promise<StoredAlert[]> {
  const rows = await database.read(
    `SELECT * FROM (SELECT alert.*, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY score DESC) AS place
       FROM alert WHERE status = 'waiting' AND due_at <= $1 AND customer_id IN (${placesFor(customerIds, 2)})) AS due
     WHERE place <= ${mostAtOnce} ORDER BY place`,
    [clock.now(), ...customerIds],
  );
  return rows.map(alertOfRow);
}

async function composeOne(
  composer: Composer,
  customerId: string,
  person: CustomerProfile | undefined,
  alerts: readonly StoredAlert[],
  sums: Sums,
): Promise<void> {
  const { database, clock } = composer;
  const moment = person
    ? decideMoment({
        person,
        alerts,
        now: clock.now(),
        shopZone: composer.shopZone(),
        rules: composer.rules(),
        ...(await gatherFacts(composer, person, alerts, {
          shop: clock.now(),
          wall: composer.wallClock.now(),
        })),
      })
    : unknownCustomer(alerts);
  try {
    await database.write(statementsFor(composer, customerId, alerts, moment));
  } catch (error) {
    // Another process was faster with one of them; what is left is looked at again in the next round.
    if (!hasCode(error, 'store.conflict')) throw error;
    return;
  }
  sums.messages += moment.bundle.length > 0 ? 1 : 0;
  sums.dropped += moment.dropped.length;
  sums.held += moment.held ? alerts.length - moment.dropped.length - moment.bundle.length : 0;
}

function statementsFor(
  { clock, ids }: Composer,
  customerId: string,
  alerts: readonly StoredAlert[],
  { dropped, bundle, held }: Moment,
): Statement[] {
  const at = clock.now();
  const statements: Statement[] = [];
  for (const { alert, obstacle } of dropped) {
    const step = obstacle.code === 'expired' ? 'expired' : 'dropped';
    statements.push(settle(alert, step), stepOf(alert.id, { step, reason: obstacle.reason, at }, ids));
  }
  if (bundle.length > 0) {
    const messageId = ids.next();
    const expiresAt = Math.max(...bundle.map((alert) => alert.expiresAt));
    const purpose = bundle.every((alert) => alert.purpose === 'service') ? 'service' : 'marketing';
    statements.push({
      sql: `INSERT INTO alert_message (id, customer_id, purpose, status, due_at, expires_at, created_at)
            VALUES ($1, $2, $3, 'queued', $4, $5, $4)`,
      params: [messageId, customerId, purpose, at, expiresAt],
    });
    const reason = bundle.length === 1 ? 'alone in a message' : `one message with ${bundle.length} things`;
    for (const alert of bundle) {
      statements.push(
        {
          sql: `UPDATE alert SET status = 'bundled', message_id = $2 WHERE id = $1 AND status = 'waiting'`,
          params: [alert.id, messageId],
          expect: 'one',
        },
        stepOf(alert.id, { step: 'bundled', reason, at }, ids),
      );
    }
  }
  const settled = new Set([...dropped.map(({ alert }) => alert.id), ...bundle.map(({ id }) => id)]);
  if (!held) return statements;
  for (const alert of alerts) {
    if (settled.has(alert.id)) continue;
    const until = new Date(held.until).toISOString();
    statements.push(
      {
        sql: `UPDATE alert SET due_at = $2 WHERE id = $1 AND status = 'waiting'`,
        params: [alert.id, held.until],
      },
      stepOf(alert.id, { step: 'held', reason: `${held.reason}, until ${until}`, at }, ids),
    );
  }
  return statements;
}

function settle(alert: StoredAlert, status: 'dropped' | 'expired'): Statement {
  return {
    sql: `UPDATE alert SET status = $2 WHERE id = $1 AND status = 'waiting'`,
    params: [alert.id, status],
    expect: 'one',
  };
}

function unknownCustomer(alerts: readonly StoredAlert[]): Moment {
  const obstacle = { code: 'unknown-customer', reason: 'there is no such customer any more' } as const;
  return { dropped: alerts.map((alert) => ({ alert, obstacle })), bundle: [], held: undefined };
}
