/** A shop of any size for measuring alerts, made inside the store so that making it takes no memory of the process. */
import type { Database, Statement } from '../store/index.ts';

const dayMs = 86_400_000;
const cities = 10;
const likesEach = 3;

/**
 * Fills an empty SQLite store: for every 100 customers an event and an artist, so that each artist has as many fans at
 * every size; for every customer a product whose price fell by a tenth an hour ago.
 * @returns what was made, for the reader.
 */
export async function fillShop(database: Database, customers: number, now: number): Promise<string> {
  const events = Math.max(1, Math.round(customers / 100));
  const upTo = (count: number) =>
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})`;
  const statements: Statement[] = [
    {
      sql: `INSERT INTO customer (id, person_id, name, language, time_zone, city, country, place_from, latitude, longitude, created_at, seen_at)
            ${upTo(customers)} SELECT 'c' || i, 'c' || i, 'Customer ' || i, 'en', 'America/New_York',
              'City ' || (i % ${cities}), 'US', 'chosen', 30 + 1.5 * (i % ${cities}), -80, $1, $1 FROM n`,
      params: [now - 100 * dayMs],
    },
    {
      sql: `INSERT INTO customer_identity (kind, value, customer_id, proof, at)
            ${upTo(customers)} SELECT 'channel', 'directline:dl_' || i, 'c' || i, 'signed', $1 FROM n`,
      params: [now - 100 * dayMs],
    },
    ...['personalisation all', 'marketing chat', 'service chat'].map((each) => {
      const [purpose = '', channel = ''] = each.split(' ');
      return {
        sql: `INSERT INTO consent (customer_id, purpose, channel, granted, at)
              ${upTo(customers)} SELECT 'c' || i, $1, $2, 1, $3 FROM n`,
        params: [purpose, channel, now - 100 * dayMs],
      };
    }),
    ...Array.from({ length: likesEach }, (_, which) => ({
      sql: `INSERT OR IGNORE INTO customer_interest (customer_id, kind, name_key, source, name, weight, seen_at, because)
            ${upTo(customers)} SELECT 'c' || i, 'artist', 'performer ' || ((i * 7 + i / ${cities} + ${which} * 13) % ${events}),
              'purchase', 'Performer ' || ((i * 7 + i / ${cities} + ${which} * 13) % ${events}), 1, $1, '["A record"]' FROM n`,
      params: [now - 50 * dayMs],
    })),
    {
      sql: `INSERT INTO local_event (source_id, id, title, performers, starts_at, time_zone, time_known, venue, city,
              latitude, longitude, status, ticket_url, digest, first_seen, changed_at)
            ${upTo(events)} SELECT 'feed', 'e' || i, 'Performer ' || i, '["Performer ' || i || '"]',
              $1 + (i % 150) * ${dayMs}, 'America/New_York', 1, 'Hall', 'City ' || (i % ${cities}),
              30.1 + 1.5 * (i % ${cities}), -80, 'scheduled', 'https://tickets.example/' || i, 'd', $2, $2 FROM n`,
      params: [now + 10 * dayMs, now - 3_600_000],
    },
    { sql: `INSERT INTO shop (id, name, currency, own, created_at) VALUES ('own', 'Own', 'USD', 1, 0)` },
    {
      sql: `INSERT INTO product (id, title, created_at) ${upTo(customers)} SELECT 'p' || i, 'Product ' || i, 0 FROM n`,
    },
    {
      sql: `INSERT INTO offer (shop_id, id, source_id, title, description, categories, published, availability, price_minor,
              currency, digest, recognised, product_id, first_seen, last_seen)
            ${upTo(customers)} SELECT 'own', 'o' || i, 's', 'Product ' || i, '', '[]', 1, 'in-stock', 9000, 'USD', 'd', 1,
              'p' || i, 0, 0 FROM n`,
    },
    ...[
      { at: now - 30 * dayMs, price: 10_000 },
      { at: now - 3_600_000, price: 9_000 },
    ].map(({ at, price }) => ({
      sql: `INSERT INTO price (shop_id, offer_id, at, price_minor, currency, availability)
            ${upTo(customers)} SELECT 'own', 'o' || i, $1, $2, 'USD', 'in-stock' FROM n`,
      params: [at, price],
    })),
    {
      sql: `INSERT INTO customer_event (id, customer_id, kind, at, received_at, body)
            ${upTo(customers)} SELECT 'v' || i, 'c' || i, 'page-view', $1, $1, '{"product":{"id":"o' || i || '"}}'
            FROM n WHERE i % 10 = 5`,
      params: [now - 3 * dayMs],
    },
    ...[
      { kind: 'target-price', every: 5, terms: '{"below":{"minor":9500,"currency":"USD"}}' },
      { kind: 'price-drop', every: 10, terms: '{}' },
    ].map(({ kind, every, terms }) => ({
      sql: `INSERT INTO alert_wish (id, customer_id, kind, subject, title, terms, words, language, created_at)
            ${upTo(customers)} SELECT $1 || i, 'c' || i, $1, 'p' || i, 'Product ' || i, $2, 'tell me', 'en', $3
            FROM n WHERE i % ${every} = 0`,
      params: [kind, terms, now - 40 * dayMs],
    })),
  ];
  for (const statement of statements) await database.write([statement]);
  const words = new Intl.NumberFormat('en');
  return (
    `${words.format(customers)} customers in ${cities} cities (${likesEach} artists liked each), ${words.format(events)} events, ` +
    `${words.format(customers)} prices that fell, ${words.format(Math.ceil(customers / 5) + Math.ceil(customers / 10))} wishes and ` +
    `${words.format(Math.ceil(customers / 10))} views of them`
  );
}
