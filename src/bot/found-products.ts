/** Offers of several shops as products, each with what it costs where, shipping and tax as far as they are known. */
import {
  type CatalogueSnapshot,
  type Destination,
  type ExchangeRates,
  inCurrency,
  type OfferRequest,
  type OfferSearch,
  offerIn,
  type ShopOffer,
  type Tax,
  taxOn,
} from '../commerce/index.ts';
import { addMoney, type Money } from '../core/money.ts';

export interface ComparedOffer {
  readonly title: string;
  readonly shop: string;
  /** True for the merchant's own shop. */
  readonly own: boolean;
  /**
   * In the shopper's currency: price and shipping where `shippingKnown`, else the price alone, and the tax where
   * `taxInCost`; undefined when unknown.
   */
  readonly cost: Money | undefined;
  readonly shippingKnown: boolean;
  /** What the shop itself asks, where `cost` was converted from its currency. */
  readonly asked: Money | undefined;
  /** Its amount, if there is one, in the shopper's currency. */
  readonly tax: Tax;
  /** Tax that comes on top is in `cost`: so when it is known of every offer it is compared with. */
  readonly taxInCost: boolean;
  readonly unitPrice: { readonly price: Money; readonly per: string } | undefined;
  /** When the price was last confirmed (Unix ms). */
  readonly seenAt: number;
  /** As the catalogue knows it: `SHOP:ID`. */
  readonly key: string;
  readonly availability: ShopOffer['availability'];
  readonly condition: ShopOffer['condition'];
  /** Of the offer, else of its shop. */
  readonly url: string | undefined;
}

export interface FoundProduct {
  /** As purchases name it. */
  readonly id: string;
  readonly title: string;
  readonly image: string | undefined;
  readonly brand: string | undefined;
  readonly category: string | undefined;
  /** What the catalogue states of it: `discs: 5`. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** At least one; those in stock first, then the cheapest, of equals our own. */
  readonly offers: readonly [ComparedOffer, ...ComparedOffer[]];
}

export interface ProductSearch {
  /**
   * `nothing-asked`: the text names no requirement. `dearer`: nothing within the price limit; these are what was asked
   * for otherwise. The others as of `OfferSearch`.
   */
  readonly level: OfferSearch['level'] | 'nothing-asked' | 'dearer';
  /** The cheapest total first. */
  readonly products: readonly FoundProduct[];
  /** Requirements that the products of a `nearest` answer do not show. */
  readonly missing: readonly string[];
  /** Only the lowest total was asked for. */
  readonly cheapest: boolean;
  /** ISO date of the exchange rates, where prices were converted. */
  readonly ratesOf: string | undefined;
}

/** How prices are compared: in one currency. */
export interface Comparison {
  /** That of the shopper. */
  readonly currency: string;
  readonly rates: ExchangeRates | undefined;
  readonly request?: OfferRequest | undefined;
  /** Where the shopper would have it sent; undefined when nobody knows. */
  readonly to?: Destination | undefined;
  /** Costs contain the tax that comes on top: only where it is known of every offer, else they cannot be compared. */
  readonly withTax?: boolean | undefined;
}

/**
 * The total where shipping is known, else the price, in the currency of the comparison, `withTax` or without it;
 * undefined without a rate.
 */
export function comparedCost(
  { shops }: CatalogueSnapshot,
  offer: ShopOffer,
  { currency, rates, to, withTax }: Comparison,
): Money | undefined {
  const asked = offer.total ?? offer.price;
  const tax = withTax ? taxOf(shops, offer, to) : undefined;
  const whole = asked && tax?.kind === 'added' ? addMoney(asked, tax.amount) : asked;
  return whole && inCurrency(whole, currency, rates);
}

function taxOf(shops: CatalogueSnapshot['shops'], offer: ShopOffer, to: Destination | undefined): Tax {
  const { price, shipping, tax } = offer;
  return price ? taxOn({ price, shipping }, tax, shops.get(offer.shop) ?? {}, to) : { kind: 'unknown' };
}

const knownTaxes = new WeakMap<CatalogueSnapshot, Map<string, boolean>>();

/** Whether the tax on every offer that has a price is known, sent to that place. Looked up once for a catalogue and place. */
export function taxIsKnown(snapshot: CatalogueSnapshot, to: Destination | undefined): boolean {
  const place = `${to?.country}/${to?.region}`;
  const places = knownTaxes.get(snapshot) ?? new Map<string, boolean>();
  knownTaxes.set(snapshot, places);
  const known =
    places.get(place) ??
    snapshot.offers.every(
      (offer) => !offer.price || !/^(?:extra|unknown)$/u.test(taxOf(snapshot.shops, offer, to).kind),
    );
  places.set(place, known);
  return known;
}

/** The products of these offers, the cheapest first, each compared over all shops that have it. */
export function productsIn(
  snapshot: CatalogueSnapshot,
  found: OfferSearch['offers'],
  comparison: Comparison,
): FoundProduct[] {
  const { request } = comparison;
  const products = new Map<string, readonly ShopOffer[]>();
  for (const each of found) {
    const offer = offerIn(snapshot, each);
    if (!offer) continue;
    const id = offer.productId ?? offer.key;
    if (!products.has(id)) products.set(id, snapshot.products.get(id)?.offers ?? [offer]);
  }
  const kept = request?.type ? filedUnder(request, request.type.id, [...products]) : [...products];
  const compared = kept.flatMap(([id, offers]) => compare(snapshot, id, offers, comparison));
  const cost = ({ offers: [best] }: FoundProduct) => best.cost?.minor ?? Number.POSITIVE_INFINITY;
  const titles = new Set<string>();
  return compared
    .sort((a, b) => cost(a) - cost(b))
    .filter(({ title }) => !titles.has(title.toLowerCase()) && titles.add(title.toLowerCase()));
}

/**
 * Where shops file some of the products under the very kind that the text names, those filed elsewhere are something
 * else: `CD` alone is a record and no player.
 */
function filedUnder(
  { text }: OfferRequest,
  kind: string,
  products: readonly (readonly [string, readonly ShopOffer[]])[],
): readonly (readonly [string, readonly ShopOffer[]])[] {
  const pathOf = (offers: readonly ShopOffer[]) =>
    offers.flatMap(({ categories }) => categories.flatMap((path) => path.split('>').map(inSingular)));
  const filed = products.map((product) => ({ product, path: pathOf(product[1]) }));
  const asked = ` ${inSingular(text)} `;
  const [named = kind] = [...new Set(filed.flatMap(({ path }) => path))]
    .filter((category) => category !== '' && asked.includes(` ${category} `))
    .sort((a, b) => b.length - a.length);
  const matching = filed.filter(({ path }) => path.includes(named)).map(({ product }) => product);
  return matching.length > 0 ? matching : products;
}

/** Lower case words without the `s` of their plural. */
function inSingular(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.replace(/(?<=..)s$/u, '')).join(' ');
}

function compare(
  snapshot: CatalogueSnapshot,
  id: string,
  all: readonly ShopOffer[],
  comparison: Comparison,
): FoundProduct[] {
  const { request } = comparison;
  // Used ones are compared with new ones only when no other is there: a price alone would mislead.
  const isNew = ({ condition = 'new' }: ShopOffer) => condition === (request?.condition ?? 'new');
  const ofCondition = all.some(isNew) ? all.filter(isNew) : all;
  const rank = (offer: ShopOffer) => (offer.inStock ? 0 : 1);
  const cost = (offer: ShopOffer) =>
    comparedCost(snapshot, offer, comparison)?.minor ?? Number.POSITIVE_INFINITY;
  const home = ({ shop }: ShopOffer) => (snapshot.shops.get(shop)?.own ? 0 : 1);
  const [first, ...others] = ofCondition
    .filter((offer) => isAffordable(snapshot, offer, comparison))
    .sort((a, b) => rank(a) - rank(b) || cost(a) - cost(b) || home(a) - home(b) || (a.key < b.key ? -1 : 1));
  if (!first) return [];
  const own = ofCondition.find(({ shop }) => snapshot.shops.get(shop)?.own);
  const title = own ?? first;
  const image = [title, first, ...others].find((offer) => offer.image !== undefined)?.image;
  return [
    {
      id,
      title: title.title,
      image,
      brand: title.brand,
      category: title.categories.at(-1),
      attributes: snapshot.facts.get(id)?.attributes ?? {},
      offers: [
        comparedOffer(snapshot, first, comparison),
        ...others.map((offer) => comparedOffer(snapshot, offer, comparison)),
      ],
    },
  ];
}

function isAffordable(snapshot: CatalogueSnapshot, offer: ShopOffer, comparison: Comparison): boolean {
  const { min, max } = comparison.request?.price ?? {};
  const cost = comparedCost(snapshot, offer, comparison);
  const isWithin = (limit: Money | undefined, sign: 1 | -1) =>
    !limit || (cost?.currency === limit.currency && sign * (cost.minor - limit.minor) <= 0);
  return isWithin(max, 1) && isWithin(min, -1);
}

function comparedOffer(snapshot: CatalogueSnapshot, offer: ShopOffer, comparison: Comparison): ComparedOffer {
  const shop = snapshot.shops.get(offer.shop);
  const cost = comparedCost(snapshot, offer, comparison);
  const tax = taxOf(snapshot.shops, offer, comparison.to);
  const taxAmount =
    tax.kind === 'added' ? inCurrency(tax.amount, comparison.currency, comparison.rates) : undefined;
  const asked = offer.total ?? offer.price;
  return {
    title: offer.title,
    shop: shop?.name ?? offer.shop,
    own: shop?.own ?? false,
    cost,
    shippingKnown: offer.total !== undefined,
    asked: asked?.currency === cost?.currency ? undefined : asked,
    tax: tax.kind === 'added' ? (taxAmount ? { ...tax, amount: taxAmount } : { kind: 'extra' }) : tax,
    taxInCost: comparison.withTax === true && tax.kind === 'added',
    unitPrice: offer.unitPrice,
    seenAt: offer.seenAt,
    key: offer.key,
    availability: offer.availability,
    condition: offer.condition,
    url: offer.url ?? shop?.url,
  };
}
