/** What operators see: what became of each alert and why, and what alerts brought, on both engines. */
import { expect, it } from 'vitest';
import { storeProposals } from '../../src/alerts/alert-store.ts';
import { livesOf, reportAlerts } from '../../src/alerts/report.ts';
import { defaultRules } from '../../src/alerts/rules.ts';
import { randomIds } from '../../src/core/ids.ts';
import { eachDatabase } from '../support/databases.ts';
import { customerWithAlert } from './support/world.ts';

const now = Date.parse('2026-11-23T17:00:00Z');

eachDatabase((_engine, open) => {
  it('counts what was sent, and who ordered beside those held out', async () => {
    const database = await open();
    await database.write([
      ...customerWithAlert('told', 'email', now),
      ...customerWithAlert('held', 'email', now),
      {
        sql: `INSERT INTO alert_message (id, customer_id, purpose, status, channel, due_at, expires_at, created_at, sent_at)
              VALUES ('m', 'told', 'service', 'sent', 'email', $1, $1, $1, $1)`,
        params: [now],
      },
      {
        sql: `UPDATE alert SET status = 'bundled', message_id = 'm', clicked_at = $1 WHERE id = 'told'`,
        params: [now],
      },
      { sql: `UPDATE alert SET status = 'held-out' WHERE id = 'held'` },
      {
        sql: `INSERT INTO customer_identity (kind, value, customer_id, proof, at) VALUES ('shop', 's-1', 'told', 'shop', $1)`,
        params: [now],
      },
      { sql: `INSERT INTO shop (id, name, currency, own, created_at) VALUES ('own', 'Own', 'USD', 1, 0)` },
      {
        sql: `INSERT INTO shop_order (shop_id, id, number, number_key, customer_id, status, placed_at, digest)
              VALUES ('own', '1', '1', '1', 's-1', 'placed', $1, '')`,
        params: [now + 3 * 86_400_000],
      },
    ]);
    const report = await reportAlerts(database, defaultRules, {
      since: now - 86_400_000,
      until: now + 86_400_000,
    });
    expect(report.lines).toEqual([
      expect.objectContaining({
        kind: 'order-news',
        sent: 1,
        clicked: 1,
        heldOut: 1,
        bought: { told: 1, heldOut: 0, share: 1, heldOutShare: 0 },
      }),
    ]);
    expect(report.channels).toEqual([{ channel: 'email', messages: 1, cost: '0.0000' }]);
  });

  it('stores the same thing for the same customer once, and tells its life', async () => {
    const database = await open();
    await database.write(customerWithAlert('ada', 'email', now));
    const sentence = { key: 'alert.because.order', blanks: {} };
    const proposal = {
      kind: 'cart',
      dedupeKey: 'ada cart-1',
      customerId: 'ada',
      purpose: 'marketing',
      score: 1,
      dueAt: now,
      expiresAt: now + 1_000,
      about: [],
      telling: { headline: sentence, sentence, because: sentence, links: [] },
    } as const;
    const options = { ids: randomIds, now, isHeldOut: () => false };
    const stored = await Promise.all([
      storeProposals(database, [proposal], options),
      storeProposals(database, [proposal], options),
    ]);
    expect(stored.toSorted()).toEqual([0, 1]);
    const lives = await livesOf(database, 'ada');
    expect(lives.map(({ steps }) => steps.map(({ step }) => step)).toSorted()).toEqual([[], ['proposed']]);
  });
});
