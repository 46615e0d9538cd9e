/** The merchant's own range as the recommender reads it: one item a product, sold out and former ones included. */
import { decimalOf } from '../../core/money.ts';
import { priceClasses, type ShopItem } from '../recommend/index.ts';
import type { CatalogueSnapshot, ShopOffer } from './snapshot.ts';

/** Items are named by product id, as purchases are (`itemsOfCustomer`, `allPurchases`). */
export function shopItems(snapshot: CatalogueSnapshot): readonly ShopItem[] {
  const known = itemsOf.get(snapshot);
  if (known) return known;
  const items = new Map<string, ShopItem>();
  for (const offer of snapshot.former) if (isOwn(snapshot, offer)) addItem(items, snapshot, offer, false);
  for (const offer of snapshot.offers)
    if (isOwn(snapshot, offer)) addItem(items, snapshot, offer, offer.inStock);
  const list = [...items.values()];
  itemsOf.set(snapshot, list);
  return list;
}

/** Asked for by several at once; a snapshot never changes. */
const itemsOf = new WeakMap<CatalogueSnapshot, readonly ShopItem[]>();

function isOwn(snapshot: CatalogueSnapshot, { shop }: ShopOffer): boolean {
  return snapshot.shops.get(shop)?.own === true;
}

function addItem(
  items: Map<string, ShopItem>,
  snapshot: CatalogueSnapshot,
  offer: ShopOffer,
  inStock: boolean,
): void {
  const id = offer.productId ?? offer.key;
  const facts = snapshot.facts.get(id);
  const artist = facts?.attributes.artist;
  const released = facts?.releasedOn === undefined ? Number.NaN : Date.parse(facts.releasedOn);
  const priceClass = priceClasses.find((name) => name === facts?.tier);
  const category = facts?.class ?? offer.categories.at(-1);
  const known = items.get(id);
  items.set(id, {
    id,
    title: offer.title,
    inStock: inStock || (known?.inStock ?? false),
    attributes: facts?.attributes ?? {},
    ...(offer.price && { price: Number(decimalOf(offer.price)) }),
    ...(category !== undefined && { category }),
    ...(offer.brand !== undefined && { brand: offer.brand }),
    ...(typeof artist === 'string' && { artist }),
    ...(priceClass && { priceClass }),
    ...(!Number.isNaN(released) && { releasedAt: released }),
    ...(facts?.attributes.consumable === true && { consumable: true }),
  });
}
