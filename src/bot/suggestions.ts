/** Products of our own shop that suit a customer, or go with what they have, each with the reasons that hold. */
import { type CatalogueSnapshot, customerRecord, type Reason, type Recommender } from '../commerce/index.ts';
import type { Database } from '../store/index.ts';
import { type Comparison, type FoundProduct, type ProductSearch, productsIn } from './found-products.ts';
import { currencyOf, pageOffer } from './own-shop.ts';

export interface Suggestion {
  readonly product: FoundProduct;
  readonly reasons: readonly Reason[];
}

export interface SuggestRequest {
  readonly customerId?: string | undefined;
  /** The customer agreed that their purchases choose. */
  readonly personalised: boolean;
  readonly wanted?: ProductSearch;
  readonly page?: { readonly product: string } | undefined;
  readonly now: number;
  readonly count: number;
}

export interface GoesWithRequest {
  readonly customerId?: string | undefined;
  /** The customer agreed that their purchases choose: what they have of `besides` is meant. */
  readonly personalised: boolean;
  readonly besides: readonly string[];
  readonly now: number;
  readonly count: number;
}

export interface SuggestionGround {
  readonly database: Database;
  readonly snapshot: CatalogueSnapshot;
  /** Undefined when it could not be trained in time. */
  readonly recommender: Recommender | undefined;
  readonly comparisonIn: (currency: string) => Promise<Comparison>;
}

/** As `ShopAgent.suggest`. */
export async function suggest(
  { database, snapshot, recommender, comparisonIn }: SuggestionGround,
  { customerId, personalised, wanted, page, now, count }: SuggestRequest,
): Promise<readonly Suggestion[]> {
  const customer =
    customerId === undefined
      ? { purchases: [], declined: [], personalised: false }
      : await customerRecord(database, snapshot, customerId, personalised);
  if (wanted && personalised && customer.purchases.length === 0) return [];
  const found = wanted?.products ?? [];
  if (!recommender || (wanted && found.length === 0)) return [];
  const [first] = found;
  const pageItem = page && pageOffer(snapshot, page)?.productId;
  const comparison = await comparisonIn(first?.offers[0].cost?.currency ?? currencyOf(snapshot));
  const known = new Map(found.map((product) => [product.id, product]));
  return recommender
    .recommend({
      now,
      count,
      customer,
      ...(wanted && { wanted: { items: found.map(({ id }) => id) } }),
      ...(pageItem !== undefined && { page: { item: pageItem } }),
    })
    .flatMap(({ item, reasons }) => {
      const offers = snapshot.products.get(item.id)?.offers ?? [];
      const product = known.get(item.id) ?? productsIn(snapshot, offers, comparison)[0];
      return product ? [{ product: { ...product, title: item.title }, reasons }] : [];
    });
}

/** As `ShopAgent.goesWith`. */
export async function goesWith(
  { database, snapshot, recommender, comparisonIn }: SuggestionGround,
  { customerId, personalised, besides, now, count }: GoesWithRequest,
): Promise<readonly Suggestion[]> {
  if (!recommender) return [];
  const known =
    customerId === undefined || !personalised
      ? undefined
      : await customerRecord(database, snapshot, customerId, true);
  const owned = known?.purchases.filter(({ item, returned }) => !returned && besides.includes(item)) ?? [];
  const had = owned.length > 0 ? owned.map(({ item }) => item) : besides;
  const purchases = had.map((item) => ({ item, at: now, order: 'said', quantity: 1 }));
  // Of a kind of thing nobody said which one they have: no sentence may name one.
  const mayName = owned.length > 0 || besides.length === 1;
  const declined = [...(known?.declined ?? []), ...(known?.purchases.map(({ item }) => item) ?? [])];
  const comparison = await comparisonIn(currencyOf(snapshot));
  return recommender
    .recommend({ now, count: mostConsidered, customer: { purchases, declined, personalised: true } })
    .map(({ item, reasons }) => ({ item, reasons: reasons.filter(({ kind }) => besideKinds.has(kind)) }))
    .filter(({ reasons }) => reasons.length > 0)
    .slice(0, count)
    .flatMap(({ item, reasons }) => {
      const [product] = productsIn(snapshot, snapshot.products.get(item.id)?.offers ?? [], comparison);
      return product ? [{ product: { ...product, title: item.title }, reasons: mayName ? reasons : [] }] : [];
    });
}

/** Many are only alike what they have, and left out. */
const mostConsidered = 30;
/** Reasons that speak of another thing beside which this one stands. */
const besideKinds: ReadonlySet<Reason['kind']> = new Set(['complements', 'bought-together']);
