/** The merchant's own shop among those that are compared. */
import { type CatalogueSnapshot, offerNamed } from '../commerce/index.ts';

/** The offer of our own shop that a page names, by id or SKU, else by its very title. */
export function pageOffer(
  snapshot: CatalogueSnapshot,
  page: { readonly product: string; readonly title?: string | undefined },
) {
  const own = [...snapshot.shops.values()].filter((shop) => shop.own);
  return (
    own.map(({ id }) => offerNamed(snapshot, id, page.product)).find((offer) => offer !== undefined) ??
    snapshot.offers.find((offer) => own.some(({ id }) => id === offer.shop) && offer.title === page.title)
  );
}

export function ownShop({ shops }: Pick<CatalogueSnapshot, 'shops'>) {
  return [...shops.values()].find(({ own }) => own);
}

/** Its currency. */
export function currencyOf(snapshot: Pick<CatalogueSnapshot, 'shops'>): string {
  return ownShop(snapshot)?.currency ?? 'USD';
}
