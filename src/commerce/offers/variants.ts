/** Telling one product of a line from the others: the S24 from the S24 Ultra, the B550 from the B550M. */
import type { IndexedOffer, TextIndex } from './offer-index.ts';
import type { OfferRequest } from './request.ts';
import { isModelToken, isStandard, needsNeighbour } from './tokens.ts';
import { variantWords } from './words.ts';

/**
 * Drops other products of the same line, which a shopper who names one does not mean: `S24 Ultra` for
 * `S24` (a word of variation right after a word of the request), `B550M` for `B550` although its chipset
 * is a B550. Kept when nothing else would remain.
 */
export function withoutVariants(
  offers: readonly IndexedOffer[],
  request: OfferRequest,
): readonly IndexedOffer[] {
  if (!isNamed(request) && !isLine(request)) return offers;
  const words = [...request.names, ...request.features];
  const wanted = new Set(words.flatMap(({ anyOf }) => anyOf));
  // `Series` may be followed by a list of numbers; only a name makes what follows it a variant.
  const naming = new Set(words.filter(({ describing }) => !describing).flatMap(({ anyOf }) => anyOf));
  const plain = offers.filter(({ title }) => !isVariant(title, wanted, naming));
  return plain.length > 0 ? plain : offers;
}

function isVariant(
  { tokens, text }: TextIndex,
  wanted: ReadonlySet<string>,
  naming: ReadonlySet<string>,
): boolean {
  const seen = new Set<string>();
  let after = false;
  for (const token of tokens) {
    if (wanted.has(token)) {
      after = naming.has(token) && (!needsNeighbour(token) || after);
      seen.add(token);
    } else if (after && variantWords.has(token) && !isMemory(token, text)) {
      return true;
    } else {
      after = false;
      const longer = [...wanted].some(
        (word) => isModelToken(word) && !seen.has(word) && extendsModel(token, word),
      );
      if (longer) return true;
    }
  }
  return false;
}

/** The 4 of `A15 4/128GB` is how much memory it has, no other model. */
function isMemory(token: string, text: string): boolean {
  return /^\d+$/u.test(token) && text.includes(` ${token}/`);
}

/** `b550m` is another model than `b550`. */
function extendsModel(token: string, model: string): boolean {
  return (
    token.length <= model.length + 2 && token.startsWith(model) && /^[a-z]+$/u.test(token.slice(model.length))
  );
}

/** A maker and one name of theirs, no kind: `the Fractal Design North`, which is not the North XL. */
function isLine({ type, names, text }: OfferRequest): boolean {
  const naming = names.filter(({ describing, anyOf }) => !describing && !isStandard(anyOf[0] ?? ''));
  return type === undefined && naming.length === 2 && /\bthe\b/iu.test(text);
}

/** The request names one product or line, so that words of description cannot rule an offer out. */
export function isNamed(request: OfferRequest): boolean {
  const naming = request.names.filter(({ describing, anyOf }) => !describing && !isStandard(anyOf[0] ?? ''));
  const words = naming.flatMap(({ anyOf }) => anyOf);
  return (
    words.some(isModelToken) || naming.length >= 3 || (naming.length === 2 && words.some(needsNeighbour))
  );
}
