/** The rates the shop knows: the newest day that was ever read stays until a newer one comes. */
import type { Database } from '../../store/index.ts';
import { type ExchangeRates, exchangeRates } from './exchange-rates.ts';

/** Keeps them, unless a newer day is known. */
export async function saveRates(database: Database, { day, perEuro }: ExchangeRates): Promise<void> {
  await database.write([
    { sql: 'DELETE FROM exchange_rate WHERE day < $1', params: [day] },
    ...[...perEuro].map(([currency, rate]) => ({
      sql: `INSERT INTO exchange_rate (currency, day, per_euro)
            SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT)
            WHERE NOT EXISTS (SELECT 1 FROM exchange_rate WHERE day > $2)
            ON CONFLICT (currency) DO UPDATE SET day = excluded.day, per_euro = excluded.per_euro`,
      params: [currency, day, rate],
    })),
  ]);
}

/** Undefined when none were ever read. */
export async function currentRates(database: Database): Promise<ExchangeRates | undefined> {
  const rows = await database.read('SELECT currency, day, per_euro FROM exchange_rate', []);
  const [first] = rows;
  if (!first) return undefined;
  return exchangeRates(
    String(first.day),
    rows.map((row) => [String(row.currency), String(row.per_euro)]),
  );
}
