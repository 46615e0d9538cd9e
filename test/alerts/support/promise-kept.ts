/** A shopper asks to be told of a concert, and it is there: what an alert is made of, without a source of events. */
import type { Database } from '../../../src/store/index.ts';
import { until } from '../../support/direct-line-client.ts';
import { waitingAlert } from './world.ts';

export const wishForConcert = 'tell me when Nina Simone plays near me';

/** What the shopper of this channel asked to be told is there now, as a look for news stores it. */
export async function promiseKept(database: Database, channel: string): Promise<void> {
  const [row] = await until(async () => {
    const rows = await database.read(
      `SELECT w.id, w.customer_id FROM alert_wish w JOIN customer_identity i ON i.customer_id = w.customer_id
       WHERE i.kind = 'channel' AND i.value LIKE $1`,
      [`${channel}:%`],
    );
    return rows.length > 0 ? rows : undefined;
  });
  await database.write([
    waitingAlert(`concert ${channel}`, {
      customerId: String(row?.customer_id),
      wishId: String(row?.id),
      now: Date.now(),
      telling: {
        headline: { key: 'alert.local-event.headline', blanks: { performer: 'Nina Simone', city: 'Boston' } },
        sentence: {
          key: 'alert.local-event',
          blanks: { performer: 'Nina Simone', when: 'tomorrow', where: 'Symphony Hall' },
        },
        because: { key: 'alert.because.wished', blanks: { words: wishForConcert } },
        links: [{ title: 'alert.local-event.tickets', url: 'https://tickets.example/nina' }],
      },
    }),
  ]);
}
