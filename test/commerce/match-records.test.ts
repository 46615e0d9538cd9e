import { describe, expect, it } from 'vitest';
import { createBlocker } from '../../src/commerce/matching/blocking.ts';
import { sameByIdentity } from '../../src/commerce/matching/identity.ts';
import { matchInWorker } from '../../src/commerce/matching/match-in-worker.ts';
import { matchRecords } from '../../src/commerce/matching/match-records.ts';
import { loadMatcher } from '../../src/commerce/matching/matcher.ts';
import { type ProductRecord, profileOf } from '../../src/commerce/matching/record.ts';

function record(title: string, more: Partial<ProductRecord> = {}): ProductRecord {
  return { title, brand: '', model: '', category: '', description: '', price: undefined, ...more };
}

const known = [
  record('Tannberg STR-DG520 5.1 Channel A/V Receiver Black', { price: 199 }),
  record('Tannberg STR-DG720 7.1 Channel A/V Receiver Black', { price: 299 }),
  record('Ostrava CDX-5 Five Disc CD Player Silver', { price: 149 }),
  record('Lindqvist HDMI Cable 3 Metre Gold Plated', { price: 10, gtin: '04006381333931' }),
  record('Halcyon 870 Internal SSD 1TB 2.5 Inch SATA', { price: 90, brand: 'Halcyon', model: 'HA-77E1T0B' }),
];

describe('blocking', () => {
  it('finds what shares rare words first, and nothing for strangers', () => {
    const blocker = createBlocker(known.map(profileOf));
    expect(blocker.candidates(profileOf(record('receiver tannberg strdg520')), 2)[0]).toBe(0);
    expect(blocker.candidates(profileOf(record('garden hose')), 5)).toEqual([]);
    expect(blocker.candidates(profileOf(record('tannberg receiver')), 1)).toHaveLength(1);
  });
});

describe('identity', () => {
  const [, , , cable, drive] = known.map(profileOf);

  it('is told by GTIN, and by brand with part number', () => {
    const sameGtin = profileOf(record('anything else', { gtin: '04006381333931' }));
    const otherGtin = profileOf(
      record('Lindqvist HDMI Cable 3 Metre Gold Plated', { gtin: '00036000291452' }),
    );
    const samePart = profileOf(record('1TB drive', { brand: 'HALCYON', model: 'ha77e1t0b' }));
    if (!cable || !drive) throw new Error('the catalogue changed');
    expect(sameByIdentity(cable, sameGtin)).toBe(true);
    expect(sameByIdentity(cable, otherGtin)).toBe(false);
    expect(sameByIdentity(drive, samePart)).toBe(true);
    expect(sameByIdentity(cable, drive)).toBeUndefined();
  });
});

describe('matching new offers against known ones', () => {
  const fresh = [
    record('Tannberg A/V receiver STRDG520', { price: 189 }),
    record('HDMI lead, three metres', { gtin: '04006381333931' }),
    record('Wooden garden chair', { price: 30 }),
    record('Halcyon SSD', { brand: 'Halcyon', model: 'HA 77E1T0B' }),
  ];

  it('puts the same product first and leaves strangers alone', async () => {
    const matches = [...matchRecords(fresh, known, await loadMatcher())].flat();
    expect(matches.map(({ candidates }) => candidates[0]?.known)).toEqual([0, 3, undefined, 4]);
    expect(matches[1]?.candidates[0]).toMatchObject({ probability: 1, certain: true });
    expect(matches[0]?.candidates[0]?.certain).toBe(false);
  });

  it('says the same from a worker, with progress, and can be stopped', async () => {
    const seen: number[] = [];
    const matches = await matchInWorker(fresh, known, { onProgress: (done) => seen.push(done) });
    expect(matches).toEqual([...matchRecords(fresh, known, await loadMatcher())].flat());
    expect(seen.at(-1)).toBe(fresh.length);
    const stopped = matchInWorker(fresh, known, { signal: AbortSignal.abort(new Error('enough')) });
    await expect(stopped).rejects.toThrow('enough');
  });
});
