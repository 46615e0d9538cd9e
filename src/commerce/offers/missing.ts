/** What a request requires and an offer does not show, in words that the shopper can read. */
import { meetsQuantity } from './meets-quantity.ts';
import { hasColour, hasFeature, hasWord, isDenied, isOfType } from './meets-words.ts';
import type { IndexedOffer, OfferIndex } from './offer-index.ts';
import { isKindOf } from './product-types.ts';
import type { OfferRequest, RequestWord } from './request.ts';
import { isNamed } from './variants.ts';
import { colours } from './words.ts';

export interface Strictness {
  /** Where the product's name must stand. */
  readonly nameIn: 'title' | 'anywhere';
  /** Whether words that only describe are required too. */
  readonly describing: boolean;
}

/** Kind, colours and quantities that the offer does not show. */
export function missingFacts(offer: IndexedOffer, request: OfferRequest): string[] {
  const missing: string[] = [];
  if (request.type && !isOfType(offer, request)) missing.push(request.type.id);
  for (const group of request.colours)
    if (!hasColour(offer, group))
      missing.push(group.map((colour) => colourAsTyped(request, colour)).join(' / '));
  for (const quantity of request.quantities)
    if (!meetsQuantity(offer, quantity)) missing.push(quantityAsTyped(request, quantity.text));
  return missing;
}

/** True when the offer shows the kind, the colours and the quantities. */
export function showsFacts(offer: IndexedOffer, request: OfferRequest): boolean {
  return (
    isOfType(offer, request) &&
    request.colours.every((group) => hasColour(offer, group)) &&
    request.quantities.every((quantity) => meetsQuantity(offer, quantity))
  );
}

/** Words that it does not have, as strictly as that. */
export function missingWords(offer: IndexedOffer, request: OfferRequest, strictness: Strictness): string[] {
  const isMissing = missingBy(request, strictness);
  const names = request.names.filter((word) => isMissing(offer, word, true));
  const features = request.features.filter((word) => isMissing(offer, word, false));
  return [...names, ...features].map((word) => asTyped(request, word));
}

/** Those of the offers that have all words, as strictly as that. */
export function withAllWords(
  offers: readonly IndexedOffer[],
  request: OfferRequest,
  strictness: Strictness,
): readonly IndexedOffer[] {
  const isMissing = missingBy(request, strictness);
  const { names, features } = request;
  return offers.filter(
    (offer) =>
      !names.some((word) => isMissing(offer, word, true)) &&
      !features.some((word) => isMissing(offer, word, false)),
  );
}

function missingBy(request: OfferRequest, { nameIn, describing }: Strictness) {
  const describes = describing && !isNamed(request);
  return (offer: IndexedOffer, word: RequestWord, isName: boolean): boolean => {
    if (word.isPart) return isDenied(offer, word);
    if (word.describing && !describes) return false;
    if (!isName) return !hasFeature(offer, word);
    return !hasWord(offer, word, word.describing ? 'anywhere' : nameIn);
  };
}

/**
 * Of offers that lack some describing word those with the most of the telling ones: a monitor is `portable` or not, since
 * titles of monitors speak of it; no title says `quality`.
 */
export function mostTelling(
  index: OfferIndex,
  request: OfferRequest,
  offers: readonly IndexedOffer[],
): { offers: readonly IndexedOffer[]; missing: readonly string[] } {
  if (isNamed(request)) return { offers, missing: [] };
  const { type } = request;
  const isTelling = ({ anyOf, describing, isPart }: RequestWord) =>
    describing &&
    !isPart &&
    anyOf.some((token) =>
      (index.byWord.get(token) ?? []).some((at) =>
        index.offers[at]?.types.some((kind) => type === undefined || isKindOf(kind, type)),
      ),
    );
  const telling = [...request.names, ...request.features].filter(isTelling);
  const shown = (offer: IndexedOffer) => telling.filter((word) => hasWord(offer, word, 'anywhere')).length;
  const most = offers.reduce((best, offer) => Math.max(best, shown(offer)), 0);
  const kept = offers.filter((offer) => shown(offer) === most);
  const missing = telling.filter((word) => !kept.every((offer) => hasWord(offer, word, 'anywhere')));
  return { offers: kept, missing: missing.map((word) => asTyped(request, word)) };
}

/** As the shopper wrote it, capitals and all. */
function asTyped({ text }: OfferRequest, { anyOf }: RequestWord): string {
  const written = anyOf.map((word) => {
    const at = text.toLowerCase().indexOf(word);
    return at < 0 ? word : text.slice(at, at + word.length);
  });
  return written.join(' / ');
}

/** The reading drops the space before a unit. */
function quantityAsTyped({ text }: OfferRequest, quantity: string): string {
  const characters = [...quantity.replace(/\s/gu, '')].map((one) =>
    one.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'),
  );
  return new RegExp(characters.join('\\s*'), 'iu').exec(text.slice(0, 500))?.[0] ?? quantity;
}

function colourAsTyped({ text }: OfferRequest, colour: string): string {
  const said = text.toLowerCase();
  const names = [...colours].filter(([, plain]) => plain === colour).map(([name]) => name);
  return names.sort((a, b) => b.length - a.length).find((name) => said.includes(name)) ?? colour;
}
