/** Numbers with units, read from titles, descriptions and requests, in one base unit per dimension. */
import { singular } from './singular.ts';
import { colours } from './words.ts';

export type Dimension =
  | 'length'
  | 'data'
  | 'byte-rate'
  | 'bit-rate'
  | 'frequency'
  | 'power'
  | 'voltage'
  | 'current'
  | 'charge'
  | 'energy'
  | 'mass'
  | 'volume'
  | 'time'
  | 'rotation'
  | 'loudness'
  | 'pixels'
  | 'angle'
  | 'share';

/** How many of a thing: the 5 of `5-disc`, the 12 of `12 cores`. */
export type Count = `count of ${string}`;

/** In `R/W 7400/6500 MB/s` the first is the read speed and the second the write speed; `16GB RAM, 512GB SSD`. */
export type QuantityRole = 'read' | 'write' | 'ram' | 'storage';

export interface Quantity {
  readonly dimension: Dimension | Count;
  /** In the base unit: metre, byte, byte/s, bit/s, hertz, watt, volt, ampere, gram, litre, second, … */
  readonly value: number;
  /** Where it stands in the text it was read from. */
  readonly start: number;
  readonly end: number;
  /** One of several equal parts: the 16 GB of `32GB Kit (2 x 16GB)`. */
  readonly part: boolean;
  readonly role: QuantityRole | undefined;
}

/**
 * Every quantity of a normalised text (see `normalise`), in order. Lists that share a unit give each of
 * their values: `12/256GB`, `240/280 mm`, `900 x 400 mm`.
 */
export function quantitiesIn(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole, numbers = '', unitName = ''] = match;
    const unit = units.get(unitName);
    const values = numbers.match(/\d+(?:[.,]\d+)?/gu) ?? [];
    if (!unit || (ambiguousUnits.has(unitName) && values.length > 1)) continue;
    if (unitName === 'in' && isPreposition(text.slice(match.index + whole.length), numbers)) continue;
    // `5G` is a mobile network, whatever a scale could show.
    if (unitName === 'g' && /^[2-5]$/u.test(numbers)) continue;
    const part = /^\d{1,2}\s*x\s*\d/u.test(numbers) && unit.dimension === 'data';
    const roles = rolesBefore(text.slice(Math.max(0, match.index - 24), match.index), unit.dimension);
    for (const [index, value] of (part ? values.slice(1) : values).entries()) {
      found.push({
        dimension: unit.dimension,
        value: baseValue(value, unit),
        start: match.index,
        end: match.index + whole.length,
        part,
        role:
          values.length > 1 || roles.length === 1
            ? roles[index]
            : roleAfter(
                text.slice(match.index + whole.length, match.index + whole.length + 16),
                unit.dimension,
              ),
      });
    }
  }
  return [...found, ...countsIn(text)];
}

/** `the Castell 500 in stock`, `an A25 in black`, and more inches than anything on sale has. */
function isPreposition(after: string, numbers: string): boolean {
  const [, word = ''] = /^\s+([\p{L}]+)/u.exec(after) ?? [];
  return colours.has(word) || notMeasured.test(word) || (/^\s/u.test(after) && Number(numbers) > 120);
}

const notMeasured =
  /^(?:stock|store|stores|shop|shops|the|an?|my|your|our|this|that|total|good|mint|perfect|used|any|all|europe|us|uk|usa|germany|china|boston)$/u;

/** Parts that are counted in titles; a number before any other word is a model or a size. */
const counted =
  /(?<![\w.,-])(?<!\b(?:series|generation|gen|model|version)\s)(\d{1,3})(?:\s?[x-]?\s?|x?\s(?:[a-z]{2,9}\s){1,2})(core|thread|port|fan|disc|disk|cd|碟|blade|bay|button|key|channel|pack|piece|slot|burner|person|people|seat|drawer|speed|band|ddr[345]|ram)(?:s|es)?(?:(?<=\p{Script=Han})|(?!(?!\p{Script=Han})[\p{L}\p{N}]))/gu;
/** `8 DDR5` is how a motherboard's title says that it has eight memory slots. */
const sameCount = new Map([
  ['disk', 'disc'],
  ['cd', 'disc'],
  ['碟', 'disc'],
  ['people', 'person'],
  ['ddr3', 'ram'],
  ['ddr4', 'ram'],
  ['ddr5', 'ram'],
]);

/** The `500 CD` of `Castell 500 CD Player` counts nothing; `5-CD` and `300 CDs` do. */
const isModelOfPlayer = /^\d+\s+cd$/u;

function countsIn(text: string): Quantity[] {
  return [...text.matchAll(counted)]
    .filter(([whole]) => !isModelOfPlayer.test(whole))
    .map(([whole, number, thing = ''], at, all) => ({
      dimension: `count of ${isOfMemory(text, all[at]) ? 'ram' : (sameCount.get(thing) ?? thing)}` as const,
      value: Number(number),
      start: all[at]?.index ?? 0,
      end: (all[at]?.index ?? 0) + whole.length,
      part: false,
      role: undefined,
    }));
}

/** `8 memory slots`, `8 slots for DDR5`: what `8 DDR5` says in a title. */
function isOfMemory(text: string, match: RegExpExecArray | undefined): boolean {
  if (match?.[2] !== 'slot') return false;
  return /\b(?:ram|memory|dimm|g?ddr\d)\b/u.test(text.slice(match.index, match.index + match[0].length + 20));
}

/** Equal for a shopper, whatever the rounding of the unit: 27 inches and 68.6 cm. */
export function sameQuantity(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.004 * Math.max(Math.abs(a), Math.abs(b));
}

interface Unit {
  readonly dimension: Dimension;
  readonly factor: number;
}

const units = new Map<string, Unit>(
  (
    [
      ['length', 1e-3, 'mm millimeter millimeters millimetre millimetres 毫米'],
      ['length', 1e-2, 'cm centimeter centimeters centimetre centimetres 厘米'],
      ['length', 1, 'm meter meters metre metres 米'],
      ['length', 0.0254, '" inch inches in 英寸 寸'],
      ['length', 0.3048, 'ft foot feet'],
      ['data', 1e3, 'kb'],
      ['data', 1e6, 'mb megabyte megabytes'],
      ['data', 1e9, 'gb gigabyte gigabytes'],
      ['data', 1e12, 'tb terabyte terabytes'],
      ['byte-rate', 1e6, 'mb/s mbyte/s'],
      ['byte-rate', 1e9, 'gb/s gbyte/s'],
      ['bit-rate', 1e6, 'mbps mbit/s'],
      ['bit-rate', 1e9, 'gbps gbit/s'],
      ['frequency', 1, 'hz hertz 赫兹'],
      ['frequency', 1e3, 'khz'],
      // Memory is sold by transfers a second and spoken of in megahertz.
      ['frequency', 1e6, 'mhz mt/s'],
      ['frequency', 1e9, 'ghz'],
      ['power', 1, 'w watt watts 瓦'],
      ['power', 1e3, 'kw'],
      ['voltage', 1, 'v volt volts 伏'],
      ['charge', 1e-3, 'mah'],
      ['energy', 1, 'wh'],
      ['mass', 1e-3, 'mg'],
      ['mass', 1, 'g gram grams 克'],
      ['mass', 1e3, 'kg kilogram kilograms 公斤 千克'],
      ['mass', 453.59237, 'lb lbs pound pounds'],
      ['mass', 28.349523, 'oz ounce ounces'],
      ['volume', 1e-3, 'ml 毫升'],
      ['volume', 1, 'l litre litres liter liters 升'],
      ['time', 1e-3, 'ms'],
      ['time', 60, 'min minute minutes'],
      ['time', 3600, 'h hr hrs hour hours 小时'],
      ['time', 31_557_600, 'year years yr yrs 年'],
      ['rotation', 1 / 60, 'rpm'],
      ['loudness', 1, 'db db(a) 分贝'],
      ['pixels', 1e6, 'mp megapixel megapixels'],
      ['angle', 1, '° degree degrees'],
      ['share', 0.01, '% percent'],
    ] as const
  ).flatMap(([dimension, factor, names]) =>
    names.split(' ').map((name) => [name, { dimension, factor }] as const),
  ),
);

/** Short enough to be something else after a list: `4/5 in`, `2/3 m`. */
const ambiguousUnits = new Set(['in', 'h', 'l', 'g', 'v', 'w']);

const unitNames = [...units.keys()]
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&'))
  .join('|');
const number = '\\d{1,9}(?:[.,]\\d{1,6})?';
const pattern = new RegExp(
  `(?<![\\w.,])(${number}(?:\\s?(?:/|x|-)\\s?${number}){0,3})\\s?-?(${unitNames})(?:(?<=\\p{Script=Han})|(?!(?!\\p{Script=Han})[\\p{L}\\p{N}]|/s))`,
  'gu',
);

function baseValue(text: string, unit: Unit): number {
  // `1,440` groups thousands, `1,5` is a decimal comma.
  const amount = Number(/^\d{1,3},\d{3}$/u.test(text) ? text.replace(',', '') : text.replace(',', '.'));
  // 4096 GB is sold as 4 TB, while 512 GB is not 500 GB.
  const binary = unit.dimension === 'data' && amount >= 1024 && amount % 1024 === 0;
  return (binary ? (amount / 1024) * 1000 : amount) * unit.factor;
}

function roleAfter(after: string, dimension: Dimension): 'ram' | 'storage' | undefined {
  if (dimension !== 'data') return undefined;
  if (/^\s*(?:of\s+)?(?:v?ram|memory|lpddr|g?ddr)/u.test(after)) return 'ram';
  return /^\s*(?:of\s+)?(?:(?:internal\s+)?storage|ssd|hdd|rom|disk|hard|emmc|flash)/u.test(after)
    ? 'storage'
    : undefined;
}

function rolesBefore(before: string, dimension: Dimension): readonly ('read' | 'write')[] {
  if (dimension !== 'byte-rate') return [];
  if (/r\/w[^a-z]{0,4}$/u.test(before)) return ['read', 'write'];
  const last = /\b(?:(read|r)|(write|w))[^.,;]{0,16}$/u.exec(before);
  if (last?.[1]) return ['read'];
  return last?.[2] ? ['write'] : ['read', 'write'];
}

/** Words beside a quantity that say what it measures: the `radiator` of `360mm radiator`. */
export function nounsAround(text: string, quantity: Quantity): ReadonlySet<string> {
  const before =
    text
      .slice(0, quantity.start)
      .split(/[.;,()]/u)
      .at(-1) ?? '';
  const after = text.slice(quantity.end).split(/[.;,()]/u, 1)[0] ?? '';
  const words = `${before.split(/\s+/u).slice(-8).join(' ')} ${after.split(/\s+/u).slice(0, 5).join(' ')}`;
  return new Set((words.match(/[a-z]{3,}/gu) ?? []).map(singular));
}
