/** What the catalogue and the orders keep of persons. */
import type { TableData } from '../store/index.ts';

const theirOrders = 'customer_id IN ($shopCustomer) OR email IN ($email)';
/** Orders stay for the books, as sales to nobody. */
const withoutPerson = 'customer_id = NULL, email = NULL, tracking_number = NULL, tracking_url = NULL';

export const commerceTables: readonly TableData[] = [
  {
    table: 'order_line',
    holds: 'What you ordered.',
    whose: `(shop_id, order_id) IN (SELECT shop_id, id FROM shop_order WHERE ${theirOrders})`,
    // A line names no person; with its order it belongs to nobody.
    erase: { set: 'line = line' },
  },
  {
    table: 'shop_order',
    holds: 'Your orders.',
    whose: theirOrders,
    erase: { set: withoutPerson },
    // What the recommender learned is learned anew, without them.
    afterwards: `UPDATE catalogue_version SET version = version + 1 WHERE part = 'orders'`,
    namesFromOutside: { customer_id: 'shop', email: 'email' },
    hidden: ['digest', 'number_key'],
  },
  {
    table: 'staged_order_line',
    holds: 'What you ordered, of an import under way.',
    whose: `(run_id, order_id) IN (SELECT run_id, id FROM staged_order WHERE ${theirOrders})`,
    erase: 'delete',
    hidden: ['run_id'],
  },
  {
    table: 'staged_order',
    holds: 'Your orders, of an import under way.',
    whose: theirOrders,
    erase: 'delete',
    hidden: ['digest', 'number_key', 'run_id'],
  },
  {
    table: 'order_challenge',
    holds: 'One-time codes with which you asked for an order.',
    whose: `user_id IN ($userId) OR (shop_id, order_id) IN (SELECT shop_id, id FROM shop_order WHERE ${theirOrders})`,
    erase: 'delete',
    hidden: ['code_hash'],
    retain: { kind: { days: 1 }, where: 'created_at < $1' },
  },
  {
    table: 'declined_recommendation',
    holds: 'What you do not want to be shown.',
    whose: 'customer_id IN ($shopCustomer)',
    erase: 'delete',
  },
  { table: 'exchange_rate', withoutPersons: 'Exchange rates.' },
  { table: 'shop', withoutPersons: 'Shops.' },
  { table: 'source', withoutPersons: 'Where offers and orders are imported from.' },
  {
    table: 'import_run',
    withoutPersons: 'When imports ran, and how many rows they refused for which reason.',
  },
  { table: 'product', withoutPersons: 'Products.' },
  { table: 'offer', withoutPersons: 'Offers of shops.' },
  { table: 'staged_offer', withoutPersons: 'Offers of an import under way.' },
  { table: 'price', withoutPersons: 'Prices of offers.' },
  { table: 'match_pair', withoutPersons: 'Which offers are alike.' },
  { table: 'match_decision', withoutPersons: "Which offers the merchant's people joined or kept apart." },
  { table: 'catalogue_version', withoutPersons: 'Counters.' },
];
