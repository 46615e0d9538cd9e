/** A year of daily looks by a clock that is set by hand: nights, both changes of the clocks, limits, bundles and expiry. */
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { announcement } from '../../src/alerts/kinds/campaign.ts';
import { composeMessages } from '../../src/alerts/moment/compose.ts';
import { deliverDue } from '../../src/alerts/outbox/deliver.ts';
import { createOutbox } from '../../src/alerts/outbox/outbox.ts';
import { createPeople } from '../../src/alerts/people.ts';
import { runRound } from '../../src/alerts/round.ts';
import { parseAlertRules } from '../../src/alerts/rules.ts';
import { systemClock } from '../../src/core/clock.ts';
import { randomIds } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import type { Database } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { emptyCatalogue } from './support/world.ts';

const zone = 'America/New_York';
const dayMs = 86_400_000;
const days = 365;
/** Half past six in the winter of New York, half past seven in its summer: night both times. */
const firstLook = Date.parse('2026-01-01T11:30:00Z');

eachDatabase(
  (_engine, open) => {
    it('says good morning every day at eight, whatever the clocks are set to, with both things in one message', async () => {
      const { sent, alerts } = await year(await open(), { day: 2, week: 14 });
      expect(sent).toHaveLength(days);
      expect(new Set(sent.map(({ at }) => DateTime.fromMillis(at, { zone }).toFormat('HH:mm')))).toEqual(
        new Set(['08:00']),
      );
      // From March 8 to October 31 an hour earlier.
      const summer = sent.filter(({ at }) => new Date(at).getUTCHours() === 12);
      expect([
        summer.length,
        ...[summer[0], summer.at(-1)].map((each) => new Date(each?.at ?? 0).toISOString().slice(0, 10)),
      ]).toEqual([238, '2026-03-08', '2026-10-31']);
      expect(new Set(sent.map(({ things }) => things))).toEqual(new Set([2]));
      expect(alerts).toEqual({ bundled: 2 * days });
    });

    it('keeps to one message a week, the rest waiting until it is too late', async () => {
      const { sent, alerts, told } = await year(await open(), { day: 1, week: 1 });
      // 52 weeks and a day.
      expect(sent).toHaveLength(53);
      for (const [at, message] of sent.entries()) {
        const before = sent[at - 1];
        if (before) expect(message.at - before.at).toBeGreaterThanOrEqual(7 * dayMs);
        const shown = DateTime.fromMillis(message.at, { zone }).toFormat('HH:mm');
        expect(shown >= '08:00' && shown < '21:00').toBe(true);
      }
      expect(sent.slice(1).every(({ things }) => things === 5)).toBe(true);
      expect(told).toBe(2 + 52 * 5);
      const { bundled = 0, expired = 0, waiting = 0 } = alerts;
      expect(bundled).toBe(told);
      expect(bundled + expired + waiting).toBe(2 * days);
      // Each waits for two weeks, and none longer.
      expect(waiting).toBeLessThanOrEqual(2 * 14);
      expect(expired).toBeGreaterThan(400);
    });
  },
  ['sqlite'],
);

/** A customer to whom two things a day are announced, over a year. */
async function year(database: Database, caps: { day: number; week: number }) {
  const rules = parseAlertRules(
    JSON.stringify({
      caps,
      holdOutPercent: 0,
      campaigns: ['one', 'other'].map((id) => ({
        id,
        kind: 'announcement',
        to: {},
        says: { en: id, zh: id },
        because: { en: id, zh: id },
        link: '/news',
        until: '2027-01-31',
        everyDays: 1,
      })),
    }),
  );
  await database.write(customer);
  const knowledge = await loadKnowledge('knowledge');
  let time = firstLook;
  const clock = { now: () => time, after: systemClock.after };
  const people = createPeople({ database, clock });
  const outbox = createOutbox({ database, clock, ids: randomIds, holder: 'test' });
  const sent: { at: number; things: number }[] = [];
  const parts = {
    database,
    people,
    outbox,
    clock,
    wallClock: clock,
    catalogue: async () => emptyCatalogue,
    answerOf: () => undefined,
    shopPlace: () => undefined,
    productRules: () => [],
    shopZone: () => 'UTC',
    rules: () => rules,
    kinds: [announcement],
    knowledge: () => knowledge,
    ids: randomIds,
    log: silentLog,
    holder: 'test',
    now: clock.now,
  };
  const send = async () => {
    await composeMessages(parts);
    await deliverDue({
      ...parts,
      ways: [
        async ({ alerts }) => ({
          kind: 'outside',
          channel: 'email',
          address: 'ada@example.com',
          async send() {
            sent.push({ at: time, things: alerts.length });
            return { kind: 'sent', as: 'mail' };
          },
        }),
      ],
    });
  };
  for (let day = 0; day < days; day += 1) {
    const next = firstLook + (day + 1) * dayMs;
    time = firstLook + day * dayMs;
    await runRound(parts, time);
    await send();
    // Whatever comes due before the next look is sent at its moment.
    for (;;) {
      const [row] = await database.read(`SELECT MIN(due_at) AS at FROM alert WHERE status = 'waiting'`);
      const due = Number(row?.at ?? next);
      if (due >= next || due <= time) break;
      time = due;
      await send();
    }
  }
  const rows = await database.read('SELECT status, COUNT(*) AS count FROM alert GROUP BY status');
  return {
    sent,
    told: sent.reduce((sum, { things }) => sum + things, 0),
    alerts: Object.fromEntries(rows.map(({ status, count }) => [String(status), Number(count)])),
  };
}

const customer = [
  {
    sql: `INSERT INTO customer (id, person_id, language, time_zone, created_at, seen_at) VALUES ('ada', 'ada', 'en', $1, 0, 0)`,
    params: [zone],
  },
  {
    sql: `INSERT INTO customer_identity (kind, value, customer_id, proof, at) VALUES ('email', 'ada@example.com', 'ada', 'shop', 0)`,
  },
  {
    sql: `INSERT INTO consent (customer_id, purpose, channel, granted, at) VALUES ('ada', 'marketing', 'email', 1, 0)`,
  },
];
