/** A cart that was left behind: spoken of once, after a while and not for ever. */
import { z } from 'zod';
import type { Row } from '../../store/index.ts';
import type { AlertKind, Finding, Look } from '../look.ts';
import { consentObstacles } from '../reach.ts';

const hourMs = 3_600_000;
const pageSize = 500;
const body = z.object({
  items: z.array(z.object({ id: z.string(), title: z.string().optional() })),
});

export const cartLeft: AlertKind = {
  name: 'cart',
  daily: true,
  async *find(look) {
    const { afterHours, untilHours } = look.rules.cart;
    for (let last = '', done = false; !done; ) {
      // The last word of each customer about their cart, if it has become old enough and nothing was ordered since.
      const rows: Row[] = await look.database.read(
        `SELECT e.id, e.customer_id, e.at, e.body FROM customer_event e WHERE e.kind = 'cart' AND e.id > $1
         AND e.at <= $2 AND e.at > $3 AND (e.at > $4 OR e.received_at > $5) AND NOT EXISTS (SELECT 1 FROM customer_event later
           WHERE later.customer_id = e.customer_id AND later.kind IN ('cart', 'order') AND later.at > e.at)
         ORDER BY e.id LIMIT ${pageSize}`,
        [
          last,
          look.now - afterHours * hourMs,
          look.now - untilHours * hourMs,
          look.since - afterHours * hourMs,
          look.since,
        ],
      );
      yield { findings: await findingsFor(look, rows) };
      last = String(rows.at(-1)?.id ?? last);
      done = rows.length < pageSize;
    }
  },
};

async function findingsFor(look: Look, rows: readonly Row[]): Promise<Finding[]> {
  const persons = await look.people.load(rows.map((row) => String(row.customer_id)));
  return rows.flatMap((row): Finding[] => {
    const person = persons.get(String(row.customer_id));
    const parsed = body.safeParse(JSON.parse(String(row.body)));
    const [first, ...others] = parsed.success ? parsed.data.items : [];
    if (!person || !first) return [];
    const title = first.title ?? first.id;
    const count = others.length;
    return [
      {
        proposal: {
          kind: 'cart',
          dedupeKey: `${person.id} ${row.id}`,
          customerId: person.id,
          purpose: 'marketing',
          score: 0.8,
          dueAt: look.now,
          expiresAt: Number(row.at) + look.rules.cart.untilHours * hourMs,
          about: [first, ...others].map(({ id }) => `product:${id}`),
          telling: {
            headline: { key: 'alert.cart.headline', blanks: {} },
            sentence:
              count > 0
                ? { key: 'alert.cart.more', blanks: { title, count } }
                : { key: 'alert.cart', blanks: { title } },
            because: { key: 'alert.because.cart', blanks: {} },
            links: [],
          },
        },
        obstacles: consentObstacles(person, 'marketing', true),
      },
    ];
  });
}
