/** A small hi-fi and record shop for the tests: components of three classes, records, and buyers of both. */
import type { CustomerRecord } from '../../../src/commerce/recommend/customer.ts';
import type { ShopItem } from '../../../src/commerce/recommend/shop-item.ts';
import { dayMs, type Purchase } from '../../../src/commerce/recommend/types.ts';

export const today = 20_000;
export const now = today * dayMs;

const component = (
  id: string,
  title: string,
  category: string,
  price: number,
  more: Partial<ShopItem> = {},
) => ({ id, title, category, price, inStock: true, ...more }) satisfies ShopItem;
const player = (id: string, title: string, price: number, discs: number, more: Partial<ShopItem> = {}) =>
  component(id, title, 'cd-player', price, { ...more, attributes: { discs } });

const records: ShopItem[] = Array.from({ length: 60 }, (_, at) => ({
  id: `cd-${at}`,
  title: `Evening volume ${at}`,
  category: 'cd',
  artist: at < 8 ? 'The Rolling Stones' : `Band ${at % 9}`,
  price: 12 + (at % 5),
  inStock: true,
}));

export const items: ShopItem[] = [
  ...records,
  component('receiver-top', 'Marlow R-9 receiver', 'receiver', 899, { priceClass: 'top' }),
  component('receiver-entry', 'Budge R-1 receiver', 'receiver', 149, { priceClass: 'entry' }),
  component('deck-top', 'Marlow D-9 double cassette deck', 'cassette-deck', 649, { priceClass: 'top' }),
  player('five-top-a', 'Marlow C-905 carousel', 499, 5, { brand: 'Marlow' }),
  player('five-top-b', 'Ostrander five-disc reference', 525, 5, { brand: 'Ostrander' }),
  player('five-top-c', 'Kestrel C5 Signature', 489, 5, { brand: 'Kestrel' }),
  player('five-top-sold-out', 'Hallam grand changer', 510, 5, { inStock: false }),
  player('five-middle', 'Vell C-305', 249, 5),
  player('five-entry-a', 'Budge C-105', 99, 5),
  player('five-entry-b', 'Budge C-106', 119, 5),
  player('one-entry', 'Budge C-100', 59, 1),
  player('one-middle', 'Vell C-300', 229, 1),
  player('hundred', 'Ostrander Jukebox', 499, 100, { releasedAt: now - 10 * dayMs }),
  player('hundred-old', 'Hallam Archive', 499, 100, { releasedAt: now - 900 * dayMs }),
  player('three-hundred-dear', 'Kestrel Vault', 1499, 300, { releasedAt: now - 5 * dayMs }),
  component('tape', 'Blank cassettes, ten', 'supplies', 9, { consumable: true }),
];

export const rulesFile = {
  file: 'rules/hi-fi.yaml',
  text: `
- id: player-for-the-system
  kind: complement
  owns: { select: { category: [receiver, cassette-deck] } }
  offer: { category: cd-player }
  class: prefer
- id: changer-at-the-same-price
  kind: upgrade
  from: { category: cd-player, attributes: { discs: { max: 10 } } }
  to: { category: cd-player, attributes: { discs: { min: 50 } } }
  priceAtMost: 1.05
  releasedWithinDays: 60
  owns: { select: { category: cd }, atLeast: 25 }
  gain: discs
- id: one-receiver-is-enough
  kind: exclusion
  owns: { select: { category: receiver } }
  never: { category: receiver }
`,
};

/** Buyers of records in two circles, of which one also buys tapes, over the last 200 days. */
export const purchases: Purchase[] = Array.from({ length: 80 }, (_, customer) =>
  Array.from({ length: 8 }, (_, at) => {
    const circle = customer % 2;
    const item = at === 7 && circle === 1 ? 'tape' : `cd-${circle * 30 + ((customer * 7 + at * 3) % 20)}`;
    const age = 1 + ((customer * 13 + at * 29) % 200);
    return {
      customer: `buyer-${customer}`,
      item,
      at: now - age * dayMs,
      order: `order-${customer}-${at}`,
      quantity: 1,
    };
  }),
).flat();

/** A receiver and a double cassette deck of the top class, and 30 records, three by one band. */
export const collector: CustomerRecord = {
  purchases: [
    ...['receiver-top', 'deck-top'].map((item, at) => bought(item, 400 - at)),
    ...Array.from({ length: 30 }, (_, at) => bought(`cd-${at + 5}`, 300 - at * 5)),
  ],
  declined: [],
  personalised: true,
};

export function bought(item: string, daysAgo: number, returned = false) {
  return { item, at: now - daysAgo * dayMs, order: `own-${item}-${daysAgo}`, quantity: 1, returned };
}
