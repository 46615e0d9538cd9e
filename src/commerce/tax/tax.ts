/** The tax on an offer by where it is sent: what the offer itself states, else the rule of its shop; unknown stays unknown. */
import { type Money, moneyOf, percentOf } from '../../core/money.ts';

/** Where something is sent to. */
export interface Destination {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Code of the state or province; undefined when only the country is known. */
  readonly region?: string | undefined;
}

export interface TaxRate {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Code of the state or province; the whole country when left out. */
  readonly region?: string | undefined;
  /** The shop's own name of a class of goods; goods of no class when left out. */
  readonly class?: string | undefined;
  /** Exact decimal: `6.25`. */
  readonly percent: string;
  /** Shipping is taxed, too. */
  readonly onShipping: boolean;
}

/** What an offer states of its tax. */
export interface OfferTax {
  /** Whether its price contains the tax. */
  readonly included?: boolean | undefined;
  /** What of it is taxed at all; everything when left out. */
  readonly taxed?: 'shipping' | 'nothing' | undefined;
  readonly class?: string | undefined;
  readonly rates?: readonly TaxRate[] | undefined;
}

/** What a shop says of the tax on all that it sells. */
export interface ShopTax {
  /** Whether its prices contain the tax; undefined when nobody said. */
  readonly taxIncluded?: boolean | undefined;
  readonly taxRates?: readonly TaxRate[] | undefined;
}

/**
 * `included`: the price contains it. `none`: there is none. `added`: it comes on top, by a known rate. `extra`: it comes on
 * top, nobody knows how much. `unknown`: nobody said whether it is contained.
 */
export type Tax =
  | { readonly kind: 'included' | 'none' | 'extra' | 'unknown' }
  | { readonly kind: 'added'; readonly percent: string; readonly amount: Money };

export function taxOn(
  asked: { readonly price: Money; readonly shipping?: Money | undefined },
  offer: OfferTax | undefined,
  shop: ShopTax,
  to: Destination | undefined,
): Tax {
  if (offer?.taxed === 'nothing') return { kind: 'none' };
  // A feed that lists rates states a price before tax.
  const included = offer?.included ?? (offer?.rates ? false : shop.taxIncluded);
  if (included) return { kind: 'included' };
  const rate = to && (rateFor(offer?.rates, to, undefined) ?? rateFor(shop.taxRates, to, offer?.class));
  if (!rate) return { kind: included === false ? 'extra' : 'unknown' };
  const { price, shipping } = asked;
  const goods = offer?.taxed === 'shipping' ? 0 : price.minor;
  const carriage = rate.onShipping ? (shipping?.minor ?? 0) : 0;
  const amount = percentOf(moneyOf(goods + carriage, price.currency), rate.percent);
  return amount.minor === 0 ? { kind: 'none' } : { kind: 'added', percent: rate.percent, amount };
}

/** The rate of the very state, else that of the whole country; of the goods' own class only. */
function rateFor(
  rates: readonly TaxRate[] | undefined,
  { country, region }: Destination,
  goods: string | undefined,
): TaxRate | undefined {
  const there = (rates ?? []).filter((rate) => rate.country === country && rate.class === goods);
  return (
    (region === undefined ? undefined : there.find((rate) => rate.region === region)) ??
    there.find((rate) => rate.region === undefined)
  );
}
