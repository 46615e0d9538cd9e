import { describe, expect, it } from 'vitest';
import { gtinOf } from '../../src/commerce/import/gtin.ts';
import type { Bytes, RawOffer, Read } from '../../src/commerce/import/offer-source.ts';
import { plainText } from '../../src/commerce/import/plain-text.ts';
import { readWooCommerceCsv } from '../../src/commerce/import/woocommerce-csv.ts';
import { hasCode } from '../../src/core/errors.ts';

const now = Date.UTC(2026, 0, 15);
const header =
  'ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,"Visibility in catalog",Description,"Date sale price starts","Date sale price ends","In stock?","Sale price","Regular price",Categories';

async function* bytes(text: string | Uint8Array, size = 7): Bytes {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

async function read(rows: string): Promise<Read<RawOffer>[]> {
  const result: Read<RawOffer>[] = [];
  for await (const entry of readWooCommerceCsv(bytes(`\ufeff${header}\n${rows}`), { currency: 'EUR', now })) {
    result.push(entry);
  }
  return result;
}

async function failure(source: string | Uint8Array): Promise<unknown> {
  try {
    for await (const _ of readWooCommerceCsv(bytes(source, 50_000), { now }));
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a WooCommerce export', () => {
  it('becomes offers with exact prices and plain texts', async () => {
    const [row] = await read(
      '7,simple,T-1,4006381333931,"Tannberg &amp;amp; Sons <b>RX450</b>, black",1,visible,"<p>Loud.<br>3 &lt; 4</p>",,,1,,"1.544,20","Sale, Audio > Receivers > Tannberg"',
    );
    expect(row).toMatchObject({
      kind: 'read',
      row: 1,
      item: {
        id: '7',
        title: 'Tannberg & Sons RX450, black',
        description: 'Loud. 3 < 4',
        price: { minor: 154420, currency: 'EUR' },
        gtin: '04006381333931',
        sku: 'T-1',
        categories: ['Audio', 'Receivers', 'Tannberg'],
        availability: 'in-stock',
        published: true,
      },
    });
  });

  it('asks the sale price only while it holds', async () => {
    const rows = await read(
      [
        '1,simple,,,A,1,visible,,2026-01-01,2026-01-31,1,8.0,10.0,',
        '2,simple,,,B,1,visible,,2026-02-01,,1,8.0,10.0,',
        '3,simple,,,C,0,visible,,,,0,,,',
        '4,variable,,,D,1,visible,,,,1,,,',
      ].join('\n'),
    );
    expect(
      rows.map(
        (row) => row.kind === 'read' && [row.item.id, row.item.price?.minor, row.item.regularPrice?.minor],
      ),
    ).toEqual([
      ['1', 800, 1000],
      ['2', 1000, undefined],
      ['3', undefined, undefined],
    ]);
    expect(rows[2]).toMatchObject({ item: { published: false, availability: 'out-of-stock' } });
  });

  it('refuses single rows with row and reason, and reads on', async () => {
    const rows = await read(
      [
        '1,simple,,,A,1,visible,,,,1,,1e309,',
        '2,simple,,,B,1,visible,,,,1,,-5,',
        '3,simple,,,,1,visible,,,,1,,5,',
        '4,simple,,,D,1,visible,,,,1,,5,',
        '4,simple,,,E,1,visible,,,,1,,6,',
      ].join('\n'),
    );
    expect(
      rows.map((row) => (row.kind === 'refused' ? `${row.row} ${row.code}` : `${row.row} read`)),
    ).toEqual(['1 money.invalid', '2 money.negative', '3 import.title', '4 read', '5 import.duplicate']);
  });

  it('refuses files that are something else, before they cost memory', async () => {
    expect(hasCode(await failure('a,b,c\n1,2,3\n'), 'import.columns')).toBe(true);
    expect(hasCode(await failure(''), 'import.empty')).toBe(true);
    expect(hasCode(await failure(`${header},${'x,'.repeat(100_000)}\n`), 'import.columns')).toBe(true);
    expect(
      hasCode(await failure(`${header}\n1,simple,,,"${'never closed '.repeat(200_000)}`), 'import.syntax'),
    ).toBe(true);
    expect(
      hasCode(await failure(Buffer.from(`${header}\n1,simple,,,Gerät`, 'latin1')), 'import.encoding'),
    ).toBe(true);
  });
});

describe('plain text', () => {
  it('keeps words and drops markup', () => {
    expect(plainText('<script>alert(1)</script><b title="x">Bold</b> &amp;quot;x&amp;quot;')).toBe(
      'Bold "x"',
    );
    expect(plainText('a <b')).toBe('a <b');
    expect(plainText('<!-- note -->tea\u0000 pot <style>p{}</style>')).toBe('tea pot');
  });
});

describe('GTIN', () => {
  it('needs the right check digit and a range that is valid everywhere', () => {
    expect(gtinOf('4006381333931')).toBe('04006381333931');
    expect(gtinOf('036000291452')).toBe('00036000291452');
    expect(gtinOf('4006381333932')).toBeUndefined();
    expect(gtinOf('2000000000008')).toBeUndefined();
    expect(gtinOf('0000000000000')).toBeUndefined();
    expect(gtinOf('none')).toBeUndefined();
  });
});
