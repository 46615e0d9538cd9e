/** The ECB's daily file: what it says, what is refused, what stays over a weekend, and what prices become by it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEcbRates } from '../../../src/commerce/rates/ecb-rates.ts';
import { inCurrency } from '../../../src/commerce/rates/exchange-rates.ts';
import { keepRates, refreshRates } from '../../../src/commerce/rates/keep-rates.ts';
import { currentRates, saveRates } from '../../../src/commerce/rates/stored-rates.ts';
import { hasCode } from '../../../src/core/errors.ts';
import { silentLog } from '../../../src/core/log.ts';
import { eachDatabase } from '../../support/databases.ts';
import { manualClock } from '../../support/manual-clock.ts';

const friday = '2026-11-20';
const monday = '2026-11-23';

const cube = (day: string, rates: string) =>
  `<Cube time='${day}'>${rates.replace(/([A-Z]{3}) (\S+)/gu, "<Cube currency='$1' rate='$2'/>")}</Cube>`;
const file = (...days: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
    xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>
    <Cube>${days.join('')}</Cube></gesmes:Envelope>`;
const ofFriday = file(cube(friday, 'USD 1.0850 JPY 161.23 KWD 0.33421'));

describe('the daily file', () => {
  it('gives the rates of its day against the euro', () => {
    const { day, perEuro } = readEcbRates(ofFriday);
    expect(day).toBe(friday);
    expect([...perEuro]).toEqual([
      ['USD', '1.0850'],
      ['JPY', '161.23'],
      ['KWD', '0.33421'],
      ['EUR', '1'],
    ]);
  });

  it('gives the newest of several days, in whatever order they stand', () => {
    const older = cube('2026-11-19', 'USD 1.5 CHF 0.93');
    for (const days of [
      [older, cube(friday, 'USD 1.1')],
      [cube(friday, 'USD 1.1'), older],
    ]) {
      const { day, perEuro } = readEcbRates(file(...days));
      expect([day, [...perEuro.keys()]]).toEqual([friday, ['USD', 'EUR']]);
    }
  });

  it.each([
    ['no XML', 'Service unavailable'],
    ['XML that breaks off', ofFriday.slice(0, -40)],
    ['no day', file('<Cube><Cube currency="USD" rate="1.1"/></Cube>')],
    ['a day that is none', file(cube('2026-13-40', 'USD 1.1'))],
    ['no rates', file(cube(friday, ''))],
    ['a rate of zero', file(cube(friday, 'USD 0.0'))],
    ['a rate that is no decimal', file(cube(friday, 'USD 1e309'))],
    ['a rate below zero', file(cube(friday, 'USD -1.1'))],
    ['entities of its own', `<!DOCTYPE x [<!ENTITY a "aaaa">]>${ofFriday}`],
    ['far too much', `${ofFriday}${' '.repeat(100_000)}`],
  ])('is refused with %s', (_, xml) => {
    let caught: unknown;
    try {
      readEcbRates(xml);
    } catch (error) {
      caught = error;
    }
    expect(hasCode(caught, 'rates.invalid')).toBe(true);
  });
});

describe('an amount in another currency', () => {
  const rates = readEcbRates(ofFriday);
  const convert = (minor: number, from: string, to: string) =>
    inCurrency({ minor, currency: from }, to, rates)?.minor;

  it('is exact: from the euro, to it, and across it, with the decimals of each currency', () => {
    expect(convert(10_000, 'EUR', 'USD')).toBe(10_850);
    expect(convert(10_850, 'USD', 'EUR')).toBe(10_000);
    // 100.00 USD = 100 / 1.0850 × 161.23 JPY = 14,859.907…
    expect(convert(10_000, 'USD', 'JPY')).toBe(14_860);
    // 1 JPY = 0.33421 / 161.23 KWD = 0.002072…, of which a fils is a thousandth.
    expect(convert(1, 'JPY', 'KWD')).toBe(2);
    // 0.005 is rounded up, which a binary fraction would not do: 0.01 EUR × 0.5.
    const half = readEcbRates(file(cube(friday, 'CHF 0.5')));
    expect(inCurrency({ minor: 1, currency: 'EUR' }, 'CHF', half)?.minor).toBe(1);
  });

  it('is never guessed: without a rate, or without any rates, there is none', () => {
    expect(convert(100, 'CHF', 'USD')).toBeUndefined();
    expect(convert(100, 'USD', 'CHF')).toBeUndefined();
    expect(inCurrency({ minor: 100, currency: 'USD' }, 'EUR', undefined)).toBeUndefined();
    expect(inCurrency({ minor: 100, currency: 'CHF' }, 'CHF', undefined)?.minor).toBe(100);
  });

  it('comes back to the cent, whatever it is, in a currency as fine', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (minor) => {
        const there = convert(minor, 'EUR', 'USD') ?? -1;
        expect(convert(there, 'USD', 'EUR')).toBe(minor);
      }),
    );
  });
});

eachDatabase((_engine, open) => {
  describe('the rates that are kept', () => {
    it('are those of the newest day ever read; currencies that it lacks are gone, not old', async () => {
      const database = await open();
      expect(await currentRates(database)).toBeUndefined();
      await saveRates(database, readEcbRates(ofFriday));
      await saveRates(database, readEcbRates(file(cube('2026-11-19', 'USD 9 CHF 9'))));
      expect((await currentRates(database))?.perEuro.get('USD')).toBe('1.0850');
      await saveRates(database, readEcbRates(file(cube(monday, 'USD 1.09'))));
      const rates = await currentRates(database);
      expect([rates?.day, [...(rates?.perEuro.keys() ?? [])].sort()]).toEqual([monday, ['EUR', 'USD']]);
    });

    it('are read again every six hours: over a weekend Friday stays, a failure changes nothing, Monday comes', async () => {
      const database = await open();
      const clock = manualClock();
      const answers: (string | Error)[] = [ofFriday, ofFriday, new Error('The bank is closed.')];
      let asked = 0;
      const rates = keepRates({
        database,
        clock,
        log: silentLog,
        location: 'https://rates.example/daily.xml',
        fetchText: async () => {
          const answer = answers[asked] ?? file(cube(monday, 'USD 1.09'));
          asked += 1;
          if (answer instanceof Error) throw answer;
          return answer;
        },
      });
      await rates.first;
      const day = async () => (await currentRates(database))?.day;
      expect(await day()).toBe(friday);
      for (const [times, expected] of [
        [2, friday],
        [3, friday],
        [4, monday],
      ] as const) {
        // The timer of the next look is set when the last one is done.
        await expect
          .poll(() => {
            if (asked < times) clock.advance(6 * 3_600_000);
            return asked;
          })
          .toBe(times);
        await expect.poll(day).toBe(expected);
      }
      rates.stop();
      clock.advance(24 * 3_600_000);
      expect(asked).toBe(4);
    });

    it('come from a file as well, which must be there', async () => {
      const database = await open();
      const folder = await mkdtemp(join(tmpdir(), 'shopdesk-rates-'));
      const location = join(folder, 'daily.xml');
      await expect(refreshRates({ database, location })).rejects.toThrow('ENOENT');
      await writeFile(location, ofFriday);
      await refreshRates({ database, location });
      expect((await currentRates(database))?.day).toBe(friday);
      await rm(folder, { recursive: true });
    });
  });
});
