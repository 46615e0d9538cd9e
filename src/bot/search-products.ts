/** Searches a catalogue for what a sentence asks for: as it was typed, else with its words mended, else for the nearest. */
import {
  type CatalogueSnapshot,
  currentRates,
  type Destination,
  findOffers,
  type OfferRequest,
  offerIn,
} from '../commerce/index.ts';
import type { Database } from '../store/index.ts';
import {
  type Comparison,
  comparedCost,
  type ProductSearch,
  productsIn,
  taxIsKnown,
} from './found-products.ts';
import { withMendedWords } from './mended-words.ts';
import { currencyOf, ownShop } from './own-shop.ts';
import { namesSomething, readShopRequest, withFormats } from './shop-request.ts';
import { currencyNamed, currencyOfLimit } from './shopper-currency.ts';
import { offersTitled, type TitledOffers } from './titles-named.ts';

export interface SearchGround {
  readonly database: Database;
  /** Where the shopper would have it sent; undefined when nobody knows. */
  readonly place: Destination | undefined;
  readonly titles: () => TitledOffers;
  /** Keeps what was found, for who asks the same again: only for as short a life as a turn's. */
  readonly remembers: boolean;
}

type Search = (snapshot: CatalogueSnapshot, text: string) => Promise<ProductSearch>;

export function searchProducts({ database, place, titles, remembers }: SearchGround) {
  const searchExactly = remembers ? remembering(searchAnew) : searchAnew;

  /** Words are taken as they were typed; as the catalogue writes them only when that finds more. */
  async function searchAnew(snapshot: CatalogueSnapshot, text: string): Promise<ProductSearch> {
    const asTyped = await searchAsTyped(snapshot, text, true);
    if (isFound(asTyped)) return asTyped;
    const mended = withMendedWords(text, snapshot);
    const asMeant = mended === text ? asTyped : await searchAsTyped(snapshot, mended, true);
    return isFound(asMeant) ? asMeant : asTyped;
  }

  async function search(snapshot: CatalogueSnapshot, text: string): Promise<ProductSearch> {
    const found = await searchExactly(snapshot, text);
    return isFound(found) || found.level === 'nothing-asked' ? found : searchAsTyped(snapshot, text, false);
  }

  async function searchAsTyped(
    snapshot: CatalogueSnapshot,
    text: string,
    onlyExact: boolean,
  ): Promise<ProductSearch> {
    const named = currencyNamed(text);
    const request = readShopRequest(named.rest, named.currency ?? currencyOf(snapshot));
    const currency = named.currency ?? currencyOfLimit(request) ?? currencyOf(snapshot);
    return searchFor(snapshot, request, currency, onlyExact);
  }

  async function searchFor(
    snapshot: CatalogueSnapshot,
    request: OfferRequest,
    currency: string,
    onlyExact: boolean,
  ): Promise<ProductSearch> {
    const { cheapest } = request;
    const titled = offersTitled(withFormats(request.text), titles());
    if (!namesSomething(request) && titled.length === 0) {
      return { level: 'nothing-asked', products: [], missing: [], cheapest, ratesOf: undefined };
    }
    const comparison = await comparisonOf(snapshot, currency, request);
    // The cheapest is picked among products below, where shipping and the same product elsewhere count.
    const { level, offers, missing } =
      titled.length > 0
        ? { level: 'exact' as const, offers: titled, missing: [] }
        : findOffers(
            snapshot.index,
            { ...request, cheapest: false },
            {
              onlyExact,
              total: (found) => {
                const offer = offerIn(snapshot, found);
                return offer && comparedCost(snapshot, offer, comparison);
              },
            },
          );
    const products = productsIn(snapshot, offers, comparison);
    // The nearest are looked for only when there was nothing dearer.
    if (onlyExact && level !== 'exact' && request.price.max) {
      const { max: _limit, ...price } = request.price;
      const dearer = await searchFor(snapshot, { ...request, price }, comparison.currency, true);
      if (dearer.level === 'exact') return { ...dearer, level: 'dearer' };
    }
    const isConverted = products.some(({ offers }) => offers.some(({ asked }) => asked !== undefined));
    const ratesOf = isConverted ? comparison.rates?.day : undefined;
    return { level: products.length > 0 ? level : 'none', products, missing, cheapest, ratesOf };
  }

  /** Rates are looked up only where some offer is in another currency. */
  async function comparisonOf(
    snapshot: CatalogueSnapshot,
    currency: string,
    request?: OfferRequest,
  ): Promise<Comparison> {
    const { shops } = snapshot;
    // Of whom nobody knows where they live, the shop's own country is the likeliest.
    const home = ownShop(snapshot)?.country;
    const to = place ?? (home === undefined ? undefined : { country: home });
    const isForeign = [...shops.values()].some((shop) => shop.currency !== currency);
    const rates = isForeign ? await currentRates(database) : undefined;
    // Without a rate for it, the shop's own currency is the honest one.
    const known = currency === currencyOf(snapshot) || rates?.perEuro.has(currency) === true;
    const withTax = taxIsKnown(snapshot, to);
    return { currency: known ? currency : currencyOf(snapshot), rates, request, to, withTax };
  }

  return { search, searchExactly, comparisonOf };
}

/** True when it has what was asked for, be it above the price limit. */
export function isFound({ level }: ProductSearch): boolean {
  return level === 'exact' || level === 'dearer';
}

function remembering(search: Search): Search {
  const known = new Map<string, { snapshot: CatalogueSnapshot; found: Promise<ProductSearch> }>();
  return (snapshot, text) => {
    const before = known.get(text);
    if (before?.snapshot === snapshot) return before.found;
    const found = search(snapshot, text);
    known.set(text, { snapshot, found });
    return found;
  };
}
