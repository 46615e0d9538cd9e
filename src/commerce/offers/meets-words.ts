/** Whether an offer shows the kind, words and colours of a request. */
import type { IndexedOffer, OfferIndex } from './offer-index.ts';
import { isKindOf } from './product-types.ts';
import type { OfferRequest, RequestWord } from './request.ts';
import { isShortName } from './tokens.ts';
import { isNamed } from './variants.ts';

/** True when the offer is of the wanted kind; when nothing says what it is, a request that names a product trusts the name. */
export function isOfType(offer: IndexedOffer, request: OfferRequest): boolean {
  const wanted = request.type;
  if (!wanted) return true;
  if (offer.types.length === 0) return isNamed(request);
  if (offer.types.some((type) => isKindOf(type, wanted))) return true;
  // A title that only says `SSD` is an external one when it also says `external`.
  const wider = offer.types.some((type) => wanted.isA.includes(type.id));
  return wider && wanted.id.split(' ').every((word) => offer.title.words.has(word) || offer.labels.has(word));
}

/** `title` is what is sold: title without what it fits, brand, category. */
export function hasWord(offer: IndexedOffer, word: RequestWord, where: 'title' | 'anywhere'): boolean {
  if (isSoldAs(offer, word)) return true;
  // Loops rather than closures: a search asks this of every offer, several times over.
  for (const token of word.anyOf) {
    const wanted = besideOthers(word, token);
    if (offer.labels.has(wanted)) return true;
    if (where === 'anywhere' && (offer.title.words.has(wanted) || offer.body().words.has(wanted)))
      return true;
  }
  return false;
}

/** The title or the brand has it. */
export function isSoldAs({ sold }: IndexedOffer, word: RequestWord): boolean {
  for (const token of word.anyOf) {
    if (sold.has(besideOthers(word, token)) || (isShortName(token) && sold.has(token))) return true;
  }
  return false;
}

/** True when some offer of the catalogue may have it. */
export function isMentioned(index: OfferIndex, word: RequestWord): boolean {
  return word.anyOf.some(
    (token) => index.mentions(besideOthers(word, token)) || (isShortName(token) && index.mentions(token)),
  );
}

function besideOthers({ previous, next }: RequestWord, token: string): string {
  return previous === undefined && next === undefined ? token : (previous ?? '') + token + (next ?? '');
}

/** A feature may stand anywhere, unless the title denies it: `No Fans`. */
export function hasFeature(offer: IndexedOffer, word: RequestWord): boolean {
  return !isDenied(offer, word) && hasWord(offer, word, 'anywhere');
}

/** True for `fans` when the title says `No Fans`. */
export function isDenied({ title: { words } }: IndexedOffer, word: RequestWord): boolean {
  return word.anyOf.some((token) => words.has(`no${token}`) || words.has(`without${token}`));
}

/** A colour of the title; the description counts only when the title names none. */
export function hasColour(offer: IndexedOffer, group: readonly string[]): boolean {
  if (group.some((colour) => offer.title.colours.has(colour))) return true;
  return offer.title.colours.size === 0 && group.some((colour) => offer.body().colours.has(colour));
}
