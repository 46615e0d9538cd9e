/** Reads the daily file of the European Central Bank: how much one euro buys of each currency on one day. */
import { SaxesParser } from 'saxes';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { type ExchangeRates, exchangeRates } from './exchange-rates.ts';

/** The file lists some thirty currencies in about 2 KB. */
const mostCharacters = 100_000;

/**
 * The format of https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml; of a file with several days the newest.
 * Throws `rates.invalid`.
 */
export function readEcbRates(xml: string): ExchangeRates {
  if (xml.length > mostCharacters) throw invalid('it is far too long');
  let day = '';
  let newest = '';
  const rates = new Map<string, string>();
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw invalid('it defines entities of its own');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'Cube') return;
    const { time, currency, rate } = attributes;
    if (typeof time === 'string') day = time;
    if (day > newest) {
      newest = day;
      rates.clear();
    }
    if (day === newest && typeof currency === 'string' && typeof rate === 'string') rates.set(currency, rate);
  });
  try {
    parser.write(xml).close();
  } catch (cause) {
    if (cause instanceof ShopdeskError) throw cause;
    throw invalid(messageOf(cause).split('\n', 1)[0] ?? '');
  }
  return exchangeRates(newest, [...rates]);
}

function invalid(why: string): ShopdeskError {
  return new ShopdeskError('rates.invalid', `The file is no daily file of the ECB: ${why}.`);
}
