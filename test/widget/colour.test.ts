/** Any accent of a merchant stays readable. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentFrom, wordsOn } from '../../web-widget/view/colour.ts';

const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('the accent', () => {
  it('is readable, WCAG AA, whatever colour the merchant chose', () => {
    fc.assert(
      fc.property(colours, fc.boolean(), (colour, dark) => {
        const accent = accentFrom(colour, dark);
        expect(ratio(accent?.fill, accent?.onFill)).toBeGreaterThanOrEqual(4.5);
        for (const ground of dark ? ['#171a19', '#1f2322', '#2b2f2e'] : ['#ffffff', '#f1f3f2']) {
          expect(ratio(accent?.ink, ground)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps a colour that is fine as it is', () => {
    expect(accentFrom('#1d4f40', false)).toEqual({ fill: '#1d4f40', onFill: '#ffffff', ink: '#1d4f40' });
  });

  it('puts black words on a light bubble', () => {
    expect(wordsOn('#ffd84d')).toBe('#000000');
    expect(wordsOn('#1d4f40')).toBe('#ffffff');
  });

  it.each(['red', '#12', '#12345g', 'url(x)', '#123456;}', ''])('refuses "%s"', (colour) => {
    expect(accentFrom(colour, false)).toBeUndefined();
  });
});

/** WCAG 2.2 contrast ratio, written a second time from the text of the standard. */
function ratio(one = '#808080', other = '#808080'): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
