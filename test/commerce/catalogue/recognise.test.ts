/** Which offers become one product, and that the merchant has the last word. */
import { describe, expect, it } from 'vitest';
import { importOffers } from '../../../src/commerce/catalogue/import-offers.ts';
import { decideMatch } from '../../../src/commerce/catalogue/match-decisions.ts';
import { saveProductFacts } from '../../../src/commerce/catalogue/product-facts.ts';
import { type FindMatches, recogniseOffers } from '../../../src/commerce/catalogue/recognise.ts';
import { type Source, saveShop, saveSource } from '../../../src/commerce/catalogue/shops.ts';
import { loadSnapshot } from '../../../src/commerce/catalogue/snapshot.ts';
import type { RawOffer, Read } from '../../../src/commerce/import/offer-source.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { handClock } from '../../support/clock.ts';
import { eachDatabase } from '../../support/databases.ts';

type Given = Pick<RawOffer, 'id' | 'title'> & Partial<RawOffer>;

async function* reading(offers: readonly Given[]): AsyncGenerator<Read<RawOffer>> {
  for (const [index, given] of offers.entries()) {
    const item: RawOffer = {
      description: '',
      categories: [],
      price: { minor: 10_000, currency: 'USD' },
      availability: 'in-stock',
      published: true,
      ...given,
    };
    yield { kind: 'read', row: index + 1, item };
  }
}

eachDatabase((_engine, open) => {
  async function market() {
    const database = await open();
    const clock = handClock();
    const keeper = { database, clock, ids: randomIds };
    async function shop(id: string, offers: readonly Given[]): Promise<void> {
      await saveShop(database, { id, name: id, currency: 'USD', own: id === 'home' }, clock.now());
      const source: Source = {
        id: `${id}/feed`,
        shopId: id,
        kind: 'google-feed',
        locations: ['feed.xml'],
        complete: true,
      };
      await saveSource(database, source);
      await importOffers(keeper, source, reading(offers));
    }
    const recognise = (findMatches?: FindMatches) => recogniseOffers({ database, clock, findMatches });
    /** Products as lists of their offers, in order. */
    async function products(): Promise<string[]> {
      const { products: found } = await loadSnapshot(database);
      return [...found].map(([id, { offers }]) => `${id} = ${offers.map(({ key }) => key).sort()}`).sort();
    }
    const decide = (a: string, b: string, verdict: 'same' | 'different') => {
      const ref = (key: string) => ({ shop: key.split(':')[0] ?? '', id: key.split(':')[1] ?? '' });
      return decideMatch(database, { a: ref(a), b: ref(b), verdict, by: 'ann', at: clock.now() });
    };
    return { database, shop, recognise, products, decide };
  }

  const gtin = '04006381333931';
  const other = '00012345678905';

  describe('recognising products', () => {
    it('joins offers by GTIN and by maker and part number, and nothing else', async () => {
      const { shop, recognise, products } = await market();
      await shop('away', [
        { id: '7', title: 'Orrin C5 changer', gtin },
        { id: '8', title: 'ORRIN c100', brand: 'ORRIN', mpn: 'c 100' },
        { id: '9', title: 'Lamp' },
      ]);
      await shop('home', [
        { id: 'c5', title: 'Orrin C5', gtin },
        { id: 'c100', title: 'Orrin C100', brand: 'Orrin', mpn: 'C-100' },
        { id: 'lamp', title: 'Lamp' },
      ]);
      expect(await recognise()).toBe(6);
      expect(await products()).toEqual([
        'away:9 = away:9',
        'home:c100 = away:8,home:c100',
        'home:c5 = away:7,home:c5',
        'home:lamp = home:lamp',
      ]);
      expect(await recognise()).toBe(0);
    });

    it('joins what came later to what is there, and keeps the name', async () => {
      const { shop, recognise, products } = await market();
      await shop('away', [{ id: '7', title: 'Changer', gtin }]);
      await recognise();
      await shop('other', [{ id: '1', title: 'Changer', brand: 'Orrin', mpn: 'C100' }]);
      await recognise();
      await shop('home', [{ id: 'c', title: 'Changer', gtin, brand: 'Orrin', mpn: 'C100' }]);
      await recognise();
      expect(await products()).toEqual(['away:7 = away:7,home:c,other:1']);
    });

    it('asks the matcher about the rest, and does not let it join different GTINs', async () => {
      const { shop, recognise, products } = await market();
      const asked: string[] = [];
      const findMatches: FindMatches = async (fresh) => {
        asked.push(...fresh.map(({ shop: at, id }) => `${at}:${id}`));
        const of = (id: string) => ({ shop: 'away', id });
        return [
          { a: { shop: 'home', id: 'a' }, b: of('1'), probability: 0.9 },
          { a: { shop: 'home', id: 'b' }, b: of('2'), probability: 0.4 },
          { a: { shop: 'home', id: 'c' }, b: of('3'), probability: 0.99 },
        ].filter(({ a }) => fresh.some(({ shop: at, id }) => at === a.shop && id === a.id));
      };
      await shop('away', [
        { id: '1', title: 'One' },
        { id: '2', title: 'Two' },
        { id: '3', title: 'Three', gtin },
      ]);
      await shop('home', [
        { id: 'a', title: 'Uno' },
        { id: 'b', title: 'Due' },
        { id: 'c', title: 'Tre', gtin: other },
      ]);
      await recognise(findMatches);
      expect(asked.length).toBe(6);
      expect(await products()).toEqual([
        'away:2 = away:2',
        'away:3 = away:3',
        'home:a = away:1,home:a',
        'home:b = home:b',
        'home:c = home:c',
      ]);
    });

    it('lets the merchant split what a number joined and join what nothing joined, also after new imports', async () => {
      const { shop, recognise, products, decide } = await market();
      await shop('away', [
        { id: '7', title: 'Changer', gtin },
        { id: '8', title: 'Wechsler' },
      ]);
      await shop('home', [{ id: 'c', title: 'Changer', gtin }]);
      await recognise();
      expect(await products()).toEqual(['away:8 = away:8', 'home:c = away:7,home:c']);
      await decide('home:c', 'away:7', 'different');
      await decide('away:8', 'home:c', 'same');
      await recognise();
      expect(await products()).toEqual(['away:7 = away:7', 'home:c = away:8,home:c']);
      await shop('away', [
        { id: '7', title: 'Changer, black', gtin },
        { id: '8', title: 'Wechsler' },
      ]);
      await recognise();
      expect(await products()).toEqual(['away:7 = away:7', 'home:c = away:8,home:c']);
      await decide('away:7', 'home:c', 'same');
      await recognise();
      expect(await products()).toEqual(['home:c = away:7,away:8,home:c']);
    });

    it('keeps what was stated about a product when it goes up in another', async () => {
      const { database, shop, recognise, decide } = await market();
      await shop('away', [{ id: '7', title: 'Changer' }]);
      await recognise();
      await saveProductFacts(database, [
        { shop: 'away', offer: '7', class: 'cd-changer', tier: 'top', attributes: { discs: 5 } },
      ]);
      await shop('home', [{ id: 'c', title: 'Changer' }]);
      await recognise();
      await decide('away:7', 'home:c', 'same');
      await recognise();
      const { products } = await loadSnapshot(database);
      expect([...products.values()]).toMatchObject([{ class: 'cd-changer', attributes: { discs: 5 } }]);
    });
  });
});
