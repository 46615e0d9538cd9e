/** Shows products as cards, with a sentence that tells their titles. */
import type { FoundProduct, ShopAgent, Suggestion, Turn } from '../../src/kit.ts';
import { productCards } from '../find-product/card.ts';

/** Cards of these, told of by the sentence `key`, which has `titles`, `count` and these `blanks`. */
export async function show(
  turn: Turn,
  shop: ShopAgent,
  suggestions: readonly Suggestion[],
  key: string,
  blanks: Readonly<Record<string, string>> = {},
): Promise<void> {
  const cards = await productCards(turn, shop, suggestions);
  const titles = turn.list(suggestions.map(({ product }) => product.title));
  turn.say(key, { ...blanks, titles, count: suggestions.length }, { cards });
}

/** Without a word of what speaks for it. */
export function withoutReasons(product: FoundProduct): Suggestion {
  return { product, reasons: [] };
}
