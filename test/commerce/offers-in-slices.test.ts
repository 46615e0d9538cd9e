/** A large catalogue is indexed in slices, and again only where its texts changed. */
import { describe, expect, it } from 'vitest';
import { findOffers } from '../../src/commerce/offers/find-offers.ts';
import {
  buildOfferIndex,
  type CatalogueOffer,
  createOfferIndex,
} from '../../src/commerce/offers/offer-index.ts';
import { readRequest } from '../../src/commerce/offers/request.ts';

const offer = (at: number, more: Partial<CatalogueOffer> = {}): CatalogueOffer => ({
  id: String(at),
  shop: 'a',
  title: `Acme Kettle K${at} ${1 + (at % 3)} l, ${['red', 'blue'][at % 2]}`,
  description: `Steel kettle number ${at} with ${600 + at} W and a cord of 1.2 m.`,
  categories: ['Kitchen', 'Kettles'],
  price: { minor: 1_000 + at, currency: 'EUR' },
  inStock: true,
  ...more,
});
const many = Array.from({ length: 3_000 }, (_, at) => offer(at));
const asked = ['acme kettle k77', 'cheapest blue kettle of 2 l', 'kettle above 3500 W'];

describe('an index that is built in slices', () => {
  it('lets others have their turn while it is built, and finds the same', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    const index = await buildOfferIndex(many);
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(1);
    const whole = createOfferIndex(many);
    for (const text of asked) {
      const request = readRequest(text);
      const { level, offers } = findOffers(index, request);
      expect(level).toBe('exact');
      expect(offers).toEqual(findOffers(whole, request).offers);
    }
  });

  it('reads a text again only when it changed, and always gives the offer as it is now', async () => {
    const before = await buildOfferIndex(many);
    const changed = many.map((each, at) =>
      at === 77 ? offer(77, { title: 'Acme Toaster T9' }) : { ...each, price: { minor: 5, currency: 'EUR' } },
    );
    const after = await buildOfferIndex(changed.slice(1), before);
    expect(after.byKey.get('a:5')?.title).toBe(before.byKey.get('a:5')?.title);
    expect(after.byKey.get('a:5')?.offer.price?.minor).toBe(5);
    expect(after.byKey.has('a:0')).toBe(false);
    const found = (text: string) => findOffers(after, readRequest(text)).offers.map(({ id }) => id);
    expect(found('acme toaster t9')).toEqual(['77']);
    expect(found('acme kettle k78')).toEqual(['78']);
    expect(findOffers(after, readRequest('acme kettle k77')).level).not.toBe('exact');
  });
});
