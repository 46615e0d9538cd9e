/** News of the customer's own order: shipped, late, delivered. */
import { DateTime } from 'luxon';
import type { Row } from '../../store/index.ts';
import type { Blank, Sentence } from '../alert.ts';
import type { AlertKind, Finding, Look } from '../look.ts';
import { consentObstacles } from '../reach.ts';

const dayMs = 86_400_000;
const pageSize = 500;
/** Older news of an order is none. */
const freshMs = 3 * dayMs;
/** So long after the day on which it was expected an order is spoken of as late. */
const lateMs = 14 * dayMs;
const utcDay = (at: number) => new Date(at).toISOString().slice(0, 10);

export const orderNews: AlertKind = {
  name: 'order-news',
  // An order becomes late without anything happening to it.
  daily: true,
  async *find(look) {
    const { database, now } = look;
    const from = Math.max(look.since, now - freshMs);
    for (let last = '', done = false; !done; ) {
      const rows: Row[] = await database.read(
        `SELECT o.*, s.own FROM shop_order o JOIN shop s ON s.id = o.shop_id
         WHERE s.own = 1 AND o.customer_id IS NOT NULL AND o.id > $1 AND o.placed_at > $4 AND (
           (o.delivered_at > $2 AND o.delivered_at <= $3) OR (o.shipped_at > $2 AND o.shipped_at <= $3)
           OR (o.expected_on >= $5 AND o.expected_on <= $6 AND o.delivered_at IS NULL
             AND o.status NOT IN ('cancelled', 'returned', 'delivered')))
         ORDER BY o.id LIMIT ${pageSize}`,
        [last, from, now, now - 120 * dayMs, utcDay(now - lateMs - dayMs), utcDay(now)],
      );
      yield { findings: await findingsFor(look, rows, from) };
      last = String(rows.at(-1)?.id ?? last);
      done = rows.length < pageSize;
    }
  },
};

async function findingsFor(look: Look, rows: readonly Row[], from: number): Promise<Finding[]> {
  const ids = await look.people.ofShopCustomers(rows.map((row) => String(row.customer_id)));
  const persons = await look.people.load([...ids.values()]);
  return rows.flatMap((row) => {
    const person = persons.get(ids.get(String(row.customer_id)) ?? '');
    const zone = person?.timeZone ?? 'UTC';
    const news = newsOf(row, from, look.now, zone);
    if (!person || !news) return [];
    const number = String(row.number);
    const track = typeof row.tracking_url === 'string' ? row.tracking_url : undefined;
    return [
      {
        proposal: {
          kind: 'order-news' as const,
          dedupeKey: `${row.shop_id} ${row.id} ${news.step}`,
          customerId: person.id,
          purpose: 'service' as const,
          score: 20,
          dueAt: look.now,
          expiresAt: look.now + 2 * dayMs,
          about: [`order:${row.shop_id} ${row.id}`],
          telling: {
            headline: { key: 'alert.order-news.headline', blanks: { number } },
            sentence: news.sentence(number),
            because: { key: 'alert.because.order', blanks: {} },
            links: track === undefined ? [] : [{ title: 'alert.order-news.track', url: track }],
          },
        },
        obstacles: consentObstacles(person, 'service', false),
      },
    ];
  });
}

function newsOf(row: Row, from: number, now: number, zone: string) {
  const isNew = (at: unknown) => typeof at === 'number' && at > from && at <= now;
  const expected =
    typeof row.expected_on === 'string' ? DateTime.fromISO(row.expected_on, { zone }) : undefined;
  const day: Blank | undefined = expected?.isValid ? { day: expected.toMillis(), zone } : undefined;
  const told =
    (key: string, blanks: Record<string, Blank> = {}) =>
    (number: string): Sentence => ({
      key: `alert.order-news.${key}`,
      blanks: { number, ...blanks },
    });
  if (isNew(row.delivered_at)) return { step: 'delivered', sentence: told('delivered') };
  const late =
    expected !== undefined && expected.plus({ days: 1 }).toMillis() <= now && row.delivered_at === null;
  if (late && day && now - expected.toMillis() < lateMs)
    return { step: `late ${row.expected_on}`, sentence: told('late', { day }) };
  if (!isNew(row.shipped_at)) return undefined;
  return { step: 'shipped', sentence: day ? told('shipped.expected', { day }) : told('shipped') };
}
