/** Whether a product costs less than the one it was seen beside: "is the second one cheaper?". */
import { type FoundProduct, formatMoney, type ShopAgent, type Turn } from '../../src/kit.ts';
import { costOf } from '../find-product/offer-words.ts';
import type { Shown } from './shown.ts';

/** The sentence that says it; undefined without another whose total can be compared. */
export async function againstOther(
  turn: Turn,
  shop: ShopAgent,
  product: FoundProduct,
  shown: Shown | undefined,
): Promise<string | undefined> {
  const id = shown && otherOf(shown, product);
  const [other] = id === undefined ? [] : await shop.products([id]);
  const [{ cost }] = product.offers;
  const beside = other?.offers[0].cost;
  if (!other || !cost || !beside || cost.currency !== beside.currency) return undefined;
  const gap = cost.minor - beside.minor;
  const key = gap < 0 ? 'less' : gap > 0 ? 'more' : 'same';
  return turn.sentence(`about-shown.against.${key}`, {
    title: product.title,
    total: costOf(turn, product.offers[0]).amount,
    other: other.title,
    beside: costOf(turn, other.offers[0]).amount,
    gap: formatMoney({ minor: Math.abs(gap), currency: cost.currency }, turn.language),
  });
}

/** The one that the talk was about, else the first that was shown, or the second beside the first. */
function otherOf({ products, focus }: Shown, { id }: FoundProduct): string | undefined {
  return [focus, ...products.map((each) => each.id)].find((each) => each !== undefined && each !== id);
}
