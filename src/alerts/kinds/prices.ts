/** Prices that fell: below what a customer asked for, or clearly below what they had been; and what is back in stock. */

import { parseMoney } from '../../core/money.ts';
import type { CustomerProfile } from '../../customers/index.ts';
import type { Sentence } from '../alert.ts';
import type { AlertKind, Finding, Look } from '../look.ts';
import type { ChangedProduct } from '../prices/changed-products.ts';
import { belowSince, type Fall, fallNow } from '../prices/price-line.ts';
import { type Wish, type WishKind, wishesAbout } from '../wishes/wish.ts';
import { chosenNews, type ProductNews, wishedNews } from './product-finding.ts';
import { recentlyViewed } from './viewed.ts';

const hourMs = 3_600_000;

/** "Tell me when it is under 50": over all shops, shipping included; again when it has been dearer in between. */
export const targetPrice: AlertKind = {
  name: 'target-price',
  async *find(look) {
    const steadyMs = look.rules.priceDrop.steadyHours * hourMs;
    for await (const products of look.changedProducts(look.since)) {
      yield {
        findings: await forWishes(look, 'target-price', products, (product, person, wish) => {
          const { below } = wish.terms;
          if (!below || below.currency !== product.currency) return undefined;
          const since = belowSince(product.periods, look.now, below.minor, steadyMs);
          const current = product.periods.at(-1);
          if (since === undefined || current?.cost === undefined) return undefined;
          return wishedNews(look, person, wish, {
            ...priceNews(product, 'target-price', current.cost, current.offer),
            occasion: `${below.minor} ${since}`,
            sentence: sentenceOf('alert.target-price', product, current.cost, current.offer),
            because: { key: 'alert.because.wished', blanks: { words: wish.words } },
          });
        }),
      };
    }
  },
};

/** A real fall: by the merchant's percent and amount, from a price that had held. No cents, no feed that goes to and fro. */
export const priceDrop: AlertKind = {
  name: 'price-drop',
  async *find(look) {
    const { percent, least, steadyHours } = look.rules.priceDrop;
    for await (const products of look.changedProducts(look.since)) {
      const falls = products.flatMap((product) => {
        const fall = fallNow(product.periods, look.now, steadyHours * hourMs);
        if (fall?.before === undefined) return [];
        const drop = fall.before - fall.now;
        const enough = parseMoney(least, { currency: product.currency }).minor;
        const isReal = drop >= enough && drop * 100 >= fall.before * percent;
        return isReal ? [{ product, fall }] : [];
      });
      const fallOf = new Map(falls.map(({ product, fall }) => [product.id, fall]));
      const fallen = falls.map(({ product }) => product);
      const wished = await forWishes(look, 'price-drop', fallen, (product, person, wish) => {
        const fall = fallOf.get(product.id);
        if (fall?.before === undefined || fall.at <= wish.createdAt) return undefined;
        const wanted = wish.terms.percent ?? 0;
        if ((fall.before - fall.now) * 100 < fall.before * wanted) return undefined;
        return wishedNews(look, person, wish, {
          ...fallNews(product, fall),
          because: { key: 'alert.because.wished', blanks: { words: wish.words } },
        });
      });
      yield { findings: [...wished, ...(await forViewers(look, fallen, fallOf))] };
    }
  },
};

/** "Tell me when you have it again": the first offer after a time without any. */
export const backInStock: AlertKind = {
  name: 'back-in-stock',
  async *find(look) {
    for await (const products of look.changedProducts(look.since)) {
      yield {
        findings: await forWishes(look, 'back-in-stock', products, (product, person, wish) => {
          const { periods } = product;
          const current = periods.at(-1);
          if (current?.cost === undefined) return undefined;
          // The stretch in which it can be bought, whatever it costs.
          let at = periods.length - 1;
          while (periods[at - 1]?.cost !== undefined) at -= 1;
          const back = periods[at];
          if (!back || periods[at - 1] === undefined || back.from <= wish.createdAt) return undefined;
          return wishedNews(look, person, wish, {
            ...priceNews(product, 'back-in-stock', current.cost, current.offer),
            occasion: String(back.from),
            sentence: sentenceOf('alert.back-in-stock', product, current.cost, current.offer),
            because: { key: 'alert.because.wished', blanks: { words: wish.words } },
          });
        }),
      };
    }
  },
};

async function forWishes(
  { database, people, now }: Look,
  kind: WishKind,
  products: readonly ChangedProduct[],
  findingOf: (product: ChangedProduct, person: CustomerProfile, wish: Wish) => Finding | undefined,
): Promise<Finding[]> {
  const byId = new Map(products.map((product) => [product.id, product]));
  const wishes = await wishesAbout(database, kind, [...byId.keys()], now);
  const persons = await people.load(wishes.map(({ customerId }) => customerId));
  return wishes.flatMap((wish) => {
    const [product, person] = [byId.get(wish.subject), persons.get(wish.customerId)];
    return (product && person && findingOf(product, person, wish)) || [];
  });
}

/** Those who looked at it, or have it in their cart, and agreed to be told such things. */
async function forViewers(
  look: Look,
  products: readonly ChangedProduct[],
  fallOf: ReadonlyMap<string, Fall>,
): Promise<Finding[]> {
  const byId = new Map(products.map((product) => [product.id, product]));
  const views = await recentlyViewed(look, [...byId.keys()]);
  const persons = await look.people.load(views.map(({ customerId }) => customerId));
  return views.flatMap(({ customerId, productId }) => {
    const [product, person, fall] = [byId.get(productId), persons.get(customerId), fallOf.get(productId)];
    if (!product || !person || !fall) return [];
    const because = { key: 'alert.because.viewed', blanks: { title: product.title } };
    return [chosenNews(look, person, { ...fallNews(product, fall), because })];
  });
}

function fallNews(product: ChangedProduct, { before = 0, now, offer, since }: Fall) {
  const sentence = sentenceOf('alert.price-drop', product, now, offer);
  const money = { money: { minor: before, currency: product.currency } };
  return {
    ...priceNews(product, 'price-drop', now, offer),
    occasion: String(since),
    sentence: { ...sentence, blanks: { ...sentence.blanks, before: money } },
    score: 1 + (before - now) / Math.max(1, before),
  };
}

function priceNews(
  product: ChangedProduct,
  kind: ProductNews['kind'],
  cost: number,
  offer: string | undefined,
) {
  return {
    kind,
    product,
    headline: {
      key: 'alert.price.headline',
      blanks: { title: product.title, price: { money: { minor: cost, currency: product.currency } } },
    },
    url: product.offers.get(offer ?? '')?.url,
    score: 1,
    days: 7,
  } as const;
}

function sentenceOf(key: string, product: ChangedProduct, cost: number, offer: string | undefined): Sentence {
  const shop = product.offers.get(offer ?? '')?.shop ?? '';
  const price = { money: { minor: cost, currency: product.currency } };
  return { key, blanks: { title: product.title, price, shop } };
}
