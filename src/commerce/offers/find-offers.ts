/** Which offers answer a request: all that meet every requirement, else honestly the nearest. */
import type { Money } from '../../core/money.ts';
import { meetsQuantity, superlativeValue } from './meets-quantity.ts';
import { hasColour, hasWord, isMentioned, isOfType, isSoldAs } from './meets-words.ts';
import {
  missingFacts,
  missingWords,
  mostTelling,
  type Strictness,
  showsFacts,
  withAllWords,
} from './missing.ts';
import { type CatalogueOffer, type IndexedOffer, type OfferIndex, searchedWhole } from './offer-index.ts';
import { isKindOf } from './product-types.ts';
import type { OfferRequest, RequestWord } from './request.ts';
import { isModelToken, isShortName, isStandard } from './tokens.ts';
import { isNamed, withoutVariants } from './variants.ts';

export interface OfferSearch {
  readonly request: OfferRequest;
  /** `exact`: every requirement is met. `nearest`: nothing meets all; these miss least. */
  readonly level: 'exact' | 'nearest' | 'none';
  /** Cheapest first; offers without a price last. When the request asks for the cheapest, only those. */
  readonly offers: readonly CatalogueOffer[];
  /** Requirements that the offers of a `nearest` answer do not show. */
  readonly missing: readonly string[];
}

export interface FindOptions {
  /** The total in the shopper's currency, shipping and all; the offer's price when left out. */
  readonly total?: (offer: CatalogueOffer) => Money | undefined;
  /** Only what meets every requirement: where nothing does, nothing is found. */
  readonly onlyExact?: boolean;
}

/** Finds the offers for a request in an index. */
export function findOffers(index: OfferIndex, asked: OfferRequest, options: FindOptions = {}): OfferSearch {
  const request = { ...asked, names: asTitled(index, asked.names) };
  const total = options.total ?? ((offer: CatalogueOffer) => offer.price);
  const suits = (offer: IndexedOffer) =>
    inCondition(offer, request) &&
    inPriceRange(total(offer.offer), request) &&
    !request.without.some((part) => hasPart(offer, part));
  const { level, offers, missing } = narrow(index, request, suits, options.onlyExact ?? false);
  const best = request.superlative ? mostOf(offers, request) : offers;
  return { request, level, missing, offers: byPrice(best, request.cheapest, total) };
}

/** `RTX 4070` and `Quiet Comfort` as the titles write them: `RTX4070`, `QuietComfort`. */
function asTitled(index: OfferIndex, names: readonly RequestWord[]): readonly RequestWord[] {
  const joined: RequestWord[] = [];
  for (const word of names) {
    const last = joined.at(-1);
    const [before = '', token = ''] = [last?.anyOf[0], word.anyOf[0]];
    if (
      last?.at === word.at - 1 &&
      /^[a-z]{2,}$/u.test(before) &&
      (/^\d{3,}[a-z]{0,2}$/u.test(token) || (/^[a-z]{4,}$/u.test(token) && before.length >= 4)) &&
      index.words.has(before + token)
    ) {
      joined[joined.length - 1] = { ...word, anyOf: [before + token], previous: undefined };
    } else if (
      last?.at === word.at - 1 &&
      word.previous !== undefined &&
      last.anyOf[0]?.endsWith(word.previous)
    ) {
      joined.push({ ...word, previous: last.anyOf[0] });
    } else joined.push(word);
  }
  return joined;
}

function narrow(
  index: OfferIndex,
  request: OfferRequest,
  suits: (offer: IndexedOffer) => boolean,
  onlyExact: boolean,
): {
  level: OfferSearch['level'];
  offers: readonly IndexedOffer[];
  missing: readonly string[];
} {
  const capable = (offers: readonly IndexedOffer[]) =>
    offers.filter((offer) => suits(offer) && showsFacts(offer, request));
  const sought = withoutUntitledWords(request, (model) => capable(titled(index, model)));
  const isHopeless = !onlyMentioned(index, sought);
  const inTitles = once(() => capable(titled(index, sought.names)));
  const anywhere = once(() => capable(pool(index, request)));
  for (const strictness of isHopeless ? [] : strictnesses) {
    const offers = strictness.nameIn === 'title' ? inTitles() : anywhere();
    const meeting = withAllWords(offers, sought, strictness);
    if (meeting.length === 0) continue;
    const { offers: told, missing } = strictness.describing
      ? { offers: meeting, missing: [] }
      : mostTelling(index, request, meeting);
    return {
      level: missing.length > 0 ? 'nearest' : 'exact',
      offers: withoutVariants(ofLikelyKind(told, request), request),
      missing,
    };
  }
  if (onlyExact) return { level: 'none', offers: [], missing: [] };
  return nearest(index, request, pool(index, request).filter(suits));
}

/** False when it requires a word that no offer has: then none meets it, however it is read. */
function onlyMentioned(index: OfferIndex, { names, features }: OfferRequest): boolean {
  return [...names, ...features].every((word) => word.describing || word.isPart || isMentioned(index, word));
}

/** `RX140 fans` are fans; the cooler that has them is left out, unless nothing else has that name. */
function ofLikelyKind(offers: readonly IndexedOffer[], request: OfferRequest): readonly IndexedOffer[] {
  const { perhaps } = request;
  if (!perhaps || !isNamed(request)) return offers;
  const likely = offers.filter(({ types }) => types.some((type) => isKindOf(type, perhaps)));
  return likely.length > 0 ? likely : offers;
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Leaves out name words which none of the offers with the right model number has in its title but some
 * have in their description: `Nvidia RTX 4070` is sold under the names of other makers.
 */
function withoutUntitledWords(
  request: OfferRequest,
  offersWith: (words: readonly RequestWord[]) => readonly IndexedOffer[],
): OfferRequest {
  const isModel = ({ anyOf }: RequestWord) =>
    anyOf.some((token) => isModelToken(token) && !isStandard(token));
  const model = request.names.filter(isModel);
  if (model.length === 0) return request;
  const offers = offersWith(model).filter((offer) => model.every((word) => hasWord(offer, word, 'title')));
  const names = request.names.filter(
    (word) =>
      isModel(word) ||
      offers.some((offer) => isSoldAs(offer, word)) ||
      !offers.some((offer) => hasWord(offer, word, 'anywhere')),
  );
  return { ...request, names };
}

const strictnesses: readonly Strictness[] = [
  { nameIn: 'title', describing: true },
  { nameIn: 'anywhere', describing: true },
  { nameIn: 'title', describing: false },
  { nameIn: 'anywhere', describing: false },
];

/** Named in the title and not denied there: `without cooler`, `No Graphics`. */
function hasPart({ title: { words } }: IndexedOffer, part: string): boolean {
  return words.has(part) && !words.has(`without${part}`) && !words.has(`no${part}`);
}

function inCondition({ condition }: IndexedOffer, request: OfferRequest): boolean {
  if (request.condition === undefined) return true;
  return request.condition === 'new'
    ? condition === undefined || condition === 'new'
    : condition === request.condition;
}

function inPriceRange(total: Money | undefined, { price: { min, max } }: OfferRequest): boolean {
  if (!min && !max) return true;
  if (!total) return false;
  const comparable = [min, max].every((limit) => !limit || limit.currency === total.currency);
  return comparable && !(min && total.minor < min.minor) && !(max && total.minor > max.minor);
}

/** A superset of the offers whose titles carry all naming words: those with the rarest of them. */
function titled(index: OfferIndex, names: readonly RequestWord[]): readonly IndexedOffer[] {
  let fewest: readonly number[] | undefined;
  for (const { anyOf, previous, next, describing } of names) {
    if (describing) continue;
    const positions = anyOf.flatMap((token) => [
      ...(index.byWord.get((previous ?? '') + token + (next ?? '')) ?? []),
      ...(isShortName(token) ? (index.byWord.get(token) ?? []) : []),
    ]);
    if (!fewest || positions.length < fewest.length) fewest = positions;
  }
  return fewest ? offersAt(index, fewest) : pool(index, { names, type: undefined });
}

/** Small shops are searched whole; of large ones, what shares a rare naming word or the kind. */
function pool(index: OfferIndex, request: Pick<OfferRequest, 'names' | 'type'>): readonly IndexedOffer[] {
  if (index.offers.length <= searchedWhole) return index.offers;
  const postings = request.names
    .filter(({ describing }) => !describing)
    .map(({ anyOf }) => anyOf.flatMap((word) => index.byWord.get(word) ?? []))
    .filter((positions) => positions.length > 0)
    .sort((a, b) => a.length - b.length)
    .slice(0, 3);
  if (postings.length > 0) return offersAt(index, postings.flat());
  return request.type ? offersAt(index, index.byType.get(request.type.id) ?? []) : index.offers;
}

function offersAt(index: OfferIndex, positions: readonly number[]): IndexedOffer[] {
  return [...new Set(positions)].sort((a, b) => a - b).flatMap((at) => index.offers[at] ?? []);
}

function mostOf(
  offers: readonly IndexedOffer[],
  { superlative, type }: OfferRequest,
): readonly IndexedOffer[] {
  if (!superlative) return offers;
  const values = superlativeValue(offers, superlative, type);
  const known = [...values.values()];
  if (known.length === 0) return offers;
  const best = superlative.direction === 'most' ? Math.max(...known) : Math.min(...known);
  return offers.filter((offer) => values.get(offer) === best);
}

function nearest(
  index: OfferIndex,
  request: OfferRequest,
  offers: readonly IndexedOffer[],
): ReturnType<typeof narrow> {
  const parts = weighedParts(index, request);
  const weight = parts.reduce((sum, { amount }) => sum + amount, 0);
  let best: IndexedOffer[] = [];
  // What shows less than half is no answer at all.
  let bestScore = 0.5;
  for (const offer of offers) {
    const score = closeness(parts, weight, offer, bestScore);
    if (score > bestScore + 1e-9) best = [];
    if (score >= bestScore - 1e-9) {
      best.push(offer);
      bestScore = score;
    }
  }
  const [first] = best;
  if (!first) return { level: 'none', offers: [], missing: [] };
  return {
    level: 'nearest',
    offers: withoutVariants(best, request),
    missing: [
      ...missingFacts(first, request),
      ...missingWords(first, request, { nameIn: 'anywhere', describing: false }),
    ],
  };
}

/** One requirement, what it weighs, and how much of it an offer shows, from 0 to 1. */
interface WeighedPart {
  readonly amount: number;
  readonly shown: (offer: IndexedOffer) => number;
}

/**
 * Every requirement, the weightiest first. What no title speaks of cannot be told from the offers; a name that no title
 * has is simply not sold here.
 */
function weighedParts(index: OfferIndex, request: OfferRequest): readonly WeighedPart[] {
  const unheardOf = (word: RequestWord) =>
    request.features.includes(word) && !word.anyOf.some((token) => index.byWord.has(token));
  const words = [...request.names, ...request.features].map((word) => ({
    amount:
      Math.max(...word.anyOf.map((token) => index.weight(token))) *
      (word.describing || unheardOf(word) ? 0.4 : 1),
    shown: shownShare(word, request.names.includes(word)),
  }));
  const either = (isShown: boolean) => (isShown ? 1 : 0);
  const facts: WeighedPart[] = [
    ...(request.type
      ? [{ amount: 6, shown: (offer: IndexedOffer) => either(isOfType(offer, request)) }]
      : []),
    ...request.colours.map((group) => ({
      amount: 4,
      shown: (offer: IndexedOffer) => either(hasColour(offer, group)),
    })),
    ...request.quantities.map((quantity) => ({
      amount: 5,
      shown: (offer: IndexedOffer) => either(meetsQuantity(offer, quantity)),
    })),
  ];
  return [...facts, ...words].sort((a, b) => b.amount - a.amount);
}

/** The share of `weight`, that of all parts, that an offer shows; 0 as soon as it cannot reach `atLeast`. */
function closeness(
  parts: readonly WeighedPart[],
  weight: number,
  offer: IndexedOffer,
  atLeast: number,
): number {
  let reachable = weight;
  for (const { amount, shown } of parts) {
    reachable -= amount * (1 - shown(offer));
    if (reachable < (atLeast - 1e-9) * weight) return 0;
  }
  return weight === 0 ? 0 : reachable / weight;
}

function shownShare(word: RequestWord, isName: boolean): (offer: IndexedOffer) => number {
  const models = word.anyOf.filter(isModelToken);
  return (offer) => {
    if (hasWord(offer, word, 'title')) return 1;
    if (hasWord(offer, word, 'anywhere')) return isName ? 0.3 : 0.9;
    return models.some((model) => almostHas(offer, model)) ? 0.6 : 0;
  };
}

/** A model number that differs only in what follows it (`B650` and `B650M`) is nearer than none at all. */
function almostHas({ title: { tokens } }: IndexedOffer, model: string): boolean {
  return tokens.some((other) => other !== model && other.startsWith(model));
}

function byPrice(
  offers: readonly IndexedOffer[],
  cheapest: boolean,
  total: (offer: CatalogueOffer) => Money | undefined,
): readonly CatalogueOffer[] {
  const priced = offers.map(({ offer }) => ({
    offer,
    minor: total(offer)?.minor ?? Number.POSITIVE_INFINITY,
  }));
  priced.sort((a, b) => a.minor - b.minor);
  if (!cheapest) return priced.map(({ offer }) => offer);
  const stocked = priced.filter(({ offer }) => offer.inStock);
  const [lowest] = stocked.length > 0 ? stocked : priced;
  return (stocked.length > 0 ? stocked : priced)
    .filter(({ minor }) => minor === lowest?.minor)
    .map(({ offer }) => offer);
}
