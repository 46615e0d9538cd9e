/** Recognises what a question names: dates, money, quantities with units, order numbers, addresses, places. */
import * as chrono from 'chrono-node';
import type { Language } from '../../core/language.ts';
import { type Place, placesIn } from './places.ts';

export type Entity = Span & (DateEntity | MoneyEntity | QuantityEntity | NamedEntity | PlaceEntity);

interface Span {
  /** As it stands in the text. */
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
}
interface DateEntity {
  readonly kind: 'date';
  /** ISO date, or date and time (local to the shopper) when a time was said. */
  readonly from: string;
  /** The end of a span of days. */
  readonly to?: string | undefined;
}
interface MoneyEntity {
  readonly kind: 'money';
  /** Exact decimal as written, such as `1299.00`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}
interface QuantityEntity {
  readonly kind: 'quantity';
  readonly amount: number;
  /** The unit's symbol (`m`, `mm`, `W`, `Ω`, `Hz`, `disc`, `day` …). */
  readonly unit: string;
}
interface NamedEntity {
  readonly kind: 'order' | 'email';
  readonly value: string;
}
interface PlaceEntity {
  readonly kind: 'place';
  readonly place: Place;
}

/**
 * Everything recognised in a text, in the order in which it stands there.
 * @param now Unix ms, what "tomorrow" is counted from.
 */
export function entitiesIn(text: string, language: Language, now: number): Entity[] {
  const found = [
    ...emailsIn(text),
    ...moneyIn(text),
    ...ordersIn(text),
    ...quantitiesIn(text),
    ...datesIn(text, language, now),
    ...placesIn(text, language).map(
      ({ text: name, at, place }): Entity => ({ kind: 'place', text: name, at, place }),
    ),
  ];
  // Where two readings overlap, the kinds above are surer than those below them.
  const kept: Entity[] = [];
  for (const entity of found) if (!kept.some((other) => overlap(entity, other))) kept.push(entity);
  return kept.sort((one, other) => one.at - other.at);
}

function overlap(one: Span, other: Span): boolean {
  return one.at < other.at + other.text.length && other.at < one.at + one.text.length;
}

function emailsIn(text: string): Entity[] {
  return all(
    text,
    /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu,
    ([value]) => ({
      kind: 'email',
      value: value.toLowerCase(),
    }),
  );
}

/** "NS-10482", "#10482", "order 10482", "订单号 10482": at least four digits. */
function ordersIn(text: string): Entity[] {
  return all(
    text,
    /(?:\border(?:\s+(?:number|no\.?|nr\.?))?\s*(?:is\s*)?[:#]?\s*|订单号?\s*(?:是|：|:)?\s*|訂單號?\s*(?:是|：|:)?\s*|#)((?:[A-Za-z]{1,4}-?)?\d{4,12})\b|\b([A-Z]{1,4}-\d{4,12})\b/gu,
    ([, named, bare]) => ({ kind: 'order', value: (named ?? bare ?? '').toUpperCase() }),
  );
}

const currencies: Readonly<Record<string, string>> = {
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  美元: 'USD',
  美金: 'USD',
  刀: 'USD',
  c$: 'CAD',
  cad: 'CAD',
  加元: 'CAD',
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  欧元: 'EUR',
  歐元: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  pounds: 'GBP',
  英镑: 'GBP',
  '¥': 'CNY',
  rmb: 'CNY',
  cny: 'CNY',
  yuan: 'CNY',
  元: 'CNY',
  块: 'CNY',
  人民币: 'CNY',
};
const signs = Object.keys(currencies)
  .sort((one, other) => other.length - one.length)
  .map((sign) => sign.replace(/\$/g, '\\$'))
  .join('|');
const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?`;
const moneyPattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(${signs})\s?(${number})(?![\d.])|(?<![\d.,])(${number})\s?(${signs})(?![A-Za-z])`,
  'giu',
);

function moneyIn(text: string): Entity[] {
  return all(text, moneyPattern, ([, sign, after, before, name]) => ({
    kind: 'money',
    amount: (after ?? before ?? '').replaceAll(',', ''),
    currency: currencies[(sign ?? name ?? '').toLowerCase()] ?? 'USD',
  }));
}

/** Units as people write them, by the symbol they stand for. */
const units: Readonly<Record<string, string>> = {
  mm: 'mm',
  millimeter: 'mm',
  millimetre: 'mm',
  毫米: 'mm',
  cm: 'cm',
  centimeter: 'cm',
  centimetre: 'cm',
  厘米: 'cm',
  m: 'm',
  meter: 'm',
  metre: 'm',
  米: 'm',
  ft: 'ft',
  foot: 'ft',
  feet: 'ft',
  英尺: 'ft',
  in: 'in',
  inch: 'in',
  inches: 'in',
  '"': 'in',
  英寸: 'in',
  kg: 'kg',
  kilo: 'kg',
  kilogram: 'kg',
  公斤: 'kg',
  千克: 'kg',
  g: 'g',
  gram: 'g',
  克: 'g',
  lb: 'lb',
  lbs: 'lb',
  pound: 'lb',
  磅: 'lb',
  oz: 'oz',
  ounce: 'oz',
  w: 'W',
  watt: 'W',
  瓦: 'W',
  v: 'V',
  volt: 'V',
  伏: 'V',
  ohm: 'Ω',
  ω: 'Ω',
  欧姆: 'Ω',
  欧: 'Ω',
  hz: 'Hz',
  khz: 'kHz',
  mhz: 'MHz',
  ghz: 'GHz',
  赫兹: 'Hz',
  gb: 'GB',
  tb: 'TB',
  mb: 'MB',
  bit: 'bit',
  db: 'dB',
  disc: 'disc',
  disk: 'disc',
  cd: 'disc',
  碟: 'disc',
  张: 'disc',
  rpm: 'rpm',
  转: 'rpm',
  day: 'day',
  天: 'day',
  日: 'day',
  week: 'week',
  周: 'week',
  星期: 'week',
  month: 'month',
  个月: 'month',
  year: 'year',
  年: 'year',
  hour: 'hour',
  小时: 'hour',
  minute: 'minute',
  分钟: 'minute',
};
const unitNames = Object.keys(units)
  .sort((one, other) => other.length - one.length)
  .join('|');
const quantityPattern = new RegExp(
  String.raw`(?<![\p{L}\d.,-])(\d{1,6}(?:[.,]\d{1,3})?)[\s-]?(${unitNames})(?:s|es)?(?![A-Za-z\d])`,
  'giu',
);

function quantitiesIn(text: string): Entity[] {
  return all(text, quantityPattern, ([, amount = '', unit = '']) => ({
    kind: 'quantity',
    amount: Number(amount.replace(',', '.')),
    unit: units[unit.toLowerCase()] ?? unit,
  }));
}

/** `chrono-node` reads dates of both languages; a lone month or a bare number is left alone. */
function datesIn(text: string, language: Language, now: number): Entity[] {
  const reader = language === 'zh' ? chrono.zh : chrono.casual;
  return reader.parse(text.slice(0, 1_000), new Date(now), { forwardDate: true }).flatMap((result) => {
    const certain = result.start.isCertain('day') || result.start.isCertain('weekday');
    if (!certain) return [];
    const date: Entity = {
      kind: 'date',
      text: result.text,
      at: result.index,
      from: isoOf(result.start),
      ...(result.end && { to: isoOf(result.end) }),
    };
    return [date];
  });
}

function isoOf(parts: chrono.ParsedComponents): string {
  const pad = (value: number | null, width = 2) => String(value ?? 0).padStart(width, '0');
  const day = `${pad(parts.get('year'), 4)}-${pad(parts.get('month'))}-${pad(parts.get('day'))}`;
  return parts.isCertain('hour') ? `${day}T${pad(parts.get('hour'))}:${pad(parts.get('minute'))}` : day;
}

/** Every match of a pattern as an entity with its place in the text. */
function all<T extends object>(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => T,
): (T & Span)[] {
  return Array.from(text.matchAll(pattern), (match) => ({ ...read(match), text: match[0], at: match.index }));
}
