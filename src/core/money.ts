/** Exact money: whole minor units of one ISO 4217 currency, read from prices the way shops write them. */
import { ShopdeskError } from './errors.ts';
import type { Language } from './language.ts';

/** `minor` counts the currency's smallest unit (cents, yen, fils) and is a safe integer. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

export interface PriceReading {
  /** The currency when the text names none; also decides which dollar `$` or which `¥` is meant. */
  readonly currency?: string;
  /** The decimal mark of the source, when known; otherwise it is inferred from the text. */
  readonly decimal?: '.' | ',';
  /** Refunds and vouchers may be below zero, prices may not. */
  readonly allowNegative?: boolean;
}

/**
 * Reads one price: `66.0`, `1.544,20`, `$1,299`, `1 299,00 €`, `USD 12.50`, `12,–`. A lone mark before
 * exactly three digits groups thousands (`1,299`), unless the currency has three decimals or nothing but
 * zero stands before it. Digits beyond the minor unit are rounded half away from zero, because shops that
 * store net prices export them.
 * Throws `money.empty`, `money.invalid`, `money.negative`, `money.range`, `money.currency`.
 */
export function parseMoney(source: string | number, reading: PriceReading = {}): Money {
  const text = String(source).normalize('NFKC').trim();
  if (text === '') throw new ShopdeskError('money.empty', 'There is no price.');
  if (text.length > 64) throw new ShopdeskError('money.invalid', 'The price is longer than any price.');
  const parts = /^([^\d.,]*)([\d.,][\d.,'’\s]*)([^\d]*)$/u.exec(text);
  if (!parts) throw notAPrice(text);
  const [, before = '', digits = '', after = ''] = parts;
  const currency = currencyOf(before, after.replace(/^[-–—]+/u, ''), reading.currency, text);
  const minor = minorUnits(digits, currency, reading.decimal, text);
  const negative = /[-−]/u.test(before) || /^\(.*\)$/u.test(text);
  if (negative && minor !== 0 && !reading.allowNegative) {
    throw new ShopdeskError('money.negative', `The price "${text}" is below zero.`);
  }
  return { minor: negative && minor !== 0 ? -minor : minor, currency };
}

/** Money from minor units. Throws `money.range` and `money.currency`. */
export function moneyOf(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor))
    throw new ShopdeskError('money.range', `${minor} minor units are too many.`);
  minorDigits(currency);
  return { minor, currency };
}

/** How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD. Throws `money.currency`. */
export function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  if (!isoCurrencies.has(currency)) {
    throw new ShopdeskError('money.currency', `"${currency.slice(0, 12)}" is not an ISO 4217 currency.`, {
      remedy: 'Give a code such as EUR or USD.',
    });
  }
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const digits = maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

/** Throws `money.currency` when the currencies differ, `money.range` when the sum is too large. */
export function addMoney(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return moneyOf(a.minor + b.minor, a.currency);
}

/** Below zero when `a` is less. Throws `money.currency` when the currencies differ. */
export function compareMoney(a: Money, b: Money): number {
  sameCurrency(a, b);
  return a.minor - b.minor;
}

/**
 * The same value in another currency, rounded half away from zero. `rates` are decimal texts of how much
 * one unit of a common base buys: the ECB's daily file lists them against the euro.
 */
export function convertMoney(
  amount: Money,
  currency: string,
  rates: { readonly from: string; readonly to: string },
): Money {
  const from = fractionOf(rates.from);
  const to = fractionOf(rates.to);
  const numerator = BigInt(amount.minor) * to.units * from.scale * 10n ** BigInt(minorDigits(currency));
  const denominator = from.units * to.scale * 10n ** BigInt(minorDigits(amount.currency));
  return moneyOf(safe(divideRounded(numerator, denominator)), currency);
}

/** So many per cent of an amount (an exact decimal such as `6.25`, or `0`), rounded half away from zero. */
export function percentOf(amount: Money, percent: string): Money {
  if (/^0+(?:\.0+)?$/u.test(percent)) return moneyOf(0, amount.currency);
  return convertMoney(amount, amount.currency, { from: '100', to: percent });
}

/** The plain decimal, exact: `1299.00`. */
export function decimalOf({ minor, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** As a shopper reads it in their language: `€1,299.00`. */
export function formatMoney(amount: Money, language: Language): string {
  const key = `${language} ${amount.currency}`;
  let format = formats.get(key);
  if (!format) {
    const locale = language === 'zh' ? 'zh-CN' : 'en';
    format = new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency });
    formats.set(key, format);
  }
  const decimal = decimalOf(amount);
  // Intl reads decimal texts exactly; its type asks for a template of a number.
  return format.format(isNumericText(decimal) ? decimal : amount.minor);
}

const digitsByCurrency = new Map<string, number>();
const formats = new Map<string, Intl.NumberFormat>();
const isoCurrencies = new Set(Intl.supportedValuesOf('currency'));

/** Signs that mean one currency; `$`, `¥` and `kr` are shared and depend on the shop. */
const signs: Readonly<Record<string, string>> = {
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  us$: 'USD',
  c$: 'CAD',
  ca$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  nt$: 'TWD',
  s$: 'SGD',
  r$: 'BRL',
  mx$: 'MXN',
  '₹': 'INR',
  rs: 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₫': 'VND',
  '฿': 'THB',
  '₪': 'ILS',
  '₴': 'UAH',
  '₦': 'NGN',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  lei: 'RON',
  'fr.': 'CHF',
  sfr: 'CHF',
  元: 'CNY',
  块: 'CNY',
  圆: 'CNY',
  rmb: 'CNY',
  人民币: 'CNY',
  円: 'JPY',
  欧元: 'EUR',
  美元: 'USD',
  英镑: 'GBP',
  'cn¥': 'CNY',
  'jp¥': 'JPY',
  dollars: 'USD',
  dollar: 'USD',
};
const sharedSigns: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'TWD', 'MXN', 'CLP', 'COP', 'ARS'],
  '¥': ['JPY', 'CNY'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'SEK', 'NOK', 'ISK'],
};

function currencyOf(before: string, after: string, fallback: string | undefined, text: string): string {
  const named = [before, after].map((part) => part.replace(/[-−+()\s]/gu, '')).filter((part) => part !== '');
  const codes = new Set(named.map((name) => currencyNamed(name, fallback, text)));
  const [code, second] = codes;
  if (second !== undefined) throw new ShopdeskError('money.currency', `"${text}" names two currencies.`);
  if (code !== undefined) return code;
  if (fallback === undefined) {
    throw new ShopdeskError('money.currency', `"${text}" names no currency.`, {
      remedy: 'Say which currency the source uses.',
    });
  }
  minorDigits(fallback);
  return fallback;
}

function currencyNamed(name: string, fallback: string | undefined, text: string): string {
  const shared = sharedSigns[name.toLowerCase()];
  if (shared) return shared.find((code) => code === fallback) ?? shared[0] ?? 'USD';
  const code = name.toUpperCase();
  if (isoCurrencies.has(code)) return code;
  const sign = signs[name.toLowerCase()] ?? signs[name.toLowerCase().replace(/\.$/u, '')];
  if (sign) return sign;
  if (/^[A-Z]{3}$/u.test(name)) {
    throw new ShopdeskError('money.currency', `"${name}" is not an ISO 4217 currency.`);
  }
  throw notAPrice(text);
}

function minorUnits(raw: string, currency: string, decimal: '.' | ',' | undefined, text: string): number {
  const digits = raw.replace(/['’\s]/gu, '').replace(/[.,]$/u, '');
  const mark = decimal ?? decimalMark(digits, minorDigits(currency));
  const at = mark === undefined ? -1 : digits.lastIndexOf(mark);
  const whole = at < 0 ? digits : digits.slice(0, at);
  const fraction = at < 0 ? '' : digits.slice(at + 1);
  if (!/^\d*$/u.test(fraction) || !wellGrouped(whole, mark) || !/\d/u.test(digits)) throw notAPrice(text);
  const units = BigInt(whole.replace(/[.,]/gu, '') + fraction || '0');
  const scaled = units * 10n ** BigInt(minorDigits(currency));
  return safe(divideRounded(scaled, 10n ** BigInt(fraction.length)));
}

/** The mark that begins the decimals, or undefined when every mark groups thousands. */
function decimalMark(digits: string, currencyDigits: number): '.' | ',' | undefined {
  const dot = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (dot < 0 && comma < 0) return undefined;
  if (dot >= 0 && comma >= 0) return dot > comma ? '.' : ',';
  const mark = dot >= 0 ? '.' : ',';
  const pieces = digits.split(mark);
  if (pieces.length > 2) return undefined;
  const [whole = '', fraction = ''] = pieces;
  const groups = fraction.length === 3 && currencyDigits !== 3 && /^[1-9]\d{0,2}$/u.test(whole);
  return groups ? undefined : mark;
}

/** Groups of two or three digits (`1,29,999` is Indian), all by the same mark, which is not the decimal one. */
function wellGrouped(whole: string, decimal: '.' | ',' | undefined): boolean {
  const mark = whole.includes('.') ? '.' : ',';
  if (mark === decimal && whole.includes(mark)) return false;
  const [first = '', ...groups] = whole.split(mark);
  if (groups.length === 0) return /^\d*$/u.test(first);
  return (
    /^\d{1,3}$/u.test(first) &&
    groups.at(-1)?.length === 3 &&
    groups.every((group) => /^\d{2,3}$/u.test(group))
  );
}

function fractionOf(decimal: string): { units: bigint; scale: bigint } {
  const parts = /^(\d{1,15})(?:\.(\d{1,15}))?$/u.exec(decimal);
  const [, whole = '', fraction = ''] = parts ?? [];
  const units = parts ? BigInt(whole + fraction) : 0n;
  if (units === 0n) throw new ShopdeskError('money.rate', `"${decimal}" is not an exchange rate.`);
  return { units, scale: 10n ** BigInt(fraction.length) };
}

function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const half = denominator / 2n;
  return numerator < 0n ? -((-numerator + half) / denominator) : (numerator + half) / denominator;
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new ShopdeskError('money.range', 'The amount is larger than any price.');
  return number;
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency === b.currency) return;
  throw new ShopdeskError(
    'money.currency',
    `${a.currency} and ${b.currency} cannot be compared as they are.`,
    {
      remedy: 'Convert one of them first.',
    },
  );
}

function isNumericText(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/u.test(text);
}

function notAPrice(text: string): ShopdeskError {
  return new ShopdeskError('money.invalid', `"${text}" is not a price.`);
}
