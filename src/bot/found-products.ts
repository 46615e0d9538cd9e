/** Offers of several shops as products, each with what it costs where, shipping and all. */
import {
  type CatalogueSnapshot,
  type OfferRequest,
  type OfferSearch,
  offerIn,
  type ShopOffer,
} from '../commerce/index.ts';
import type { Money } from '../core/money.ts';

export interface ComparedOffer {
  readonly title: string;
  readonly shop: string;
  /** True for the merchant's own shop. */
  readonly own: boolean;
  /** Price and shipping where `shippingKnown`, else the price alone; undefined when nobody knows. */
  readonly cost: Money | undefined;
  readonly shippingKnown: boolean;
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
  /** At least one; those in stock first, then the cheapest, of equals our own. */
  readonly offers: readonly [ComparedOffer, ...ComparedOffer[]];
}

/** The total where shipping is known, else the price. */
export function comparedCost({ total, price }: ShopOffer): Money | undefined {
  return total ?? price;
}

/** The products of these offers, the cheapest first, each compared over all shops that have it. */
export function productsIn(
  snapshot: CatalogueSnapshot,
  found: OfferSearch['offers'],
  request?: OfferRequest,
): FoundProduct[] {
  const products = new Map<string, readonly ShopOffer[]>();
  for (const each of found) {
    const offer = offerIn(snapshot, each);
    if (!offer) continue;
    const id = offer.productId ?? offer.key;
    if (!products.has(id)) products.set(id, snapshot.products.get(id)?.offers ?? [offer]);
  }
  const kept = request?.type ? filedUnder(request, request.type.id, [...products]) : [...products];
  const compared = kept.flatMap(([id, offers]) => compare(snapshot, id, offers, request));
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
  request: OfferRequest | undefined,
): FoundProduct[] {
  // Used ones are compared with new ones only when no other is there: a price alone would mislead.
  const isNew = ({ condition = 'new' }: ShopOffer) => condition === (request?.condition ?? 'new');
  const ofCondition = all.some(isNew) ? all.filter(isNew) : all;
  const rank = (offer: ShopOffer) => (offer.inStock ? 0 : 1);
  const cost = (offer: ShopOffer) => comparedCost(offer)?.minor ?? Number.POSITIVE_INFINITY;
  const home = ({ shop }: ShopOffer) => (snapshot.shops.get(shop)?.own ? 0 : 1);
  const [first, ...others] = ofCondition
    .filter((offer) => isAffordable(offer, request))
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
      offers: [comparedOffer(snapshot, first), ...others.map((offer) => comparedOffer(snapshot, offer))],
    },
  ];
}

function isAffordable(offer: ShopOffer, request: OfferRequest | undefined): boolean {
  const { min, max } = request?.price ?? {};
  const cost = comparedCost(offer);
  const isWithin = (limit: Money | undefined, sign: 1 | -1) =>
    !limit || (cost?.currency === limit.currency && sign * (cost.minor - limit.minor) <= 0);
  return isWithin(max, 1) && isWithin(min, -1);
}

function comparedOffer({ shops }: CatalogueSnapshot, offer: ShopOffer): ComparedOffer {
  const shop = shops.get(offer.shop);
  return {
    title: offer.title,
    shop: shop?.name ?? offer.shop,
    own: shop?.own ?? false,
    cost: comparedCost(offer),
    shippingKnown: offer.total !== undefined,
    availability: offer.availability,
    condition: offer.condition,
    url: offer.url ?? shop?.url,
  };
}
