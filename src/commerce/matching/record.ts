/** A product record of any shop, read into what the matcher compares: words, codes, numbers, prices. */

/** One record as a shop, a feed or an evaluation file states it; absent fields are empty. */
export interface ProductRecord {
  readonly title: string;
  readonly brand: string;
  /** Manufacturer's part number or model. */
  readonly model: string;
  readonly category: string;
  readonly description: string;
  /** In one currency for all records compared; undefined when unknown. */
  readonly price: number | undefined;
  /** Checked GTIN, 14 digits (see `gtinOf`). */
  readonly gtin?: string;
}

/** A record's comparable form. Word ids index the vocabulary it was read with. */
export interface Profile {
  readonly record: ProductRecord;
  /** Title words in order. */
  readonly words: readonly string[];
  readonly wordSet: ReadonlySet<string>;
  /** Title and description words. */
  readonly allWords: ReadonlySet<string>;
  readonly descriptionWords: ReadonlySet<string>;
  /** Model numbers of the title and the model field: letters and digits mixed, or long numbers. */
  readonly codes: readonly string[];
  /** Codes that the description names. */
  readonly otherCodes: ReadonlySet<string>;
  /** Numbers of the title with the unit they carry, if any: `2007`, `19"`, `8gb`. */
  readonly numbers: ReadonlySet<string>;
  /** The title without anything but letters and digits. */
  readonly compact: string;
  readonly compactModel: string;
  readonly brandWords: ReadonlySet<string>;
  readonly trigrams: ReadonlySet<string>;
  readonly initials: string;
}

const longestTitle = 60;
const longestDescription = 200;

/** Reads a record. Texts may be of any length; only their first words count. */
export function profileOf(record: ProductRecord): Profile {
  const title = simplify(record.title);
  const words = wordsIn(title).slice(0, longestTitle);
  const descriptionWords = new Set(wordsIn(simplify(record.description)).slice(0, longestDescription));
  const compactModel = simplify(record.model).replace(/[^\p{L}\p{N}]/gu, '');
  return {
    record,
    words,
    wordSet: new Set(words),
    allWords: new Set([...words, ...descriptionWords]),
    descriptionWords,
    codes: [
      ...new Set([
        ...codesIn(title),
        ...codesIn(simplify(record.model)),
        ...(compactModel.length >= 3 ? [compactModel] : []),
      ]),
    ].slice(0, 12),
    otherCodes: new Set(codesIn(simplify(record.description)).slice(0, 60)),
    numbers: new Set(numbersIn(title)),
    compact: title.replace(/[^\p{L}\p{N}]/gu, ''),
    compactModel,
    brandWords: new Set(wordsIn(simplify(record.brand))),
    trigrams: trigramsOf(words.join(' ')),
    initials: words.map((word) => word.charAt(0)).join(''),
  };
}

function simplify(text: string): string {
  return text
    .slice(0, 4_000)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/&/gu, ' and ')
    .replace(/(?<=\d),(?=\d{3}\b)/gu, '');
}

/** Runs of letters and digits; decimals stay whole. */
function wordsIn(text: string): string[] {
  return text.match(/\d+\.\d+|\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
}

/** Written codes without their hyphens, slashes and dots: `STR-DG520` is `strdg520`. */
function codesIn(text: string): string[] {
  const codes: string[] = [];
  for (const chunk of text.split(/[\s,;:()[\]]+/u)) {
    const code = chunk.replace(/[^\p{L}\p{N}]/gu, '');
    if (code.length > 24) continue;
    if (/^(?=.*\d)(?=.*[a-z])[a-z0-9]{4,}$/u.test(code) || /^\d{5,}$/u.test(code)) codes.push(code);
    // `lds4821/white` carries its code in one part.
    for (const part of chunk.split(/[^\p{L}\p{N}]+/u)) {
      if (part !== code && /^(?=.*\d)(?=.*[a-z])[a-z0-9]{4,}$/u.test(part)) codes.push(part);
    }
  }
  return codes;
}

function numbersIn(text: string): string[] {
  return [
    ...text.matchAll(
      /(?<![\p{L}\p{N}.])(\d+(?:\.\d+)?)\s?(gb|tb|mb|mm|cm|ft|feet|foot|inch(?:es)?|in|pack|pk|users?|w|watts?|oz|ml|["']{1,2}|x|-|)(?![\p{L}\p{N}])/gu,
    ),
  ].map(([, value = '', unit = '']) => `${Number(value)}${unitNames.get(unit) ?? ''}`);
}

const unitNames = new Map([
  ['gb', 'gb'],
  ['tb', 'tb'],
  ['mb', 'mb'],
  ['mm', 'mm'],
  ['cm', 'cm'],
  ['ft', 'ft'],
  ['feet', 'ft'],
  ['foot', 'ft'],
  ['inch', 'in'],
  ['inches', 'in'],
  ['"', 'in'],
  ["'", 'in'],
  ["''", 'in'],
  ['pack', 'pk'],
  ['pk', 'pk'],
  ['user', 'user'],
  ['users', 'user'],
  ['w', 'w'],
  ['watt', 'w'],
  ['watts', 'w'],
  ['oz', 'oz'],
  ['ml', 'ml'],
]);

function trigramsOf(text: string): Set<string> {
  const padded = ` ${text} `;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at += 1) grams.add(padded.slice(at, at + 3));
  return grams;
}
