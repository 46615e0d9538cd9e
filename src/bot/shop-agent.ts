/**
 * The shops at the bot's hand: finds products over all shops by total cost, and says what suits a customer. Nothing is
 * loaded until somebody asks; a store without any shop gets the demo shop first.
 */
import {
  type CatalogueKeeper,
  type CatalogueSnapshot,
  createOfferIndex,
  customerRecord,
  type Destination,
  declineItem,
  findOffers,
  importDemoShop,
  isDemoShopDue,
  keepCatalogue,
  type Reason,
  shopItems,
} from '../commerce/index.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { interestKey } from '../customers/index.ts';
import type { RulesFile } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import { type FoundProduct, type ProductSearch, productsIn } from './found-products.ts';
import { type CatalogueNames, signsInQuestion } from './interests-from-questions.ts';
import { withMendedWords } from './mended-words.ts';
import { newestOf } from './newest.ts';
import { currencyOf, pageOffer } from './own-shop.ts';
import { type PriceNote, priceNotes } from './price-notes.ts';
import { keepRecommender } from './recommender-keeper.ts';
import { isFound, searchProducts } from './search-products.ts';
import {
  asksForCheapest,
  asksForOffers,
  namesProduct,
  namesSomething,
  readShopRequest,
  withFormats,
} from './shop-request.ts';
import { currencyNamed } from './shopper-currency.ts';
import {
  type GoesWithRequest,
  goesWith,
  type Suggestion,
  type SuggestRequest,
  suggest,
} from './suggestions.ts';
import { offersTitled, readTitles, type TitledOffers } from './titles-named.ts';

export type { ProductSearch, Reason, Suggestion };

export interface ShopAgent {
  /**
   * The same for one turn, which asks for the same thing several times: it remembers what it found.
   * @param place where the shopper would have it sent: costs say the tax of that place where it is known.
   */
  forTurn(place: Destination | undefined): ShopAgent;
  /** What shops offer for a request in plain words; where nothing meets all of it, the nearest. */
  find(text: string): Promise<ProductSearch>;
  /** The same without the nearest, which take longest to find, for who has no use for them. */
  findExactly(text: string): Promise<ProductSearch>;
  /** These products again, in this order; those that are gone are left out. `text` may name a currency. */
  products(ids: readonly string[], text?: string): Promise<readonly FoundProduct[]>;
  /** Of our own shop, in stock and lately come out, the latest first. */
  newest(now: number): Promise<readonly FoundProduct[]>;
  /** The product that a page of our shop names, by id or SKU, else by its very title. */
  onPage(page: {
    readonly product: string;
    readonly title?: string | undefined;
  }): Promise<FoundProduct | undefined>;
  /** Those of these products that show what the words ask for; the cheapest alone when they ask for that. */
  among(ids: readonly string[], words: string): Promise<readonly FoundProduct[]>;
  /** How the best prices of these products stand, by product id; those with too young a history are left out. */
  priceNotes(products: readonly FoundProduct[], now: number): Promise<ReadonlyMap<string, PriceNote>>;
  /** True when the text surely asks for something that is on sale. */
  recognises(text: string): Promise<boolean>;
  /**
   * True for a kind of product with what it must be like (a price limit, a figure, a colour, the largest) and no question
   * about it: whatever the FAQ says of that kind, offers are asked for.
   */
  asksForOffers(text: string): boolean;
  /** True when the text names a kind of product or something like a model number. */
  namesKind(text: string): boolean;
  /**
   * Products of our own shop, each with its reasons: among what was `wanted`, else whatever suits. Without consent, and
   * for a visitor, what is popular and what goes with the page; by consent nothing for who never bought anything.
   */
  suggest(request: SuggestRequest): Promise<readonly Suggestion[]>;
  /** Products of our own shop that go with one of `besides`, as if it had just been bought; only what has such a reason. */
  goesWith(request: GoesWithRequest): Promise<readonly Suggestion[]>;
  /** True for a customer who bought something from us. */
  knows(customerId: string): Promise<boolean>;
  /** Title and category of an item that a reason names. */
  item(id: string): { readonly title: string; readonly category?: string } | undefined;
  /** The customer does not want to be shown this product again. */
  decline(customerId: string, productId: string, now: number): Promise<void>;
  /** Artists, brands and categories of what our own shop has; undefined until the catalogue is loaded. */
  names(): CatalogueNames | undefined;
  /** Everything that is on sale, as it is now. */
  catalogue(): Promise<CatalogueSnapshot>;
  /** Loads what the first question needs. Never rejects. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export interface ShopAgentParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The merchant's rules of recommendation as they are now. */
  readonly rulesFiles: () => readonly RulesFile[];
  /** Folder of the demo shop for a store without any; none if left out. */
  readonly demoFolder?: string | undefined;
}

export function createShopAgent(parts: ShopAgentParts): ShopAgent {
  const { database, log } = parts;
  const recommenders = keepRecommender(parts);
  let opening: Promise<CatalogueKeeper> | undefined;
  let items: ReadCatalogue | undefined;
  let reading: { readonly snapshot: CatalogueSnapshot; readonly done: Promise<ReadCatalogue> } | undefined;
  let closed = false;

  async function catalogue(): Promise<CatalogueSnapshot> {
    opening ??= open(parts);
    const keeper = await opening.catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    const snapshot = keeper.current();
    if (items?.snapshot === snapshot) return snapshot;
    if (reading?.snapshot !== snapshot) reading = { snapshot, done: readCatalogue(snapshot) };
    items = await reading.done;
    return snapshot;
  }

  return agentFor(undefined, false);

  function agentFor(place: Destination | undefined, remembers: boolean): ShopAgent {
    const { search, searchExactly, comparisonOf } = searchProducts({
      database,
      place,
      titles: () => items?.titles ?? noTitles,
      remembers,
    });

    async function groundOver(snapshot: CatalogueSnapshot) {
      const recommender = await recommenders.over(snapshot);
      return {
        database,
        snapshot,
        recommender,
        comparisonIn: (currency: string) => comparisonOf(snapshot, currency),
      };
    }

    async function productsOf(ids: readonly string[], text = ''): Promise<readonly FoundProduct[]> {
      const snapshot = await catalogue();
      const comparison = await comparisonOf(snapshot, currencyNamed(text).currency ?? currencyOf(snapshot));
      return ids.flatMap((id) => {
        const offers = snapshot.products.get(id)?.offers ?? [snapshot.byKey.get(id) ?? []].flat();
        return productsIn(snapshot, offers, comparison);
      });
    }

    return {
      forTurn: (to) => agentFor(to, true),
      find: async (text) => search(await catalogue(), text),
      findExactly: async (text) => searchExactly(await catalogue(), text),
      async recognises(text) {
        const snapshot = await catalogue();
        const isNamed = (words: string) =>
          namesProduct(words) ||
          asksForMaker(words, items?.names) ||
          (wishToBuy.test(words) && offersTitled(withFormats(words), items?.titles ?? noTitles).length > 0);
        // That no shop has it is the answer, too, where the lowest price of a product is asked for.
        if (isNamed(text)) return asksForCheapest(text) || isFound(await searchExactly(snapshot, text));
        const isMeant = wishToBuy.test(text) && isNamed(withMendedWords(text, snapshot));
        return isMeant && isFound(await searchExactly(snapshot, text));
      },
      asksForOffers: (text) => asksForOffers(text, (word) => items?.snapshot.index.words.has(word) ?? false),
      namesKind: namesProduct,
      async goesWith(request) {
        const snapshot = await catalogue();
        return goesWith(await groundOver(snapshot), request);
      },
      async suggest(request) {
        const snapshot = await catalogue();
        return suggest(await groundOver(snapshot), request);
      },
      async knows(customerId) {
        return (await customerRecord(database, await catalogue(), customerId, true)).purchases.length > 0;
      },
      products: productsOf,
      async newest(now) {
        await catalogue();
        return productsOf(newestOf(items?.byId.values() ?? [], now));
      },
      async among(ids, words) {
        const snapshot = await catalogue();
        const request = readShopRequest(words, currencyOf(snapshot));
        const offers = ids.flatMap(
          (id) => snapshot.products.get(id)?.offers ?? [snapshot.byKey.get(id) ?? []].flat(),
        );
        const comparison = await comparisonOf(snapshot, currencyOf(snapshot), request);
        if (!namesSomething(request)) {
          return request.cheapest ? productsIn(snapshot, offers, comparison).slice(0, 1) : [];
        }
        const { level, offers: found } = findOffers(createOfferIndex(offers), {
          ...request,
          cheapest: false,
        });
        if (level !== 'exact') return [];
        const products = productsIn(snapshot, found, comparison);
        return request.cheapest ? products.slice(0, 1) : products;
      },
      async onPage({ product, title }) {
        const snapshot = await catalogue();
        const named = pageOffer(snapshot, { product, title });
        if (!named) return undefined;
        return productsIn(snapshot, [named], await comparisonOf(snapshot, currencyOf(snapshot)))[0];
      },
      priceNotes: async (products, now) => priceNotes(database, await catalogue(), products, now),
      item: (id) => items?.byId.get(id),
      names: () => items?.names,
      decline: (customerId, productId, now) => declineItem(database, customerId, productId, now),
      catalogue,
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
}

/** What is looked up in a catalogue again and again, read once. */
interface ReadCatalogue {
  readonly snapshot: CatalogueSnapshot;
  readonly byId: ReadonlyMap<string, ReturnType<typeof shopItems>[number]>;
  readonly names: CatalogueNames;
  readonly titles: TitledOffers;
}

async function readCatalogue(snapshot: CatalogueSnapshot): Promise<ReadCatalogue> {
  const list = shopItems(snapshot);
  const byId = new Map(list.map((item) => [item.id, item]));
  return { snapshot, byId, names: namesOf(list), titles: await readTitles(snapshot) };
}

const noTitles: TitledOffers = new Map();

async function open({ database, clock, ids, log, demoFolder }: ShopAgentParts): Promise<CatalogueKeeper> {
  if (demoFolder !== undefined && (await isDemoShopDue(database, demoFolder)))
    await importDemoShop({ database, clock, ids }, demoFolder);
  return keepCatalogue({ database, clock, log });
}

/** True for a wish to buy that names an artist or a brand of the catalogue: "do you have Miles Davis on vinyl". */
function asksForMaker(text: string, names: CatalogueNames | undefined): boolean {
  return (
    names !== undefined &&
    (wishToBuy.test(text) || fewWords.test(text)) &&
    signsInQuestion(text, names, 0).some(({ kind }) => kind !== 'category')
  );
}

/** A name alone: "the Castell 500", "Miles Davis". */
const fewWords = /^\s*[\p{L}\p{N}'’.-]+(?:[ ?!]+[\p{L}\p{N}'’.-]+){0,3}[ ?!]*$/u;

const wishToBuy =
  /\b(?:do|have|is there) (?:you|they|anything|any)\b|\b(?:got|get|buy|sell|carry|stock|order|find|show|want|need|looking|like|after|anything|something|any|records?|albums?|cds?|lps?|vinyl)\b|有|买|卖|找|要|唱片|专辑|黑胶|推荐/iu;

/** A name that is an artist's and a brand's at once is the artist's. */
function namesOf(items: readonly ReturnType<typeof shopItems>[number][]): CatalogueNames {
  const names = new Map<string, { kind: 'artist' | 'brand' | 'category'; name: string }>();
  for (const kind of ['category', 'brand', 'artist'] as const) {
    for (const { [kind]: name } of items)
      if (name !== undefined) names.set(interestKey(name), { kind, name });
  }
  names.delete('');
  return names;
}
