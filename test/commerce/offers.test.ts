import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOffers } from '../../src/commerce/offers/find-offers.ts';
import { type CatalogueOffer, createOfferIndex } from '../../src/commerce/offers/offer-index.ts';
import { readRequest } from '../../src/commerce/offers/request.ts';

function offer(
  id: string,
  title: string,
  euros: number | undefined,
  more: Partial<CatalogueOffer> = {},
): CatalogueOffer {
  return {
    id,
    shop: id.split('-')[0] ?? '',
    title,
    description: '',
    categories: [],
    inStock: true,
    ...(euros !== undefined && { price: { minor: Math.round(euros * 100), currency: 'EUR' } }),
    ...more,
  };
}

const catalogue = [
  offer('north-1', 'Tannberg RX450 Stereo Receiver, 4 HDMI, 100W', 349),
  offer('south-1', 'Receiver TANNBERG RX-450 black', 329),
  offer('south-2', 'Tannberg RX450M Stereo Receiver', 299),
  offer('north-2', 'Tannberg RX450 Plus Stereo Receiver', 449),
  offer('north-3', 'Ostrava CDX-5 Five Disc CD Player, Silver', 199),
  offer('south-3', 'Ostrava CDX-5 CD player with 5-disc changer', 199),
  offer('north-4', 'Ostrava CDX-1 CD Player, Black', 99),
  offer('north-5', 'Ostrava CDX-100 100-Disc CD Changer', 199),
  offer('north-6', 'Lindqvist HDMI Cable, 1.5 Metre, Black', 7.99, { categories: ['Cables'] }),
  offer('south-6', 'Lindqvist HDMI Cable 500 cm', 11.99, { categories: ['Cables'] }),
  offer('south-7', 'Lindqvist HDMI Cable 3m white', 9.99, { categories: ['Cables'] }),
  offer('north-7', 'Quill 8GB DDR4 2666MHz DIMM Memory', 25),
  offer('north-8', 'Quill 16GB Kit (2 x 8GB) DDR4 3200MHz DIMM Memory', 49),
  offer('south-8', 'Quill 8GB DDR4-3200 MHz DIMM Memory', 29),
  offer('south-9', 'Quill 32GB DDR5 5600MHz DIMM Memory', 99),
  offer('north-9', 'Meridian M3 Phone 128GB Grey', 400, { categories: ['Smartphones'] }),
  offer('north-10', 'Meridian M3+ Phone 256 GB Black', 500, { categories: ['Smartphones'] }),
  offer('south-10', 'Silicone case for Meridian M3', 15, { categories: ['Phone covers'] }),
  offer('south-11', 'Refurbished Meridian M3 128GB', 250, { categories: ['Smartphones'] }),
  offer('north-11', 'Halcyon 2TB SSD', undefined, { categories: ['SSD'] }),
  offer('south-12', 'Halcyon 4000 GB SSD', 299, { categories: ['SSD'], inStock: false }),
  offer('north-12', 'Halcyon 4TB SSD R/W 7000/6500 MB/s', 310, { categories: ['SSD'] }),
  offer('north-13', 'Boreas Tower Case', 80, {
    categories: ['Computer Cases'],
    description: 'Radiators up to 360 mm in front. Graphics cards up to 315 mm.',
  }),
  offer('south-13', 'Boreas Mini Case', 60, {
    categories: ['Computer Cases'],
    description: 'Room for radiators up to 240 mm. Graphics cards up to 400 mm.',
  }),
];
/** A board's chipset is named in its title beside its own name. */
const boards = [
  offer('north-20', 'Keystone B550 Falcon 4, AMD B550, AM4, ATX, 4 DDR4, M.2', 129),
  offer('north-21', 'Keystone B550M Falcon 4, AMD B550, AM4, Micro ATX, 4 DDR4, M.2', 109),
  offer('south-20', 'Keystone W790 Ultra, Intel W790, EATX, 8 DDR5', 399),
].map((board) => ({ ...board, categories: ['PC Components', 'Motherboards'] }));
const index = createOfferIndex([...catalogue, ...boards]);

function find(text: string) {
  const search = findOffers(index, readRequest(text));
  return { level: search.level, ids: search.offers.map(({ id }) => id) };
}

describe('a product by its name', () => {
  it('is found however the shops write it, cheapest first', () => {
    expect(find('Find all offers for the Tannberg RX450.')).toEqual({
      level: 'exact',
      ids: ['south-1', 'north-1'],
    });
    expect(find('tannberg rx-450').ids).toEqual(['south-1', 'north-1']);
  });

  it('is not another model of the same line', () => {
    expect(find('Tannberg RX450M').ids).toEqual(['south-2']);
    expect(find('the Tannberg RX450 Plus receiver').ids).toEqual(['north-2']);
    expect(find('Meridian M3 Plus').ids).toEqual(['north-10']);
    expect(find('Meridian M3 and M4').ids).not.toContain('north-10');
  });

  it('is not the smaller board with the same chipset', () => {
    expect(find('Keystone B550 Falcon 4').ids).toEqual(['north-20']);
    expect(find('cheapest Keystone B550M Falcon 4').ids).toEqual(['north-21']);
  });

  it('is not an accessory for it', () => {
    expect(find('new Meridian M3').ids).toEqual(['north-9']);
    expect(find('case for the Meridian M3').ids).toEqual(['south-10']);
  });

  it.each([
    'Meridian M3 and M4',
    'which shops sell the Meridian M3 and the Meridian M4?',
    'Meridian M3 / M4, every offer',
  ])('may be one of two: %s', (text) => {
    expect(readRequest(text).names.map(({ anyOf }) => anyOf)).toEqual([['meridian'], ['m3', 'm4']]);
  });

  it.each([
    ['Who sells the Tannberg RX450? Show me every offer.', false],
    ['Where do I get the Tannberg RX450 for the least money?', true],
    ['all listings for the tannberg rx450, ties included', false],
    ['what does the Tannberg RX450 cost elsewhere', false],
  ])('is asked for in many words: %s', (text, cheapest) => {
    const { names, features, cheapest: lowest } = readRequest(text);
    expect([...names, ...features].map(({ anyOf }) => anyOf[0])).toEqual(['tannberg', 'rx450']);
    expect(lowest).toBe(cheapest);
  });

  it('answers with the nearest when nothing matches, and says what is missing', () => {
    const search = findOffers(index, readRequest('Tannberg RX45 Stereo Receiver'));
    expect(search.level).not.toBe('exact');
    expect(find('Zanzibar Q99 hoverboard')).toEqual({ level: 'none', ids: [] });
  });
});

describe('requirements', () => {
  it.each([
    ['HDMI cables longer than 3 m', ['south-6']],
    ['HDMI cables of at least 3 metres', ['south-7', 'south-6']],
    ['an HDMI cable shorter than 200 cm', ['north-6']],
    ['white HDMI cable', ['south-7']],
    [
      'Find the cheapest offer for DDR4 RAM above 3000 MHz. If several share the lowest price, return all.',
      ['south-8'],
    ],
    ['16GB DDR4 memory', ['north-8']],
    ['memory under 30 euros', ['north-7', 'south-8']],
    ['memory between 40 and 60 euros', ['north-8']],
    ['5-disc cd player', ['north-3', 'south-3']],
    ['CD player with at least five discs', ['north-3', 'south-3', 'north-5']],
    ['a computer case that supports 280mm radiators', ['north-13']],
    ['a computer case that supports 240mm radiators and 330mm GPUs', ['south-13']],
    ['computer cases that take a 240 mm radiator and GPUs of 330 mm', ['south-13']],
    ['memory between 40 and 60', ['north-8']],
    ['refurbished phones by Meridian', ['south-11']],
    ['motherboards with 8 RAM slots', ['south-20']],
    ['motherboards with a socket newer than AM3', ['north-20', 'north-21']],
    ['the largest Halcyon SSD', ['south-12', 'north-12']],
    ['SSD with a read speed over 6000 MB/s', ['north-12']],
  ])('%s', (text, ids) => {
    const found = find(text);
    expect(found.level).toBe('exact');
    expect(new Set(found.ids)).toEqual(new Set(ids));
  });

  it('keeps every tie of the cheapest, and prefers what is in stock', () => {
    expect(find('cheapest 5-disc CD player').ids).toEqual(['north-3', 'south-3']);
    expect(find('cheapest 4TB SSD').ids).toEqual(['north-12']);
    expect(find('cheapest 2TB SSD').ids).toEqual(['north-11']);
  });

  it('compares totals that the caller knows, such as shipping', () => {
    const shipping = new Map([['south-1', 3000]]);
    const total = ({ id, price }: CatalogueOffer) =>
      price && { ...price, minor: price.minor + (shipping.get(id) ?? 0) };
    const search = findOffers(index, readRequest('cheapest Tannberg RX450'), { total });
    expect(search.offers.map(({ id }) => id)).toEqual(['north-1']);
  });

  it.each([
    ['最便宜的HDMI线', ['north-6']],
    ['白色的HDMI线', ['south-7']],
    ['HDMI线 3米以上', ['south-7', 'south-6']],
    ['500欧元以下的Meridian手机', ['north-9', 'south-11', 'north-10']],
    ['5碟CD机', ['north-3', 'south-3']],
  ])('reads Chinese: %s', (text, ids) => {
    expect(new Set(find(text).ids)).toEqual(new Set(ids));
  });

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(['exact', 'nearest', 'none']).toContain(find(text).level);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a request says', () => {
  it('separates name, requirements, price and order', () => {
    const request = readRequest(
      'Find the cheapest white HDMI cable by Lindqvist with at least 2 m, under $20',
    );
    expect(request).toMatchObject({
      cheapest: true,
      type: { id: 'cable' },
      colours: [['white']],
      price: { max: { minor: 2000, currency: 'USD' } },
      quantities: [{ dimension: 'length', comparison: 'atLeast', value: 2 }],
    });
    expect(request.names.flatMap(({ anyOf }) => anyOf)).toEqual(['hdmi', 'lindqvist']);
  });
});

describe('figures that look like others', () => {
  it('are networks, models and bands, not weights and counts', () => {
    expect(readRequest('a tablet with 5G').quantities).toEqual([]);
    expect(readRequest('Castell 500 CD player').quantities).toEqual([]);
    expect(readRequest('Series 6 bands').quantities).toEqual([]);
    expect(readRequest('a 5-CD changer').quantities).toMatchObject([
      { dimension: 'count of disc', value: 5 },
    ]);
  });

  it('give the largest of what is counted', () => {
    const changer = (id: string, discs: number) => ({
      id,
      shop: 'a',
      title: `Orrin C${discs} ${discs}-Disc CD Changer`,
      description: '',
      categories: [],
      inStock: true,
    });
    const changers = createOfferIndex([changer('small', 5), changer('large', 100), changer('other', 6)]);
    const { offers } = findOffers(changers, readRequest('largest CD changer you have'));
    expect(offers.map(({ id }) => id)).toEqual(['large']);
  });

  it('are found whether a name is written as one word or as two', () => {
    const bose = { shop: 'a', description: '', categories: [], inStock: true };
    const index = createOfferIndex([
      { ...bose, id: '1', title: 'Bose Quietcomfort Ultra Headphones' },
      { ...bose, id: '2', title: 'Bose Quiet Comfort Ultra' },
    ]);
    const found = findOffers(index, readRequest('bose quiet comfort ultra')).offers.map(({ id }) => id);
    expect(found.sort()).toEqual(['1', '2']);
  });
});

describe('what is said twice, or of something else', () => {
  const index = createOfferIndex([
    offer('a-1', 'Orbit 7800X Processor, 8-Core, 65W', 300),
    offer('a-2', 'Orbit 7800X3D Processor with Cooler, 120W', 400),
    offer('a-3', 'Orbit 4100, without cooler', 90, { categories: ['Processors'] }),
    offer('b-1', 'HP 4TB Passage External Hard Drive', 100),
    offer('b-2', 'Valve Book 14" Laptop, 8GB, 512GB SSD', 600),
    offer('b-3', 'Valve Book 14" Laptop, 16GB, 256GB SSD', 700),
    offer('c-1', 'Leather Strap Meridian Watch Series 9, 8, 7', 40),
    offer('c-2', 'Meridian Watch Series 7', 220),
    offer('c-3', 'Grove Gaming Case, Black, 2 White LED Fans', 70, { categories: ['Computer Cases'] }),
    offer('c-4', 'Grove Gaming Case, White, No Fans', 60, { categories: ['Computer Cases'] }),
    offer('d-1', 'Lumen 27" Monitor 144Hz FreeSync', 200),
    offer('d-2', 'Lumen 24" Monitor 75Hz G-Sync', 150),
    offer('d-3', 'Lumen 16" Portable Monitor', 180),
    offer('d-4', 'Lumen 32" 4K Monitor', 400),
    offer('e-1', 'Fathom North Case', 120, { categories: ['Computer Cases'] }),
    offer('e-2', 'Fathom North XL Case', 150, { categories: ['Computer Cases'] }),
    offer('f-1', 'Oak Dining Table 180 x 90 cm', 299),
    offer('f-2', 'Round Table 80 cm', 129),
    offer('f-3', 'Rill Washing Machine 9 kg', 499),
    offer('f-4', 'Rill Washing Machine 7 kg', 399),
    offer('f-5', 'Ridge Tent for 4 persons', 159),
    offer('g-1', 'Smartphone Novo A15 4/128GB Black', 150),
    offer('g-2', 'Novo A15 5G 128GB Smartphone', 190),
  ]);

  it.each([
    ['the Orbit 7800X processor', ['a-1']],
    ['processors with a TDP of at most 65W', ['a-1']],
    ['CPUs without a cooler', ['a-3', 'a-1']],
    ['the HP Passage 4TB external hard drive', ['b-1']],
    ['laptops with at least 16GB RAM', ['b-3']],
    ['laptops with at least 512 GB of storage', ['b-2']],
    ['Meridian Watch Series 9 bands', ['c-1']],
    ['a white case', ['c-4']],
    ['a gaming case with LED fans', ['c-3']],
    ['monitors with a refresh rate of at least 144Hz', ['d-1']],
    ['monitors with G-Sync or FreeSync', ['d-2', 'd-1']],
    ['all offers for the Fathom North', ['e-1']],
    ['a table smaller than 1 m', ['f-2']],
    ['the largest washing machine', ['f-3']],
    ['a tent for 4 people', ['f-5']],
    ['the Novo A15', ['g-1', 'g-2']],
  ])('finds %s', (text, ids) => {
    const search = findOffers(index, readRequest(text));
    expect(search.level).toBe('exact');
    expect(search.offers.map(({ id }) => id)).toEqual(ids);
  });

  it('does not call a large monitor portable', () => {
    expect(findOffers(index, readRequest('a 4K portable monitor'))).toMatchObject({
      level: 'nearest',
      missing: ['portable'],
    });
  });
});
