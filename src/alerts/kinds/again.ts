/** What a customer needs again by the rhythm of their orders, and what they ordered a year ago: ranked, and few. */
import {
  type CatalogueSnapshot,
  type DueAgain,
  declinedByCustomers,
  dueAgain,
  itemsOfCustomers,
  type OwnedItem,
  ownOffer,
  recordOf,
  repeatCustomers,
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
  daily: 'only',
  async *find(look) {
    const { leastScore, perMonth } = look.rules.dueAgain;
    let usual: Awaited<ReturnType<typeof usualGaps>> | undefined;
    for await (const shopIds of repeatCustomers(look.database)) {
      const catalogue = await look.catalogue();
      usual ??= await usualGaps(rhythms(look, catalogue));
      const findings: Finding[] = [];
      for (const { person, record } of await buyers(look, catalogue, shopIds)) {
        const due = dueAgain(record, usual, look.now).filter(({ score }) => score >= leastScore);
        for (const [rank, each] of due.slice(0, perMonth).entries()) {
          const offer = ownOffer(catalogue, each.item);
          if (offer?.inStock) findings.push(dueFinding(look, person, each, offer, rank));
        }
      }
      yield { findings };
    }
  },
};

/** What each customer ordered who orders again, one after the other. */
async function* rhythms({ database }: Look, catalogue: CatalogueSnapshot): AsyncGenerator<OwnedItem[]> {
  for await (const shopIds of repeatCustomers(database))
    yield* (await itemsOfCustomers(database, catalogue, shopIds)).values();
}

function dueFinding(
  look: Look,
  person: CustomerProfile,
  { item, usualDays, times, score }: DueAgain,
  { title, image, url }: NonNullable<ReturnType<typeof ownOffer>>,
  rank: number,
): Finding {
  const finding = chosenNews(look, person, {
    kind: 'due-again',
    product: { id: item, title, image },
    occasion: 'again',
    headline: { key: 'alert.due-again.headline', blanks: { title } },
    sentence: { key: 'alert.due-again', blanks: { title, days: Math.round(usualDays) } },
    because: { key: 'alert.because.ordered-times', blanks: { title, times } },
    url,
    score,
    days: 10,
  });
  const month = new Date(look.now).toISOString().slice(0, 7);
  // The place in the month, not the product: one more a month there is not.
  return {
    ...finding,
    proposal: { ...finding.proposal, dedupeKey: `${person.id} ${month} ${rank}` },
  };
}

const leadDays = 10;

/** "Last year you ordered a cake on the 12th": the best of that day's order, once a year. */
export const anniversary: AlertKind = {
  name: 'anniversary',
  daily: 'only',
  async *find(look) {
    const { from, until } = yearAgo(look.now);
    for await (const shopIds of buyersBetween(look.database, from, until)) {
      const catalogue = await look.catalogue();
      const findings: Finding[] = [];
      for (const { person, items } of await buyers(look, catalogue, shopIds)) {
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
      yield { findings };
    }
  },
};

function yearAgo(now: number): { from: number; until: number } {
  const day = Math.floor(now / dayMs) * dayMs - 365 * dayMs + leadDays * dayMs;
  return { from: day, until: day + dayMs };
}

/** The shop's ids of who ordered in that time, in pages. */
async function* buyersBetween(database: Database, from: number, until: number): AsyncGenerator<string[]> {
  for (let last = '', done = false; !done; ) {
    const rows: Row[] = await database.read(
      `SELECT DISTINCT customer_id FROM shop_order WHERE customer_id > $1 AND placed_at >= $2 AND placed_at < $3
       ORDER BY customer_id LIMIT ${pageSize}`,
      [last, from, until],
    );
    if (rows.length > 0) yield rows.map(({ customer_id }) => String(customer_id));
    last = String(rows.at(-1)?.customer_id ?? last);
    done = rows.length < pageSize;
  }
}

const pageSize = 300;

/** The people behind these ids of the shop, with what they bought; those whom nobody knows are left out. */
async function buyers({ database, people }: Look, catalogue: CatalogueSnapshot, shopIds: readonly string[]) {
  const [ids, items, declined] = await Promise.all([
    people.ofShopCustomers(shopIds),
    itemsOfCustomers(database, catalogue, shopIds),
    declinedByCustomers(database, shopIds),
  ]);
  const persons = await people.load([...ids.values()]);
  return shopIds.flatMap((shopId) => {
    const person = persons.get(ids.get(shopId) ?? '');
    const bought = items.get(shopId) ?? [];
    if (!person) return [];
    return [{ person, items: bought, record: recordOf(bought, declined.get(shopId) ?? new Set(), true) }];
  });
}
