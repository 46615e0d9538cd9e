/** The catalogue as answers need it: every offer a shopper may see, in memory, with its shop and product. */
import type { Money } from '../../core/money.ts';
import { createSlices } from '../../core/slices.ts';
import type { Database, Row } from '../../store/index.ts';
import type { Availability } from '../import/offer-source.ts';
import { buildOfferIndex, type CatalogueOffer, type OfferIndex } from '../offers/offer-index.ts';
import { offerTaxIn } from '../tax/stored-tax.ts';
import type { OfferTax } from '../tax/tax.ts';
import { type ProductFacts, readProductFacts } from './product-facts.ts';
import { listShops, numberOf, type Shop, textOf } from './shops.ts';

/** One offer of one shop. */
export interface ShopOffer extends CatalogueOffer {
  /** `SHOP:ID`, unique over all shops. */
  readonly key: string;
  readonly url?: string | undefined;
  readonly image?: string | undefined;
  readonly availability: Availability;
  /** Before a reduction. */
  readonly regularPrice?: Money | undefined;
  /** As the offer states it; else what the shop takes in general; undefined when nobody knows. */
  readonly shipping?: Money | undefined;
  /** What it states of its tax; `taxOn` says what that comes to. */
  readonly tax?: OfferTax | undefined;
  /** Price and shipping, before any tax that comes on top; undefined when one of them is not known. */
  readonly total?: Money | undefined;
  /** As the offer states it; else of one piece, where the product says how many there are (`per` is `piece`). */
  readonly unitPrice?: { readonly price: Money; readonly per: string } | undefined;
  readonly gtin?: string | undefined;
  readonly mpn?: string | undefined;
  readonly sku?: string | undefined;
  readonly colour?: string | undefined;
  readonly productId?: string | undefined;
  /** When the offer was first seen, and when its price was last confirmed. */
  readonly firstSeen: number;
  readonly seenAt: number;
}

/** One product over all shops. */
export interface CatalogueProduct extends ProductFacts {
  /** The cheapest first, by total where it is known; at least one. */
  readonly offers: readonly ShopOffer[];
}

export interface CatalogueSnapshot {
  readonly version: number;
  readonly shops: ReadonlyMap<string, Shop>;
  /** Published and not gone. */
  readonly offers: readonly ShopOffer[];
  /** What the merchant's own shop once had, or hides: customers may own it, nobody is offered it. */
  readonly former: readonly ShopOffer[];
  /** Those with offers. */
  readonly products: ReadonlyMap<string, CatalogueProduct>;
  /** Of all products, those without offers included. */
  readonly facts: ReadonlyMap<string, ProductFacts>;
  /** By `key`, former ones included. */
  readonly byKey: ReadonlyMap<string, ShopOffer>;
  /** By shop and SKU, in the form of a key. */
  readonly bySku: ReadonlyMap<string, ShopOffer>;
  /** For `findOffers`: its offers are those above. */
  readonly index: OfferIndex;
}

/** Names an offer over all shops. */
export function offerKey(shop: string, id: string): string {
  return `${shop}:${id}`;
}

/** The offer of this snapshot that a search returned. */
export function offerIn(snapshot: CatalogueSnapshot, { shop, id }: Pick<CatalogueOffer, 'shop' | 'id'>) {
  return snapshot.byKey.get(offerKey(shop, id));
}

/** The offer that an order or a page of the shop names, by its id or its SKU. */
export function offerNamed(
  snapshot: CatalogueSnapshot,
  shop: string,
  idOrSku: string,
): ShopOffer | undefined {
  const key = offerKey(shop, idOrSku);
  return snapshot.byKey.get(key) ?? snapshot.bySku.get(key);
}

/** The merchant's own offer of a product, if the shop has it. */
export function ownOffer(snapshot: CatalogueSnapshot, productId: string): ShopOffer | undefined {
  return snapshot.products.get(productId)?.offers.find(({ shop }) => snapshot.shops.get(shop)?.own);
}

/**
 * Reads the whole catalogue, in slices, so that others get their turn in between; about 0.2 ms an offer, and a tenth of
 * that where texts are as in `previous`.
 */
export async function loadSnapshot(
  database: Database,
  previous?: CatalogueSnapshot,
): Promise<CatalogueSnapshot> {
  const version = await catalogueVersion(database);
  const shops = new Map((await listShops(database)).map((shop) => [shop.id, shop]));
  const offers: ShopOffer[] = [];
  const former: ShopOffer[] = [];
  const facts = await readProductFacts(database);
  for (let last: Row | undefined, done = false; !done; ) {
    const page: Row[] = await database.read(
      `SELECT shop_id, id, title, description, url, image, brand, categories, gtin, mpn, sku, colour, condition, availability,
         price_minor, currency, regular_minor, shipping_minor, unit_minor, unit_of, tax, product_id, first_seen, last_seen,
         CASE WHEN published = 1 AND gone_at IS NULL THEN 1 ELSE 0 END AS listed
       FROM offer WHERE ((published = 1 AND gone_at IS NULL) OR shop_id IN (SELECT id FROM shop WHERE own = 1)) AND (shop_id > $1 OR (shop_id = $1 AND id > $2))
       ORDER BY shop_id, id LIMIT ${pageSize}`,
      [String(last?.shop_id ?? ''), String(last?.id ?? '')],
    );
    for (const row of page) {
      (row.listed === 1 ? offers : former).push(
        offerOf(row, shops.get(String(row.shop_id)), facts.get(String(row.product_id))),
      );
    }
    last = page.at(-1);
    done = page.length < pageSize;
  }
  const byKey = new Map<string, ShopOffer>();
  const bySku = new Map<string, ShopOffer>();
  const slices = createSlices();
  // Listed ones last: of two with one SKU the one on sale counts.
  for (const list of [former, offers]) {
    for (const offer of list) {
      byKey.set(offer.key, offer);
      if (offer.sku !== undefined) bySku.set(offerKey(offer.shop, offer.sku), offer);
      if (slices.isOver()) await slices.pause();
    }
  }
  return {
    version,
    shops,
    offers,
    former,
    products: await productsOf(offers, facts),
    facts,
    byKey,
    bySku,
    index: await buildOfferIndex(offers, previous?.index),
  };
}

/** Rises with every committed change of offers or products. */
export async function catalogueVersion(database: Database): Promise<number> {
  const [row] = await database.read(
    `SELECT SUM(version) AS version FROM catalogue_version WHERE part IN ('offers', 'products')`,
  );
  return Number(row?.version ?? 0);
}

const pageSize = 250;

function offerOf(row: Row, shop: Shop | undefined, product: ProductFacts | undefined): ShopOffer {
  const currency = textOf(row.currency);
  const money = (minor: number | undefined): Money | undefined =>
    minor === undefined || currency === undefined ? undefined : { minor, currency };
  const price = money(numberOf(row.price_minor));
  const shipping = money(numberOf(row.shipping_minor)) ?? usualShipping(price, shop);
  const unit = money(numberOf(row.unit_minor));
  const condition = textOf(row.condition);
  const availability = availabilityOf(row.availability);
  return {
    key: offerKey(String(row.shop_id), String(row.id)),
    shop: String(row.shop_id),
    id: String(row.id),
    title: String(row.title),
    description: String(row.description),
    brand: textOf(row.brand),
    categories: textsIn(row.categories),
    price,
    inStock: availability !== 'out-of-stock',
    condition:
      condition === 'new' || condition === 'refurbished' || condition === 'used' ? condition : undefined,
    url: textOf(row.url),
    image: textOf(row.image),
    availability,
    regularPrice: money(numberOf(row.regular_minor)),
    shipping,
    tax: offerTaxIn(row.tax),
    total: price && shipping && { minor: price.minor + shipping.minor, currency: price.currency },
    unitPrice: unit ? { price: unit, per: textOf(row.unit_of) ?? '' } : piecePrice(price, product),
    gtin: textOf(row.gtin),
    mpn: textOf(row.mpn),
    sku: textOf(row.sku),
    colour: textOf(row.colour),
    productId: textOf(row.product_id),
    firstSeen: Number(row.first_seen),
    seenAt: Number(row.last_seen),
  };
}

/** Of a pack whose product states its `pieces`, rounded half up. */
function piecePrice(price: Money | undefined, product: ProductFacts | undefined): ShopOffer['unitPrice'] {
  const pieces = product?.attributes.pieces;
  if (!price || typeof pieces !== 'number' || !(pieces > 1)) return undefined;
  return { price: { minor: Math.round(price.minor / pieces), currency: price.currency }, per: 'piece' };
}

/** By the rule of the shop, which is in the shop's own currency. */
function usualShipping(price: Money | undefined, shop: Shop | undefined): Money | undefined {
  if (!price || !shop || shop.currency !== price.currency) return undefined;
  const isFree = shop.freeFromMinor !== undefined && price.minor >= shop.freeFromMinor;
  const minor = isFree ? 0 : shop.shippingMinor;
  return minor === undefined ? undefined : { minor, currency: price.currency };
}

async function productsOf(
  offers: readonly ShopOffer[],
  facts: ReadonlyMap<string, ProductFacts>,
): Promise<Map<string, CatalogueProduct>> {
  const slices = createSlices();
  const grouped = new Map<string, ShopOffer[]>();
  for (const offer of offers) {
    if (slices.isOver()) await slices.pause();
    if (offer.productId === undefined) continue;
    const group = grouped.get(offer.productId);
    if (group) group.push(offer);
    else grouped.set(offer.productId, [offer]);
  }
  const products = new Map<string, CatalogueProduct>();
  for (const [id, group] of grouped) {
    if (slices.isOver()) await slices.pause();
    const known = facts.get(id);
    if (!known) continue;
    const asked = ({ total, price }: ShopOffer) => (total ?? price)?.minor ?? Number.POSITIVE_INFINITY;
    products.set(id, {
      ...known,
      offers: group.sort((a, b) => asked(a) - asked(b) || (a.key < b.key ? -1 : 1)),
    });
  }
  return products;
}

export function availabilityOf(value: Row[string] | undefined): Availability {
  return value === 'in-stock' || value === 'out-of-stock' || value === 'preorder' || value === 'backorder'
    ? value
    : 'unknown';
}

function textsIn(value: Row[string] | undefined): string[] {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : [];
  return Array.isArray(parsed) ? parsed.filter((item) => typeof item === 'string') : [];
}
