/** A shopper's sentence as requirements: "cheapest DDR4 RAM above 3000 MHz under 50 euros". */
import { headType, implied, isWornOnNamed, type ProductType, typeAt } from './product-types.ts';
import { type PriceLimits, readPrice } from './request-price.ts';
import { type QuantityRequirement, readQuantities } from './request-quantities.ts';
import { readSuperlative, type Superlative } from './request-superlative.ts';
import { isModelToken, isShortName, isStandard, needsNeighbour, normalise, tokensOf } from './tokens.ts';
import {
  askingWords,
  colouredParts,
  colours,
  describingWords,
  measureWords,
  standardsOf,
  vagueKinds,
} from './words.ts';

export interface RequestWord {
  /** Any of these satisfies it: `A25 and A35`. */
  readonly anyOf: readonly string[];
  /** The word before it, when it is too short to mean anything alone. */
  readonly previous: string | undefined;
  /** The word after it, when it is too short and nothing stands before it: `8 DDR5`. */
  readonly next: string | undefined;
  /** Its position among the words of the request. */
  readonly at: number;
  /** Describes the kind of product rather than naming it. */
  readonly describing: boolean;
  /** A part told by another word (`ARGB fans`): it need not be named, only not denied. */
  readonly isPart: boolean;
}

export interface OfferRequest {
  readonly text: string;
  /** Cheapest only; all ties. */
  readonly cheapest: boolean;
  readonly superlative: Superlative | undefined;
  readonly type: ProductType | undefined;
  /** What a word that is not always a kind says it may be: `fans`, which is in the names of coolers too. */
  readonly perhaps: ProductType | undefined;
  /** Words of the product's own name, brand included. */
  readonly names: readonly RequestWord[];
  /** Words of what it must have or fit. */
  readonly features: readonly RequestWord[];
  /** Each must be there; alternatives within one. */
  readonly colours: readonly (readonly string[])[];
  /** Parts it must not have: `without a cooler`. */
  readonly without: readonly string[];
  readonly quantities: readonly QuantityRequirement[];
  readonly price: PriceLimits;
  readonly condition: 'new' | 'refurbished' | 'used' | undefined;
}

/** Understands a request. `currency` is the shopper's, for prices without a sign. */
export function readRequest(source: string, currency = 'EUR'): OfferRequest {
  const asked = normalise(source.slice(0, 2_000))
    .replace(/https?:\/\/\S+|\{\{\S*/gu, ' ')
    .split(/(?<=[.?!。？！])\s+/u)
    .filter((sentence) => !/^(?:if|in case|when)\b.*\b(?:lowest|same|tie|share|multiple)\b/u.test(sentence))
    .join(' ');
  const price = readPrice(asked, currency);
  const denied = readWithout(price.rest);
  const superlative = readSuperlative(denied.rest);
  const { quantities, rest } = readQuantities(superlative.rest);
  const words = readWords(
    rest,
    new Set(quantities.flatMap(({ dimension }) => [...(measureWords.get(dimension) ?? [])])),
  );
  return {
    text: source,
    cheapest:
      /\b(?:cheapest|lowest[- ]priced?|best[- ]price|lowest (?:\w+ )?price|lowest (?:cost|total)|least expensive|least money|most affordable|best deal)\b|最便宜|最低价|价格最低/u.test(
        asked,
      ),
    superlative: superlative.superlative,
    quantities,
    price: price.limits,
    without: denied.without,
    condition: readCondition(asked),
    ...words,
  };
}

function readWithout(text: string): { without: readonly string[]; rest: string } {
  const denied = /(?:\bwithout|不带|不含)\s*(?:an? |any |the )?([a-z]{3,}|\p{Script=Han}{1,4})/gu;
  const without = [...text.matchAll(denied)].flatMap(([, part = '']) => tokensOf(part).slice(0, 1));
  return { without, rest: text.replace(denied, ' ') };
}

function readCondition(text: string): OfferRequest['condition'] {
  if (/\b(?:refurbished|renewed|reconditioned)\b|翻新/u.test(text)) return 'refurbished';
  if (/\b(?:used|second[- ]hand|pre-?owned)\b(?! (?:for|with|as|in|by))|二手/u.test(text)) return 'used';
  return /\b(?:brand[- ])?new\b|全新/u.test(text) ? 'new' : undefined;
}

/** Where the product's own name ends and what it must have or fit begins. */
const featureMarkers = new Set([
  'which',
  'that',
  'with',
  'having',
  'featuring',
  'supporting',
  'suitable',
  'compatible',
  'for',
  'whose',
  'including',
  'equipped',
  'designed',
  'clocking',
  'offering',
  'take',
  'taking',
  'in',
  '带',
  '支持',
  '适用',
  '用于',
]);
const makerMarkers = new Set(['from', 'by', 'brand']);

/** `measured` are the words that the request's figures say already. */
function readWords(
  text: string,
  measured: ReadonlySet<string>,
): Pick<OfferRequest, 'type' | 'perhaps' | 'names' | 'features' | 'colours'> {
  const opening = /^.{0,60}?\b(?:offers?|deals?|prices?)\s+(?:for|on|of)\b/u.exec(text)?.[0] ?? '';
  const tokens = tokensOf(text.slice(opening.length));
  const marked = tokens.map((token, at) => ({ token, at, isName: true }));
  let inName = true;
  for (const word of marked) {
    if (makerMarkers.has(word.token)) inName = true;
    else if (
      featureMarkers.has(word.token) &&
      marked.some(({ token, at }) => at < word.at && !askingWords.has(token))
    )
      inName = false;
    word.isName = inName;
  }
  const name = marked.filter(({ isName, token }) => isName && !makerMarkers.has(token));
  const found = headType(name.map(({ token }) => token));
  const kindWords = found ? name.slice(found.start, found.end) : [];
  const before = name.slice(0, found?.start);
  const wornOnNamed =
    found !== undefined &&
    isWornOnNamed(
      found.type,
      before.map(({ token }) => token),
    );
  // Of `Apple Watch bands` the watch is what they fit.
  if (wornOnNamed) for (const word of before) word.isName = false;
  // A bare `case` may be one for a phone: it stays a word to look for.
  const isVague = kindWords.length === 1 && vagueKinds.has(kindWords[0]?.token ?? '') && !wornOnNamed;
  const head = isVague ? undefined : found;
  const typeWords = new Set(isVague ? [] : kindWords.map(({ at }) => at));
  const colourAt = new Map(
    marked.flatMap(({ token, at }) => {
      const colour = colours.get(token);
      const isOfPart =
        colouredParts.has(tokens[at + 1] ?? '') || (token === 'gold' && tokens[at - 1] === 'plus');
      return colour && !isOfPart ? [[at, colour] as const] : [];
    }),
  );
  const words = marked.filter(
    ({ token, at }) =>
      !typeWords.has(at) &&
      !colourAt.has(at) &&
      !askingWords.has(token) &&
      !measured.has(token) &&
      !implied(head?.type, token) &&
      !(standardsOf.has(token) && isStandard(tokens[at - 1] ?? '')),
  );
  // A part by its kind beside what tells it (`modular cables`) is told by that.
  const isPart = ({ token, isName }: { token: string; isName: boolean }) =>
    !isName && typeAt([token], 0) !== undefined;
  const toldOtherwise = words.some((word) => !word.isName && !isPart(word));
  const wordsOf = (isName: boolean) =>
    mergeAlternatives(
      words
        .filter((word) => word.isName === isName)
        .map((word) => ({
          ...requestWord(word.token, word.at, tokens, isName),
          isPart: toldOtherwise && isPart(word),
        })),
      tokens,
    );
  return {
    type: head?.type ?? (isVague ? undefined : typeOfStandard(tokens)),
    perhaps: isVague ? found?.type : undefined,
    names: wordsOf(true),
    features: wordsOf(false),
    colours: colourGroups(colourAt, tokens),
  };
}

function requestWord(
  token: string,
  at: number,
  tokens: readonly string[],
  isName: boolean,
): Omit<RequestWord, 'isPart'> {
  const leaning = needsNeighbour(token);
  const before = leaning && !askingWords.has(tokens[at - 1] ?? 'a') ? tokens[at - 1] : undefined;
  const isKind = !isName && typeAt([token], 0) !== undefined;
  return {
    anyOf: olderOrNewer(token, tokens.slice(Math.max(0, at - 2), at)) ?? alsoWritten(token),
    at,
    previous: before,
    next: leaning && before === undefined && !isShortName(token) ? tokens[at + 1] : undefined,
    describing: (describingWords.has(token) && !isLineOfCards(token, tokens[at + 1])) || isKind,
  };
}

/** `DDR4 above 3000 MHz` is memory, though nobody says so. */
function typeOfStandard(tokens: readonly string[]): ProductType | undefined {
  return tokens.some((token) => /^ddr\d$/u.test(token)) ? typeAt(['memory'], 0)?.type : undefined;
}

/** `LGA1700` stands in titles as `1700`. */
function alsoWritten(token: string): readonly string[] {
  const [, socket] = /^lga(\d{3,4})$/u.exec(token) ?? [];
  return socket === undefined ? [token] : [token, socket];
}

/** `Dual` alone names a line of graphics cards; a `dual SIM` phone is described by it. */
function isLineOfCards(token: string, next: string | undefined): boolean {
  return (
    token === 'dual' && (next === undefined || /^(?:[rg]tx?|rx|geforce|radeon|nvidia|oc|evo)$|\d/u.test(next))
  );
}

/** `older than AM5` is any lower number of the same family. */
function olderOrNewer(token: string, before: readonly string[]): string[] | undefined {
  const [, family = '', number = ''] = /^([a-z]+)(\d{1,2})$/u.exec(token) ?? [];
  const [comparison, than] = before;
  if (number === '' || than !== 'than' || comparison === undefined) return undefined;
  const given = Number(number);
  if (/^(?:older|lower|earlier)$/u.test(comparison))
    return range(1, given - 1).map((member) => family + member);
  if (/^(?:newer|higher|later)$/u.test(comparison))
    return range(given + 1, given + 9).map((member) => family + member);
  return undefined;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

/** `A25 and A35`: model names of one shape joined by and, or, a comma are alternatives. */
function mergeAlternatives(words: readonly RequestWord[], tokens: readonly string[]): RequestWord[] {
  const merged: RequestWord[] = [];
  for (const word of words) {
    // Said twice, it is required once.
    if (merged.some(({ anyOf, previous }) => anyOf[0] === word.anyOf[0] && previous === word.previous))
      continue;
    const last = merged.at(-1);
    const between = last ? tokens.slice(last.at + 1, word.at) : [];
    if (
      last &&
      (isEither(last, word, between) ||
        (isModelToken(word.anyOf[0] ?? '') &&
          areAlternatives(last.anyOf[0], word.anyOf[0], between, tokens.slice(0, last.at))))
    ) {
      merged[merged.length - 1] = { ...last, at: word.at, anyOf: [...last.anyOf, ...word.anyOf] };
    } else merged.push(word);
  }
  return merged;
}

/** `G-Sync or FreeSync`. */
function isEither(one: RequestWord, other: RequestWord, between: readonly string[]): boolean {
  const alone = [one, other].every(({ previous, next }) => previous === undefined && next === undefined);
  return alone && between.length === 1 && /^(?:or|或|或者)$/u.test(between[0] ?? '');
}

/** `A25 and A35`, `A25 and the Galaxy A35` after `Galaxy`, and what a stroke divided: `A25 A35`. */
function areAlternatives(
  one: string | undefined,
  other: string | undefined,
  between: readonly string[],
  before: readonly string[],
): boolean {
  if (between.length === 0) return one !== other && lineOf(one) === lineOf(other);
  return (
    shapeOf(one) === shapeOf(other) &&
    between.some((token) => /^(?:and|or)$/u.test(token)) &&
    between.every((token) => /^(?:and|or|the)$/u.test(token) || before.includes(token))
  );
}

/** Of `a25` and `a35` the same: what their maker counts up. */
function lineOf(token = ''): string {
  return token.replace(/\d/gu, '0');
}

function shapeOf(token = ''): string {
  return token.replace(/[a-z]+/gu, 'a').replace(/\d+/gu, '0');
}

function colourGroups(colourAt: ReadonlyMap<number, string>, tokens: readonly string[]): string[][] {
  const groups: string[][] = [];
  let last = -9;
  for (const [at, colour] of colourAt) {
    const group = groups.at(-1);
    if (group && at === last + 2 && tokens[at - 1] === 'or') group.push(colour);
    else groups.push([colour]);
    last = at;
  }
  return groups;
}
