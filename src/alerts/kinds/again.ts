/** What a customer needs again by the rhythm of their orders, and what they ordered a year ago: ranked, and few. */
import {
  customerRecord,
  dueAgain,
  itemsOfCustomer,
  ownOffer,
  type Purchase,
  usualGaps,
} from '../../commerce/index.ts';
import type { CustomerProfile } from '../../customers/index.ts';
import type { Database, Row } from '../../store/index.ts';
import type { AlertKind, Finding, Look } from '../look.ts';

import { chosenNews } from './product-finding.ts';

const dayMs = 86_400_000;

/** Only what comes back again and again is a rhythm: "due" by chance is wrong more often than right. */
export const dueAgainKind: AlertKind = {
  name: 'due-again',
  daily: true,
  async *find(look) {
    const { leastScore, perMonth } = look.rules.dueAgain;
    for await (const { persons, catalogue, gaps } of buyers(look, 'repeat')) {
      const findings: Finding[] = [];
      for (const person of persons) {
        for (const shopId of person.shopCustomerIds) {
          const record = await customerRecord(look.database, catalogue, shopId, true);
          const due = dueAgain(record, gaps, look.now).filter(({ score }) => score >= leastScore);
          for (const each of due.slice(0, perMonth)) {
            const offer = ownOffer(catalogue, each.item);
            if (!offer?.inStock) continue;
            const product = { id: each.item, title: offer.title, image: offer.image };
            const month = new Date(look.now).toISOString().slice(0, 7);
            const finding = chosenNews(look, person, {
              kind: 'due-again',
              product,
              occasion: 'again',
              headline: { key: 'alert.due-again.headline', blanks: { title: offer.title } },
              sentence: {
                key: 'alert.due-again',
                blanks: { title: offer.title, days: Math.round(each.usualDays) },
              },
              because: {
                key: 'alert.because.ordered-times',
                blanks: { title: offer.title, times: each.times },
              },
              url: offer.url,
              score: each.score,
              days: 10,
            });
            const rank = due.indexOf(each);
            findings.push({
              ...finding,
              // The place in the month, not the product: one more a month there is not.
              proposal: { ...finding.proposal, dedupeKey: `${person.id} ${month} ${rank}` },
            });
          }
        }
      }
      yield { findings };
    }
  },
};

const leadDays = 10;

/** "Last year you ordered a cake on the 12th": the best of that day's order, once a year. */
export const anniversary: AlertKind = {
  name: 'anniversary',
  daily: true,
  async *find(look) {
    for await (const { persons, catalogue } of buyers(look, 'year-ago')) {
      const findings: Finding[] = [];
      for (const person of persons) {
        for (const shopId of person.shopCustomerIds) {
          const items = await itemsOfCustomer(look.database, catalogue, shopId);
          const { from, until } = yearAgo(look.now);
          const known = items.filter(({ at, quantity }) => at >= from && at < until && quantity > 0);
          const again = known.flatMap((item) => {
            const offer = item.productId === undefined ? undefined : ownOffer(catalogue, item.productId);
            return offer?.inStock ? [{ item, offer }] : [];
          });
          // What they order all year round stands for no special day.
          const special = again.filter(
            ({ item }) => items.filter((each) => each.item === item.item).length === 1,
          );
          const [best] = special.sort(
            (one, other) => (other.offer.price?.minor ?? 0) - (one.offer.price?.minor ?? 0),
          );
          if (!best) continue;
          const zone = person.timeZone ?? 'UTC';
          const { title } = best.offer;
          findings.push(
            chosenNews(look, person, {
              kind: 'anniversary',
              product: { id: best.item.item, title, image: best.offer.image },
              occasion: best.item.order,
              headline: { key: 'alert.anniversary.headline', blanks: {} },
              sentence: { key: 'alert.anniversary', blanks: { title, day: { day: best.item.at, zone } } },
              because: { key: 'alert.because.year-ago', blanks: { title } },
              url: best.offer.url,
              score: 0.3,
              days: leadDays,
            }),
          );
        }
      }
      yield { findings };
    }
  },
};

function yearAgo(now: number): { from: number; until: number } {
  const day = Math.floor(now / dayMs) * dayMs - 365 * dayMs + leadDays * dayMs;
  return { from: day, until: day + dayMs };
}

/** The customers that may be concerned, in pages: the store picks them, so that the others cost nothing. */
async function* buyers(look: Look, which: 'repeat' | 'year-ago') {
  const catalogue = await look.catalogue();
  const gaps = which === 'repeat' ? usualGaps(await repeatPurchases(look.database)) : () => undefined;
  const { from, until } = yearAgo(look.now);
  const picked =
    which === 'repeat'
      ? `SELECT o.customer_id FROM shop_order o JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
         WHERE o.customer_id > $1 AND l.offer_id IS NOT NULL AND o.status <> 'cancelled'
         GROUP BY o.customer_id, l.offer_id HAVING COUNT(DISTINCT o.id) > 1`
      : `SELECT customer_id FROM shop_order WHERE customer_id > $1 AND placed_at >= $2 AND placed_at < $3`;
  for (let last = '', done = false; !done; ) {
    const rows: Row[] = await look.database.read(
      `SELECT DISTINCT customer_id FROM (${picked}) AS picked ORDER BY customer_id LIMIT 300`,
      which === 'repeat' ? [last] : [last, from, until],
    );
    const shopIds = rows.map(({ customer_id }) => String(customer_id));
    const ids = await look.people.ofShopCustomers(shopIds);
    const persons: readonly CustomerProfile[] = [...(await look.people.load([...ids.values()])).values()];
    yield { persons, catalogue, gaps };
    last = shopIds.at(-1) ?? last;
    done = rows.length < 300;
  }
}

/** Lines of what somebody ordered more than once: the rest says nothing about gaps. */
async function repeatPurchases(database: Database): Promise<Pick<Purchase, 'customer' | 'item' | 'at'>[]> {
  const rows = await database.read(
    `SELECT o.customer_id, COALESCE(f.product_id, l.offer_id) AS item, o.placed_at FROM shop_order o
     JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
     LEFT JOIN offer f ON f.shop_id = l.shop_id AND (f.id = l.offer_id OR f.sku = l.offer_id)
     WHERE o.customer_id IS NOT NULL AND l.offer_id IS NOT NULL AND o.status <> 'cancelled'
     AND (o.customer_id, l.offer_id) IN (SELECT a.customer_id, b.offer_id FROM shop_order a
       JOIN order_line b ON b.shop_id = a.shop_id AND b.order_id = a.id WHERE b.offer_id IS NOT NULL
       GROUP BY a.customer_id, b.offer_id HAVING COUNT(DISTINCT a.id) > 1)`,
  );
  return rows.map((row) => ({
    customer: String(row.customer_id),
    item: String(row.item),
    at: Number(row.placed_at),
  }));
}
