/** Exchange rates of one day, exact: prices of another currency as the shopper counts. */
import { ShopdeskError } from '../../core/errors.ts';
import { convertMoney, type Money } from '../../core/money.ts';

export interface ExchangeRates {
  /** ISO date they are of; always shown beside what was converted. */
  readonly day: string;
  /** How much one euro buys, as decimal texts by ISO 4217 code; the euro itself is 1. */
  readonly perEuro: ReadonlyMap<string, string>;
}

/** Throws `rates.invalid` without a day, without rates, and for a rate that is none. */
export function exchangeRates(day: string, rates: readonly (readonly [string, string])[]): ExchangeRates {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day) || Number.isNaN(Date.parse(day))) {
    throw new ShopdeskError('rates.invalid', 'The rates are of no day.');
  }
  for (const [currency, rate] of rates) {
    if (!/^[A-Z]{3}$/u.test(currency) || !/^\d{1,9}(?:\.\d{1,9})?$/u.test(rate) || Number(rate) === 0) {
      throw new ShopdeskError(
        'rates.invalid',
        `"${currency.slice(0, 10)} ${rate.slice(0, 20)}" is no exchange rate.`,
      );
    }
  }
  if (rates.length === 0) throw new ShopdeskError('rates.invalid', 'There are no rates.');
  return { day, perEuro: new Map([...rates, ['EUR', '1']]) };
}

/** Undefined when a rate is missing: then nothing is guessed. */
export function inCurrency(
  amount: Money,
  currency: string,
  rates: ExchangeRates | undefined,
): Money | undefined {
  if (amount.currency === currency) return amount;
  const from = rates?.perEuro.get(amount.currency);
  const to = rates?.perEuro.get(currency);
  return from === undefined || to === undefined ? undefined : convertMoney(amount, currency, { from, to });
}
