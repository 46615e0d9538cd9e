/**
 * The shops at the bot's hand: finds products over all shops by total cost, and says what suits a customer. Nothing is
 * loaded until somebody asks; a store without any shop gets the demo shop first.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CatalogueKeeper,
  type CatalogueSnapshot,
  customerRecord,
  declineItem,
  findOffers,
  importDemoShop,
  keepCatalogue,
  listShops,
  type OfferSearch,
  offerIn,
  type Reason,
  shopItems,
} from '../commerce/index.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Database } from '../store/index.ts';
import { comparedCost, type FoundProduct, productsIn } from './found-products.ts';
import { keepRecommender } from './recommender-keeper.ts';
import { namesProduct, namesSomething, readShopRequest } from './shop-request.ts';

export type { Reason };

export interface ProductSearch {
  /** `nothing-asked`: the text names no requirement. The others as of `OfferSearch`. */
  readonly level: OfferSearch['level'] | 'nothing-asked';
  /** The cheapest total first. */
  readonly products: readonly FoundProduct[];
  /** Requirements that the products of a `nearest` answer do not show. */
  readonly missing: readonly string[];
  /** Only the lowest total was asked for. */
  readonly cheapest: boolean;
}

export interface Suggestion {
  readonly product: FoundProduct;
  readonly reasons: readonly Reason[];
}

export interface ShopAgent {
  /** What shops offer for a request in plain words. */
  find(text: string): Promise<ProductSearch>;
  /** True when the text surely asks for something that is on sale. */
  recognises(text: string): Promise<boolean>;
  /** Products of our own shop for a customer who asked for `wanted`; empty for one who never bought anything. */
  suggest(request: {
    readonly customerId: string;
    readonly wanted: ProductSearch;
    readonly now: number;
    readonly count: number;
  }): Promise<readonly Suggestion[]>;
  /** True for a customer who bought something from us. */
  knows(customerId: string): Promise<boolean>;
  /** Title and category of an item that a reason names. */
  item(id: string): { readonly title: string; readonly category?: string } | undefined;
  /** The customer does not want to be shown this product again. */
  decline(customerId: string, productId: string, now: number): Promise<void>;
  /** Loads what the first question needs. Never rejects. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export interface ShopAgentParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly knowledgeFolder: string;
  /** Folder of the demo shop for a store without any; none if left out. */
  readonly demoFolder?: string | undefined;
}

export function createShopAgent(parts: ShopAgentParts): ShopAgent {
  const { database, log, knowledgeFolder } = parts;
  const recommenders = keepRecommender({ ...parts, rulesFolder: join(knowledgeFolder, 'rules') });
  let opening: Promise<CatalogueKeeper> | undefined;
  let items:
    | { snapshot: CatalogueSnapshot; byId: ReadonlyMap<string, ReturnType<typeof shopItems>[number]> }
    | undefined;
  let closed = false;

  async function catalogue(): Promise<CatalogueSnapshot> {
    opening ??= open(parts);
    const keeper = await opening.catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    const snapshot = keeper.current();
    if (items?.snapshot !== snapshot)
      items = { snapshot, byId: new Map(shopItems(snapshot).map((item) => [item.id, item])) };
    return snapshot;
  }

  function search(snapshot: CatalogueSnapshot, text: string): ProductSearch {
    const request = readShopRequest(text, currencyOf(snapshot));
    const { cheapest } = request;
    if (!namesSomething(request)) return { level: 'nothing-asked', products: [], missing: [], cheapest };
    // The cheapest is picked among products below, where shipping and the same product elsewhere count.
    const { level, offers, missing } = findOffers(
      snapshot.index,
      { ...request, cheapest: false },
      {
        total: (found) => {
          const offer = offerIn(snapshot, found);
          return offer && comparedCost(offer);
        },
      },
    );
    const products = productsIn(snapshot, offers, request);
    return { level: products.length > 0 ? level : 'none', products, missing, cheapest };
  }

  return {
    async find(text) {
      return search(await catalogue(), text);
    },
    async recognises(text) {
      if (!namesProduct(readShopRequest(text, 'USD'))) return false;
      return search(await catalogue(), text).level === 'exact';
    },
    async suggest({ customerId, wanted, now, count }) {
      const snapshot = await catalogue();
      const customer = await customerRecord(database, snapshot, customerId, true);
      if (customer.purchases.length === 0) return [];
      const recommender = await recommenders.over(snapshot);
      const ids = wanted.products.map(({ id }) => id);
      if (!recommender || ids.length === 0) return [];
      const known = new Map(wanted.products.map((product) => [product.id, product]));
      return recommender
        .recommend({ now, customer, wanted: { items: ids }, count })
        .flatMap(({ item, reasons }) => {
          const offers = snapshot.products.get(item.id)?.offers ?? [];
          const product = known.get(item.id) ?? productsIn(snapshot, offers)[0];
          return product ? [{ product: { ...product, title: item.title }, reasons }] : [];
        });
    },
    async knows(customerId) {
      return (await customerRecord(database, await catalogue(), customerId, true)).purchases.length > 0;
    },
    item: (id) => items?.byId.get(id),
    decline: (customerId, productId, now) => declineItem(database, customerId, productId, now),
    async warm() {
      try {
        await recommenders.over(await catalogue());
      } catch (error) {
        if (!closed) log.warn({ error: messageOf(error) }, 'The shops could not be loaded yet');
      }
    },
    async close() {
      closed = true;
      await recommenders.idle();
      const keeper = await opening?.catch(() => undefined);
      keeper?.close();
    },
  };
}

async function open({ database, clock, ids, log, demoFolder }: ShopAgentParts): Promise<CatalogueKeeper> {
  const isEmpty = (await listShops(database)).length === 0;
  if (isEmpty && demoFolder && (await stat(join(demoFolder, 'shops.yaml')).catch(() => undefined)))
    await importDemoShop({ database, clock, ids }, demoFolder);
  return keepCatalogue({ database, clock, log });
}

/** That of the merchant's own shop. */
function currencyOf({ shops }: CatalogueSnapshot): string {
  return [...shops.values()].find(({ own }) => own)?.currency ?? 'USD';
}
