/** Offers of all shops, read once into tokens, quantities, colours and kinds, so that a request takes milliseconds. */
import type { Money } from '../../core/money.ts';
import { createSlices } from '../../core/slices.ts';
import { headType, isKindOf, type ProductType, typeAt } from './product-types.ts';
import { type Quantity, quantitiesIn } from './quantities.ts';
import { needsNeighbour, normalise, tokensOf } from './tokens.ts';
import { colouredParts, colours, vagueKinds } from './words.ts';

/** An offer as the catalogue knows it. Texts are plain (no HTML). */
export interface CatalogueOffer {
  readonly id: string;
  readonly shop: string;
  readonly title: string;
  readonly description: string;
  readonly brand?: string;
  readonly categories: readonly string[];
  /** What the shopper pays; absent when the shop names no price. */
  readonly price?: Money;
  readonly inStock: boolean;
  readonly condition?: 'new' | 'refurbished' | 'used';
}

/** One field's words: single tokens and neighbours written as one (`sata 3` also as `sata3`). */
export interface TextIndex {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly words: ReadonlySet<string>;
  readonly quantities: readonly Quantity[];
  readonly colours: ReadonlySet<string>;
}

export interface IndexedOffer {
  readonly offer: CatalogueOffer;
  readonly title: TextIndex;
  /** Of the description; read when it is first looked at, since of a large catalogue few ever are. */
  readonly body: () => TextIndex;
  /** Words of the categories. */
  readonly labels: ReadonlySet<string>;
  /** Words of the brand, and of the title before `for` or `compatible with`: what is sold, not what it fits. */
  readonly sold: ReadonlySet<string>;
  /** What the title says it is; else what its category says. */
  readonly types: readonly ProductType[];
  readonly condition: 'new' | 'refurbished' | 'used' | undefined;
}

export interface OfferIndex {
  readonly offers: readonly IndexedOffer[];
  /** By `SHOP:ID`. */
  readonly byKey: ReadonlyMap<string, IndexedOffer>;
  /** Positions in `offers` by a word of title, brand or category. */
  readonly byWord: ReadonlyMap<string, readonly number[]>;
  /** Positions by kind of product, wider kinds included. */
  readonly byType: ReadonlyMap<string, readonly number[]>;
  /** Words that a title carries as one. */
  readonly words: ReadonlySet<string>;
  /** False for a word that surely no offer has anywhere; known of catalogues that are searched whole. */
  mentions(word: string): boolean;
  /** How telling a word is: the logarithm of how few titles carry it. */
  weight(word: string): number;
}

/** Reads the offers, once; searching then never looks at their texts again. */
export function createOfferIndex(source: Iterable<CatalogueOffer>): OfferIndex {
  const builder = createBuilder();
  for (const offer of source) builder.add(offer);
  return builder.index();
}

/**
 * The same in slices, so that nobody waits for a large catalogue. Texts that are as in `previous` are not read again: when
 * prices alone change, next to nothing is.
 */
export async function buildOfferIndex(
  source: Iterable<CatalogueOffer>,
  previous?: OfferIndex,
): Promise<OfferIndex> {
  const builder = createBuilder(previous);
  const slices = createSlices();
  for (const offer of source) {
    builder.add(offer);
    if (slices.isOver()) await slices.pause();
  }
  const index = builder.index();
  if (index.offers.length > searchedWhole) return index;
  // Of a small catalogue every description is looked at by the first question; it need not wait for them.
  const mentioned = new Set<string>();
  for (const { title, sold, labels, body } of index.offers) {
    for (const words of [title.words, sold, labels, body().words])
      for (const word of words) mentioned.add(word);
    if (slices.isOver()) await slices.pause();
  }
  return { ...index, mentions: (word) => mentioned.has(word) };
}

/** Up to so many offers are searched one by one; of more, those that share a telling word or the kind. */
export const searchedWhole = 2_000;

function createBuilder(previous?: OfferIndex) {
  const offers: IndexedOffer[] = [];
  const byKey = new Map<string, IndexedOffer>();
  const byWord = new Map<string, number[]>();
  const byType = new Map<string, number[]>();
  const tokens = new Set<string>();
  return {
    add(offer: CatalogueOffer): void {
      const key = `${offer.shop}:${offer.id}`;
      const known = previous?.byKey.get(key);
      const indexed = known && saysTheSame(known.offer, offer) ? { ...known, offer } : indexOffer(offer);
      const at = offers.length;
      for (const word of new Set([...indexed.title.words, ...indexed.sold, ...indexed.labels]))
        place(byWord, word, at);
      for (const id of new Set(indexed.types.flatMap((type) => [type.id, ...type.isA])))
        place(byType, id, at);
      for (const token of indexed.title.tokens) tokens.add(token);
      offers.push(indexed);
      byKey.set(key, indexed);
    },
    index: (): OfferIndex => ({
      offers,
      byKey,
      byWord,
      byType,
      words: tokens,
      mentions: () => true,
      weight: (word) => Math.log(1 + offers.length / (1 + (byWord.get(word)?.length ?? 0))),
    }),
  };
}

function saysTheSame(a: CatalogueOffer, b: CatalogueOffer): boolean {
  return (
    a.title === b.title &&
    a.description === b.description &&
    a.brand === b.brand &&
    a.condition === b.condition &&
    a.categories.length === b.categories.length &&
    a.categories.every((category, at) => category === b.categories[at])
  );
}

function place(postings: Map<string, number[]>, key: string, at: number): void {
  const positions = postings.get(key);
  if (positions) positions.push(at);
  else postings.set(key, [at]);
}

function indexOffer(offer: CatalogueOffer): IndexedOffer {
  const title = indexText(offer.title, true);
  const fits = title.tokens.findIndex((token) => fitting.has(token));
  const brand = tokensOf(normalise(offer.brand ?? ''));
  const labels = tokensOf(normalise(offer.categories.join(' ')));
  let read: TextIndex | undefined;
  const body = () => {
    read ??= indexText(offer.description.slice(0, readDescription), false);
    return read;
  };
  return {
    offer,
    title,
    body,
    labels: new Set(labels),
    sold: new Set([...brand, ...(fits < 0 ? title.words : wordsOf(title.tokens.slice(0, fits), true))]),
    types: typesOf(title, offer.categories),
    condition:
      offer.condition ??
      conditionIn(`${title.text} ${normalise(offer.description.slice(0, conditionWithin))}`),
  };
}

/** Characters of a description that are read: what matters stands first. */
const readDescription = 4_000;
/** Of these, where a shop says that it is used. */
const conditionWithin = 300;

const fitting = new Set(['for', 'compatible', 'fit', 'fits', '适用']);

function indexText(source: string, joinAll: boolean): TextIndex {
  const text = normalise(source);
  const tokens = tokensOf(text);
  const words = wordsOf(tokens, joinAll);
  const named = tokens
    .filter((_, at) => !colouredParts.has(tokens[at + 1] ?? ''))
    .map((token) => colours.get(token))
    .filter((colour) => colour !== undefined);
  return { text, tokens, words, quantities: quantitiesIn(text), colours: new Set(named) };
}

function wordsOf(tokens: readonly string[], joinAll: boolean): Set<string> {
  const words = new Set(tokens);
  for (const [at, token] of tokens.entries()) {
    const base = versioned.exec(token)?.[1];
    if (base) words.add(base);
    const next = tokens[at + 1];
    if (next !== undefined && (joinAll || needsNeighbour(token) || needsNeighbour(next)))
      words.add(token + next);
    if (listed.has(token)) for (const member of listAfter(tokens, at)) words.add(token + member);
  }
  return words;
}

/** `sata3` is also `sata`. */
const versioned = /^(sata|usb|hdmi|wifi|pcie|thunderbolt|bluetooth)\d/u;

/** Words that lists of fitting models begin with: `Series 7 - SE - 6 - 5`, `Series 1-6`. */
const listed = new Set(['sery', 'generation', 'gen', 'model', 'version', 'iphone', 'galaxy', 'pixel']);

function listAfter(tokens: readonly string[], at: number): string[] {
  const members: string[] = [];
  for (const token of tokens.slice(at + 1, at + 16)) {
    if (/^(?:\d{1,2}|[a-z]{1,2}|\d{2}mm)$/u.test(token)) members.push(token);
    else break;
  }
  const [first = '', last = ''] = members;
  // `1-6` stands for all from 1 to 6 when nothing else is listed beside it.
  if (/^\d$/u.test(first) && /^\d{1,2}$/u.test(last) && Number(last) > Number(first) + 1) {
    for (let member = Number(first) + 1; member < Number(last); member += 1) members.push(String(member));
  }
  return members;
}

/**
 * The kind the title's name ends with. A word such as `case` is only believed when the category agrees:
 * an `Apple Watch … Steel Case` among smartwatches is a watch.
 */
function typesOf(title: TextIndex, categories: readonly string[]): readonly ProductType[] {
  const [name = ''] = title.text.replace(/\([^)]*\)/gu, ' ').split(/[,(|;]|\s-\s/u, 1);
  const words = tokensOf(name);
  const head = headType(words);
  const labelled = categories.toReversed().flatMap(typesLabelled);
  const believed =
    head &&
    (labelled.length === 0 ||
      !vagueKinds.has(words.slice(head.start, head.end).join(' ')) ||
      agrees(head.type, labelled));
  if (believed) return [head.type];
  if (labelled.length > 0) return labelled;
  const anywhere = headType(title.tokens)?.type;
  return anywhere ? [anywhere] : [];
}

function agrees(type: ProductType, labelled: readonly ProductType[]): boolean {
  return labelled.some((label) => isKindOf(type, label) || isKindOf(label, type));
}

/** `PC Components > Phones & Tablets` files phones and tablets, no PCs: the kind is what a part of the path ends with. */
function typesLabelled(category: string): ProductType[] {
  return normalise(category)
    .split(/[>&/,|]|\band\b/u)
    .flatMap((part) => {
      const words = tokensOf(part);
      const start = words.findIndex((_, at) => typeAt(words, at)?.end === words.length);
      return start < 0 ? [] : (typeAt(words, start)?.type ?? []);
    });
}

function conditionIn(text: string): 'refurbished' | 'used' | undefined {
  if (/\b(?:refurbished|renewed|reconditioned|generaluberholt)\b|翻新/u.test(text)) return 'refurbished';
  if (/\b(?:second[- ]hand|pre-?owned|used condition|open[- ]box|gebraucht)\b|二手/u.test(text))
    return 'used';
  return undefined;
}
