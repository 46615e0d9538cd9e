/** What feeds and exports say of tax: Google's `tax` with rates by state, and the tax status and class of shop systems. */
import type { OfferTax, TaxRate } from '../tax/tax.ts';

/** More rates than countries have states are no rates any more. */
const mostRates = 200;

/** Google's `tax`: `US:MA:6.25:y`, several joined by commas; country and shipping may be left out. */
export function googleTax(text: string): OfferTax | undefined {
  const rates = text
    .split(',')
    .slice(0, mostRates)
    .flatMap((rate) => googleRate(rate.split(':').map((part) => part.trim())));
  return rates.length === 0 ? undefined : { rates };
}

/** Postal codes and places by number are left out: only whole states and countries can be told apart here. */
function googleRate(parts: readonly string[]): TaxRate | [] {
  const [country = '', region = '', rate = '', onShipping = ''] = parts;
  const percent = decimalIn(rate);
  if (percent === undefined || !/^[A-Z]{2}$|^$/u.test(country)) return [];
  if (!/^[A-Z]{2,3}$|^$/u.test(region)) return [];
  return {
    country: country || 'US',
    ...(region !== '' && { region }),
    percent,
    onShipping: /^(?:y|yes|true)$/iu.test(onShipping),
  };
}

/** `taxable`, `shipping` or `none`, as WooCommerce writes it, with the class of the goods. */
export function wooCommerceTax(status: string, goods: string): OfferTax | undefined {
  if (/^none$/iu.test(status)) return { taxed: 'nothing' };
  const taxed = /^shipping$/iu.test(status) ? ({ taxed: 'shipping' } as const) : {};
  // `parent`: a variation is of the class of its product, which the export writes there.
  const isClass = goods !== '' && !/^(?:standard|parent)$/iu.test(goods);
  const tax = { ...taxed, ...(isClass && { class: goods }) };
  return Object.keys(tax).length === 0 ? undefined : tax;
}

function decimalIn(text: string): string | undefined {
  const plain = text.replace(/\s*%$/u, '').replace(',', '.');
  return /^\d{1,2}(?:\.\d{1,6})?$/u.test(plain) ? plain : undefined;
}
