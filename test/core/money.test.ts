import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCode } from '../../src/core/errors.ts';
import {
  addMoney,
  compareMoney,
  convertMoney,
  decimalOf,
  formatMoney,
  minorDigits,
  moneyOf,
  parseMoney,
} from '../../src/core/money.ts';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    for (const code of ['empty', 'invalid', 'negative', 'range', 'currency', 'rate']) {
      if (hasCode(error, `money.${code}`)) return code;
    }
    throw error;
  }
  return 'none';
}

describe('a price as shops write it', () => {
  it.each([
    ['66.0', 'EUR', 6600],
    ['1.544,20', 'EUR', 154420],
    ['1,544.20', 'EUR', 154420],
    ['$1,299', 'USD', 129900],
    ['1 299,00 €', 'EUR', 129900],
    ['1\u202f299,00\u00a0€', 'EUR', 129900],
    ['USD 12.50', 'USD', 1250],
    ['12.50 USD', 'USD', 1250],
    ['12.50USD', 'USD', 1250],
    ["CHF 1'299.95", 'CHF', 129995],
    ['12,–', 'EUR', 1200],
    ['12,- €', 'EUR', 1200],
    ['.5', 'EUR', 50],
    ['0.500', 'EUR', 50],
    ['1.299', 'EUR', 129900],
    ['1.299', 'KWD', 1299],
    ['12.6050', 'EUR', 1261],
    ['1,29,999.00', 'INR', 12999900],
    ['￥1,299', 'JPY', 1299],
    ['299元', 'CNY', 29900],
    ['２９９．５元', 'CNY', 29950],
    ['US$ 5', 'USD', 500],
    ['199.99 euros', 'EUR', 19999],
    ['0', 'EUR', 0],
    ['1234567', 'JPY', 1234567],
  ])('%s in a shop of %s', (text, currency, minor) => {
    expect(parseMoney(text, { currency })).toEqual({ minor, currency });
  });

  it('lets the shop decide which dollar or yen sign it means', () => {
    expect(parseMoney('$5', { currency: 'CAD' }).currency).toBe('CAD');
    expect(parseMoney('$5', { currency: 'EUR' }).currency).toBe('USD');
    expect(parseMoney('¥5', { currency: 'CNY' }).currency).toBe('CNY');
    expect(parseMoney('¥5').currency).toBe('JPY');
  });

  it('follows a known decimal mark', () => {
    expect(parseMoney('1.299', { currency: 'EUR', decimal: '.' }).minor).toBe(130);
    expect(parseMoney('1.299', { currency: 'EUR', decimal: ',' }).minor).toBe(129900);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['free', 'invalid'],
    ['1e309', 'invalid'],
    ['Infinity', 'invalid'],
    ['1.2.3', 'invalid'],
    ['12,34,5', 'invalid'],
    ['.', 'invalid'],
    ['10 - 20 EUR', 'invalid'],
    ['9'.repeat(65), 'invalid'],
    ['99999999999999999', 'range'],
    ['-5', 'negative'],
    ['(5.00)', 'negative'],
    ['12.50 XQQ', 'currency'],
    ['€5 USD', 'currency'],
  ])('refuses "%s" as %s', (text, code) => {
    expect(codeOf(() => parseMoney(text, { currency: 'EUR' }))).toBe(code);
  });

  it('needs a currency from somewhere', () => {
    expect(codeOf(() => parseMoney('12.50'))).toBe('currency');
    expect(codeOf(() => parseMoney('12.50', { currency: 'euro' }))).toBe('currency');
  });

  it('reads refunds where they are allowed', () => {
    expect(parseMoney('-5.25', { currency: 'EUR', allowNegative: true }).minor).toBe(-525);
    expect(parseMoney('−$5', { allowNegative: true })).toEqual({ minor: -500, currency: 'USD' });
  });

  it('reads back what it writes, and never throws anything but its own errors', () => {
    const amounts = fc.record({
      minor: fc.maxSafeInteger(),
      currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'),
    });
    fc.assert(
      fc.property(amounts, ({ minor, currency }) => {
        const text = decimalOf({ minor, currency });
        const read = parseMoney(text, { currency, decimal: '.', allowNegative: true });
        expect(read).toEqual({ minor: minor === 0 ? 0 : minor, currency });
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const code = codeOf(() => parseMoney(text, { currency: 'EUR' }));
        if (code === 'none') expect(parseMoney(text, { currency: 'EUR' }).minor).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('reckoning with money', () => {
  it('adds and compares within one currency only', () => {
    expect(addMoney(moneyOf(10, 'EUR'), moneyOf(20, 'EUR'))).toEqual({ minor: 30, currency: 'EUR' });
    expect(compareMoney(moneyOf(10, 'EUR'), moneyOf(20, 'EUR'))).toBeLessThan(0);
    expect(codeOf(() => addMoney(moneyOf(10, 'EUR'), moneyOf(20, 'USD')))).toBe('currency');
    expect(codeOf(() => addMoney(moneyOf(Number.MAX_SAFE_INTEGER, 'EUR'), moneyOf(1, 'EUR')))).toBe('range');
    expect(codeOf(() => moneyOf(1.5, 'EUR'))).toBe('range');
  });

  it('converts exactly over a common base', () => {
    // 100.00 USD at 1.0800 USD and 160 JPY a euro are 14,814.8… yen.
    expect(convertMoney(moneyOf(10000, 'USD'), 'JPY', { from: '1.0800', to: '160' }).minor).toBe(14815);
    expect(convertMoney(moneyOf(-10000, 'USD'), 'JPY', { from: '1.0800', to: '160' }).minor).toBe(-14815);
    expect(codeOf(() => convertMoney(moneyOf(1, 'USD'), 'EUR', { from: '0', to: '1' }))).toBe('rate');
    expect(codeOf(() => convertMoney(moneyOf(1, 'USD'), 'EUR', { from: '1e5', to: '1' }))).toBe('rate');
  });

  it('knows the decimals of a currency and writes it per language', () => {
    expect([minorDigits('EUR'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
    expect(formatMoney(moneyOf(129900, 'EUR'), 'en')).toBe('€1,299.00');
    expect(formatMoney(moneyOf(129950, 'CNY'), 'zh')).toBe('¥1,299.50');
    expect(decimalOf(moneyOf(-5, 'EUR'))).toBe('-0.05');
    expect(decimalOf(moneyOf(1299, 'JPY'))).toBe('1299');
  });
});
