/** Something new from an artist or brand the customer likes, or asked to hear of. */
import { type CatalogueSnapshot, ownOffer, type ShopItem, shopItems } from '../../commerce/index.ts';
import { interestKey } from '../../customers/index.ts';
import type { AlertKind, Finding, Look } from '../look.ts';
import { wishesAbout } from '../wishes/wish.ts';
import { chosenNews, type ProductNews, wishedNews } from './product-finding.ts';

const dayMs = 86_400_000;
/** A record speaks for its artist; one amplifier does not yet make a friend of the brand. */
const enough = { artist: 0.2, brand: 2 } as const;
/** New is what came out, or into the shop, so recently. */
const newMs = 30 * dayMs;

export const newFrom: AlertKind = {
  name: 'new-from',
  daily: true,
  async *find(look) {
    const catalogue = await look.catalogue();
    const started = catalogue.offers.reduce((least, { firstSeen }) => Math.min(least, firstSeen), look.now);
    const fresh = shopItems(catalogue).filter((item) => {
      const own = ownOffer(catalogue, item.id);
      if (!item.inStock || !own) return false;
      // What was there when the shop was first imported is not new because of that.
      const arrived = own.firstSeen - started > dayMs ? own.firstSeen : undefined;
      const at = item.releasedAt ?? arrived;
      if (at === undefined || at > look.now || look.now - at >= newMs) return false;
      // Of the rest everybody was told already, or is at the daily look.
      return Math.max(at, own.firstSeen) > look.since;
    });
    for (const kind of ['artist', 'brand'] as const) {
      const byKey = new Map<string, ShopItem[]>();
      for (const item of fresh) {
        const name = item[kind];
        if (name === undefined) continue;
        const key = interestKey(name);
        byKey.set(key, [...(byKey.get(key) ?? []), item]);
      }
      yield* forFans(look, catalogue, kind, byKey);
    }
    yield { findings: await forWishes(look, catalogue, fresh) };
  },
};

async function* forFans(
  look: Look,
  catalogue: CatalogueSnapshot,
  kind: 'artist' | 'brand',
  byKey: ReadonlyMap<string, readonly ShopItem[]>,
) {
  for await (const fans of look.people.interestedIn(kind, [...byKey.keys()])) {
    const persons = await look.people.load(fans.map(({ customerId }) => customerId));
    const findings: Finding[] = fans.flatMap(({ customerId, key }) => {
      const person = persons.get(customerId);
      const interest = person?.interests.find((each) => each.kind === kind && each.key === key);
      if (!person || !interest || interest.weight < enough[kind]) return [];
      return (byKey.get(key) ?? []).map((item) =>
        chosenNews(look, person, {
          ...newsOf(catalogue, item, interest.name),
          because: { key: 'alert.because.likes', blanks: { latest: interest.because[0] ?? interest.name } },
          score: 0.5 + Math.min(interest.weight, 5) / 10,
        }),
      );
    });
    yield { findings };
  }
}

async function forWishes(
  look: Look,
  catalogue: CatalogueSnapshot,
  fresh: readonly ShopItem[],
): Promise<Finding[]> {
  const named = fresh.flatMap((item) => {
    const name = item.artist ?? item.brand;
    return name === undefined ? [] : [{ item, name, key: look.performers.keyOf(name) }];
  });
  const wishes = await wishesAbout(
    look.database,
    'new-from',
    [...new Set(named.map(({ key }) => key))],
    look.now,
  );
  const persons = await look.people.load(wishes.map(({ customerId }) => customerId));
  return wishes.flatMap((wish) => {
    const person = persons.get(wish.customerId);
    if (!person) return [];
    return named
      .filter(({ key }) => key === wish.subject)
      .map(({ item, name }) =>
        wishedNews(look, person, wish, {
          ...newsOf(catalogue, item, name),
          because: { key: 'alert.because.wished', blanks: { words: wish.words } },
          score: 5,
        }),
      );
  });
}

function newsOf(
  catalogue: CatalogueSnapshot,
  item: ShopItem,
  name: string,
): Omit<ProductNews, 'because' | 'score'> {
  const offer = ownOffer(catalogue, item.id);
  const price = offer?.price ? { money: offer.price } : '';
  return {
    kind: 'new-from',
    product: { id: item.id, title: item.title, image: offer?.image },
    occasion: 'new',
    headline: { key: 'alert.new-from.headline', blanks: { name } },
    sentence: {
      key: price === '' ? 'alert.new-from.unpriced' : 'alert.new-from',
      blanks: { name, title: item.title, price },
    },
    url: offer?.url,
    days: 30,
  };
}
