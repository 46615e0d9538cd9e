/** Lets the matcher that ships with the product say which offers of different shops are one product. */
import { decimalOf } from '../../core/money.ts';
import { loadMatcher, matchInWorker, type ProductRecord } from '../matching/index.ts';
import type { FindMatches, MatchPair, Recognisable } from './recognise.ts';

/** Of the nearest offers some are the offer itself and others of its own shop. */
const candidates = 12;

/**
 * A `FindMatches` on a worker thread with the shipped model, and the probability from which it may be trusted alone.
 * Each offer is joined with at most one of every other shop: the likeliest.
 */
export async function learnedMatches(
  onProgress?: (done: number) => void,
): Promise<{ findMatches: FindMatches; threshold: number }> {
  const { threshold } = await loadMatcher();
  const findMatches: FindMatches = async (fresh, known) => {
    const found = await matchInWorker(fresh.map(recordOf), known.map(recordOf), {
      candidates,
      ...(onProgress && { onProgress }),
    });
    return found.flatMap((match): MatchPair[] => {
      const offer = fresh[match.fresh];
      if (!offer) return [];
      const shops = new Set([offer.shop]);
      return match.candidates.flatMap(({ known: position, probability }) => {
        const other = known[position];
        if (!other || shops.has(other.shop)) return [];
        shops.add(other.shop);
        return [
          { a: { shop: offer.shop, id: offer.id }, b: { shop: other.shop, id: other.id }, probability },
        ];
      });
    });
  };
  return { findMatches, threshold };
}

function recordOf(offer: Recognisable): ProductRecord {
  return {
    title: offer.title,
    brand: offer.brand ?? '',
    model: offer.mpn ?? '',
    category: offer.category ?? '',
    description: offer.description,
    // Amounts are compared by their ratio; between currencies that would mislead little more than it helps.
    price: offer.price && Number(decimalOf(offer.price)),
    ...(offer.gtin !== undefined && { gtin: offer.gtin }),
  };
}
